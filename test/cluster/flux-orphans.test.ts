import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { run } from '../../electron/engine/process/run.ts'
import { processesIn } from '../helpers/processes-in.ts'
import { eventually, realToolset } from './embedded-fixture.ts'

const LONG_MS = 60_000
const SHORT_MS = 500

let root: string
let folder: string
let engine: ChildProcess
let said = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'drydock-flux-orphans-'))
  folder = join(root, 'clusters', 'lab', 'dev')
})
afterAll(async () => {
  engine.kill('SIGKILL')
  await eventually(async () => (await processesIn(folder)).length === 0)
  await rm(root, { recursive: true, force: true })
})

const start = (orphanDelayMs: number): void => {
  said = ''
  engine = spawn(process.execPath, [join(import.meta.dirname, 'flux-engine.ts'), root, String(orphanDelayMs)])
  engine.stdout?.on('data', (piece: Buffer) => (said += piece.toString()))
}
const says = (word: string): Promise<boolean> => eventually(() => Promise.resolve(said.includes(word)))
const kill = async (): Promise<void> => {
  engine.kill('SIGKILL')
  await once(engine, 'exit')
}
const kubeconfig = (): string => join(folder, '.kwok', 'clusters', 'dev', 'kubeconfig.yaml')
const controllers = (): Promise<string[]> => processesIn(join(folder, 'flux', 'bin'))
const pids = async (): Promise<number[]> =>
  Promise.all(
    ['source-controller', 'kustomize-controller'].map(async (name) =>
      Number(await readFile(join(folder, 'run', `${name}.pid`), 'utf8')),
    ),
  )

describe('FluxControllers of an engine that was killed', () => {
  it('are replaced by those of the next engine, at the same address', async () => {
    start(LONG_MS)
    await says('ready')
    await run(realToolset().path('flux'), ['install', '--kubeconfig', kubeconfig()])
    await says('running')
    const [before, address] = [await pids(), await readFile(join(folder, 'flux', 'storage-address'), 'utf8')]
    await kill()
    start(SHORT_MS)
    await says('running')
    const after = await pids()
    expect(after.filter((pid) => before.includes(pid))).toEqual([])
    expect(await controllers()).toHaveLength(2)
    expect(await readFile(join(folder, 'flux', 'storage-address'), 'utf8')).toBe(address)
    const logs = ['--kubeconfig', kubeconfig(), 'logs', '-n', 'flux-system', 'deploy/source-controller']
    await eventually(() =>
      run(realToolset().path('kubectl'), logs).then(
        ({ stdout }) => stdout.includes('starting manager'),
        () => false,
      ),
    )
  })

  it('end with their cluster when no other engine comes', async () => {
    await kill()
    await eventually(async () => (await processesIn(folder)).length === 0)
    expect(await controllers()).toEqual([])
  })
})
