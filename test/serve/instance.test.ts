import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DrydockError } from '../../electron/contract/errors.ts'
import { claimDataFolder } from '../../electron/serve/instance.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'drydock-instance-')), 'data')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

const record = (): unknown => JSON.parse(readFileSync(join(folder, 'instance.json'), 'utf8'))
const failureOf = (claim: Promise<unknown>): Promise<unknown> =>
  claim.then(
    () => 'claimed',
    (error: unknown) => (error instanceof DrydockError ? error.detail : error),
  )

/** Another process that claims the folder, says so, and holds it until it is killed. */
async function holder(): Promise<{ pid: number; kill(): Promise<void> }> {
  const module = join(import.meta.dirname, '../../electron/serve/instance.ts')
  const program = `
    import { claimDataFolder } from ${JSON.stringify(module)}
    const instance = await claimDataFolder(${JSON.stringify(folder)})
    instance.update({ address: 'http://127.0.0.1:4717/' })
    console.log('held')
    setInterval(() => instance, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    pid: child.pid ?? 0,
    kill: () => {
      child.kill('SIGKILL')
      return gone
    },
  }
}

describe('claimDataFolder', () => {
  it('makes the folder and a record that only this user reads', async () => {
    const instance = await claimDataFolder(folder)
    instance.update({ address: 'http://127.0.0.1:1234/' })
    expect(record()).toEqual({ pid: process.pid, address: 'http://127.0.0.1:1234/' })
    expect(statSync(join(folder, 'instance.json')).mode & 0o777).toBe(0o600)
    instance.dispose()
    instance.dispose()
    expect(existsSync(join(folder, 'instance.json'))).toBe(false)
  })

  it('names the process and the address of the one that is there', async () => {
    const other = await holder()
    expect(await failureOf(claimDataFolder(folder))).toEqual({
      code: 'engine-busy',
      happened: `Drydock (process ${other.pid}) already works in ${folder} and serves http://127.0.0.1:4717/.`,
      remedy: 'Use that one, stop it first, or give this one another folder with --data.',
      terminal: true,
    })
    await other.kill()
  })

  it('takes the folder of one that was killed, whatever its record still says', async () => {
    const other = await holder()
    await other.kill()
    expect(record()).toMatchObject({ pid: other.pid })
    const instance = await claimDataFolder(folder)
    expect(record()).toEqual({ pid: process.pid })
    instance.dispose()
  })

  it('waits for one that is stopping', async () => {
    const first = await claimDataFolder(folder)
    first.update({ address: 'http://127.0.0.1:1234/', stopping: true })
    const second = claimDataFolder(folder)
    setTimeout(() => first.dispose(), 300)
    const instance = await second
    expect(record()).toEqual({ pid: process.pid })
    instance.dispose()
  })

  it('gives up on one that stops for too long', async () => {
    const first = await claimDataFolder(folder)
    first.update({ stopping: true })
    expect(await failureOf(claimDataFolder(folder, 200))).toMatchObject({ code: 'engine-busy' })
    first.dispose()
  })

  it('is not led astray by a record that is no record', async () => {
    const first = await claimDataFolder(folder)
    writeFileSync(join(folder, 'instance.json'), 'garbage')
    expect(await failureOf(claimDataFolder(folder))).toMatchObject({
      happened: `Another Drydock already works in ${folder}.`,
    })
    first.dispose()
  })

  it('says that the place cannot be written to', async () => {
    writeFileSync(join(folder, '..', 'file'), '')
    const inFile = join(folder, '..', 'file', 'data')
    expect(await failureOf(claimDataFolder(inFile))).toMatchObject({ code: 'disk-read-only', at: inFile })
  })
})
