import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
let data: string
let stopAll: (() => Promise<unknown>)[]
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'drydock-start-'))
  stopAll = []
})
afterEach(async () => {
  for (const stop of stopAll) await stop()
  rmSync(data, { recursive: true })
})

interface Started {
  readonly pid: number
  /** The next address that it prints. */
  readonly url: Promise<string>
  readonly ended: Promise<number | string>
  output(): string
}

/** `npm start -- --browser`, without npm. */
function startBrowserFace(): Started {
  const environment = { ...process.env, DRYDOCK_DATA: data }
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--browser'], { env: environment })
  const { promise: url, resolve } = Promise.withResolvers<string>()
  let output = ''
  const read = (text: Buffer): void => {
    output += text
    const address = /Drydock is ready: (\S+)/.exec(output)?.[1]
    if (address !== undefined) resolve(address)
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string)
  stopAll.push(() => {
    child.kill('SIGTERM')
    return ended
  })
  return { pid: child.pid ?? 0, url, ended, output: () => output }
}

const enginePid = (): number => (JSON.parse(readFileSync(join(data, 'instance.json'), 'utf8')) as { pid: number }).pid

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** What the printed address leads to: the status of the page behind it. */
async function visit(url: string): Promise<number> {
  const exchange = await fetch(url, { redirect: 'manual' })
  const cookie = exchange.headers.get('set-cookie')?.split(';')[0] ?? ''
  const page = await fetch(new URL('/', url), { headers: { cookie } })
  await page.text()
  return page.status
}

describe('npm start -- --browser', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves the page, and leaves nothing at %s', async (signal) => {
    const started = startBrowserFace()
    expect(await visit(await started.url)).toBe(200)
    const engine = enginePid()
    process.kill(started.pid, signal)
    expect([await started.ended, isAlive(engine)]).toEqual([0, false])
  })

  it('leaves nothing when it is killed', async () => {
    const started = startBrowserFace()
    await started.url
    const engine = enginePid()
    process.kill(started.pid, 'SIGKILL')
    await started.ended
    await expect.poll(() => isAlive(engine), { timeout: 20_000 }).toBe(false)
  })

  it('brings a killed engine back behind the same address', async () => {
    const started = startBrowserFace()
    const url = await started.url
    const engine = enginePid()
    process.kill(engine, 'SIGKILL')
    await expect.poll(() => visit(url).catch(() => 0), { timeout: 20_000 }).toBe(200)
    expect(enginePid()).not.toBe(engine)
    expect(started.output().match(/Drydock is ready/g)).toHaveLength(1)
  })

  it('says which one runs when it is started twice', async () => {
    const first = startBrowserFace()
    const { origin } = new URL(await first.url)
    const second = startBrowserFace()
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain(
      `Drydock (process ${enginePid()}) already works in ${data} and serves ${origin}/.`,
    )
  })
})
