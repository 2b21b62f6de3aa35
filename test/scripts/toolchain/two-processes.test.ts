import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { whole } from './helpers/release-server.ts'
import { createToolchainFixture, RELEASED, sha256, type ToolchainFixture } from './helpers/toolchain-fixture.ts'

const SCRIPT = join(import.meta.dirname, 'helpers', 'get-in-process.ts')

let fixture: ToolchainFixture

beforeEach(async () => {
  fixture = await createToolchainFixture()
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

const args = () => [SCRIPT, fixture.cacheRoot, `${fixture.server.url}/hello`, sha256(RELEASED)]

async function getInProcess(onWait: () => void = () => {}): Promise<{ tool: unknown; phases: string[] }> {
  const running = promisify(execFile)(process.execPath, args())
  running.child.stderr?.once('data', onWait)
  const { stdout } = await running
  return JSON.parse(stdout) as { tool: unknown; phases: string[] }
}

describe('several processes that get the same tools at once', () => {
  it('work one after another, and one download serves all', async () => {
    let waiting = 0
    let letThrough = (): void => {}
    const twoWait = new Promise<void>((resolve) => (letThrough = resolve))
    const onWait = (): void => void (++waiting === 2 && letThrough())
    fixture.server.serve('/hello', (request, response) => void twoWait.then(() => whole(RELEASED)(request, response)))
    const results = await Promise.all([getInProcess(onWait), getInProcess(onWait), getInProcess(onWait)])
    expect(new Set(results.map(({ tool }) => JSON.stringify(tool))).size).toBe(1)
    expect(results.filter(({ phases }) => phases.includes('wait'))).toHaveLength(2)
    expect(fixture.server.requests).toEqual(['/hello'])
  })

  it('go on when one of them is killed in the middle of a download', async () => {
    let begun = (): void => {}
    const downloading = new Promise<void>((resolve) => (begun = resolve))
    fixture.server.serve('/hello', (_request, response) => {
      response.writeHead(200, { 'content-length': RELEASED.length })
      response.write(RELEASED.slice(0, 5), begun)
    })
    const killed = spawn(process.execPath, args(), { stdio: 'ignore' })
    await downloading
    await delay(100)
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    expect(await fixture.leftovers()).toEqual(['get.lock'])
    fixture.server.serve('/hello', whole(RELEASED))
    expect((await getInProcess()).tool).toMatchObject({ source: 'release' })
    expect(await fixture.leftovers()).toEqual([])
  })

  it('clear away what a killed process had not finished', async () => {
    await mkdir(join(fixture.folders.store, '.unfinished-1-abc'), { recursive: true })
    await mkdir(join(fixture.folders.temporary, '1-abc'), { recursive: true })
    await writeFile(join(fixture.folders.temporary, '1-abc', 'hello.part'), 'half')
    fixture.server.serve('/hello', whole(RELEASED))
    await getInProcess()
    expect(await fixture.leftovers()).toEqual([])
  })
})
