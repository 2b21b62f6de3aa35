import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngineHost, type EngineHost, type EngineState } from '../../electron/shell/engine-host.ts'

const fixture = join(import.meta.dirname, '../serve/serve-fixture.ts')
let folder: string
let hosts: EngineHost[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-host-'))
  hosts = []
})
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.stop()))
  rmSync(folder, { recursive: true })
})

/** A host around the program `serve`, and every state that it went through. */
function hostOf(serve: string, environment: Record<string, string> = {}): { host: EngineHost; states: EngineState[] } {
  const flags = ['--data', join(folder, 'data'), '--cache', join(folder, 'cache')]
  const states: EngineState[] = []
  const runtime = {
    file: process.execPath,
    environment: { SERVE_FLAGS: JSON.stringify(flags), ...environment },
  }
  const host = createEngineHost({ runtime, serve, onState: (state) => states.push(state) })
  hosts.push(host)
  host.start()
  return { host, states }
}

const program = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

type Ready = EngineState & { readonly kind: 'ready' }
const readyOnes = (states: readonly EngineState[]): Ready[] => states.filter((state) => state.kind === 'ready')
const waitForReady = (states: readonly EngineState[], count: number): Promise<void> =>
  expect.poll(() => readyOnes(states).length, { timeout: 10_000 }).toBe(count)

describe('createEngineHost', () => {
  it('starts an engine and stops it without a trace', async () => {
    const { host, states } = hostOf(fixture)
    await waitForReady(states, 1)
    await host.stop()
    expect(states.map((state) => state.kind)).toEqual(['starting', 'ready'])
    expect([existsSync(join(folder, 'data/engine-stopped')), existsSync(join(folder, 'data/instance.json'))]).toEqual([
      true,
      false,
    ])
  })

  it('brings a killed engine back at the same address, so that the open page finds it', async () => {
    const { states } = hostOf(fixture)
    await waitForReady(states, 1)
    process.kill(readyOnes(states)[0]!.line.pid, 'SIGKILL')
    await waitForReady(states, 2)
    const [first, second] = readyOnes(states)
    expect(states.map((state) => state.kind)).toEqual(['starting', 'ready', 'restarting', 'starting', 'ready'])
    expect(second?.line.url).toBe(first?.line.url)
    expect(second?.line.pid).not.toBe(first?.line.pid)
  })

  it('does not start anything after it was stopped', async () => {
    const { host, states } = hostOf(fixture)
    await host.stop()
    host.start()
    host.retry()
    expect(states.map((state) => state.kind)).toEqual(['starting'])
  })

  describe('when the engine keeps dying', () => {
    it('gives up with its last words after five more starts', async () => {
      const dying = program('dying.mjs', `process.stderr.write('out of luck\\n'); process.exit(7)`)
      const { states } = hostOf(dying)
      await expect.poll(() => states.at(-1)?.kind, { timeout: 15_000 }).toBe('gave-up')
      expect(states.filter((state) => state.kind === 'restarting').map((state) => state.inMs)).toEqual([
        250, 500, 1000, 2000, 4000,
      ])
      expect(states.at(-1)).toEqual({
        kind: 'gave-up',
        failure: {
          happened: "Drydock's engine ended with code 7, also after several new starts.",
          remedy:
            'Try again. If it goes on, look at the log files, free memory and disk space, and start Drydock anew.',
          output: 'out of luck\n',
        },
      })
    })
  })

  describe('when the engine says that trying again cannot help', () => {
    it('gives up at once with what it said, and tries again when asked', async () => {
      const first = hostOf(fixture)
      await waitForReady(first.states, 1)
      const second = hostOf(fixture)
      await expect.poll(() => second.states.at(-1)?.kind).toBe('gave-up')
      expect(second.states.map((state) => state.kind)).toEqual(['starting', 'gave-up'])
      expect(second.states.at(-1)).toMatchObject({
        failure: { happened: expect.stringMatching(/^Drydock \(process \d+\) already works in /) },
      })
      await first.host.stop()
      second.host.retry()
      await waitForReady(second.states, 1)
    })
  })

  describe('when its program cannot be started', () => {
    it('gives up with the reason', async () => {
      const states: EngineState[] = []
      const none = createEngineHost({ runtime: undefined, serve: fixture, onState: (state) => states.push(state) })
      none.start()
      expect(states).toMatchObject([{ kind: 'gave-up', failure: { happened: expect.stringContaining('no Node') } }])
      const missing = { file: join(folder, 'no-node'), environment: {} }
      const host = createEngineHost({ runtime: missing, serve: fixture, onState: (state) => states.push(state) })
      hosts.push(host)
      host.start()
      await expect.poll(() => states.at(-1)?.kind).toBe('restarting')
    })
  })
})
