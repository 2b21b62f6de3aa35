import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DrydockError } from '../../../electron/contract/errors.ts'
import type { Notice } from '../../../electron/contract/protocol.ts'
import { createClient, retryDelayMs } from '../../../renderer/connection/client.ts'
import type { ConnectionStatus, EngineClient } from '../../../renderer/connection/client.ts'
import { applyEvent, fromSnapshot } from '../../../renderer/state/apply-event.ts'
import type { EngineState } from '../../../renderer/state/apply-event.ts'
import { FakeEngine } from '../fake-engine.ts'

/** What a face draws from: the state after every snapshot and notice, and how it came to it. */
class Face {
  readonly statuses: ConnectionStatus[] = []
  readonly events: string[] = []
  state: EngineState | null = null
  readonly #waiting = new Set<() => void>()

  onStatus(status: ConnectionStatus): void {
    this.statuses.push(status)
    this.#wake()
  }

  onSnapshot(snapshot: Parameters<typeof fromSnapshot>[0]): void {
    this.state = fromSnapshot(snapshot)
    this.events.push('snapshot')
    this.#wake()
  }

  onNotice(notice: Notice): void {
    if (this.state !== null) this.state = applyEvent(this.state, notice)
    this.events.push(notice.event)
    this.#wake()
  }

  async until(met: () => boolean): Promise<void> {
    while (!met()) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve)
      })
    }
  }

  async phases(...wanted: ConnectionStatus['phase'][]): Promise<void> {
    await this.until(() => this.statuses.map((status) => status.phase).join() === wanted.join())
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

describe('client', () => {
  let engine: FakeEngine
  let client: EngineClient
  let face: Face

  beforeEach(async () => {
    engine = new FakeEngine()
    await engine.listen()
    face = new Face()
  })

  afterEach(async () => {
    client.dispose()
    await engine.dispose()
  })

  const start = (): void => {
    client = createClient({ url: engine.socketUrl, listener: face, after: soon, random: () => 0 })
  }

  it('asks for a snapshot, is live, and then follows the notices', async () => {
    start()
    await face.phases('connecting', 'live')
    engine.announce('context/changed', { context: { context: 'dev', namespace: 'shop' } })
    await face.until(() => face.events.length === 2)
    expect(face.events).toEqual(['snapshot', 'context/changed'])
    expect(face.state?.context).toEqual({ context: 'dev', namespace: 'shop' })
  })

  it('answers a call with its own reply', async () => {
    start()
    await face.phases('connecting', 'live')
    const [terminal, detail] = await Promise.all([
      client.call('terminal/open', { columns: 80, rows: 24 }),
      client.call('step/show', { step: 'x', terminalId: 'none' as never }).catch((error: unknown) => error),
    ])
    expect(terminal).toEqual({ terminalId: 't1', title: 'bash', alive: true })
    expect(detail).toMatchObject({ detail: { code: 'not-found' } })
  })

  it('rejects a failure as the error that the engine told', async () => {
    start()
    await face.phases('connecting', 'live')
    const failure = await client.call('lab/reset', { lab: 'rollouts' as never }).catch((error: unknown) => error)
    expect(failure).toEqual(
      new DrydockError({ code: 'lab-unknown', happened: 'No lab is open.', remedy: 'Open one first.' }),
    )
  })

  it('holds back what is announced while the snapshot is under way, and drops what the snapshot has', async () => {
    engine.overrides['app/snapshot'] = async () => {
      engine.announce('context/changed', { context: { context: 'dev', namespace: 'old' } })
      engine.set({ context: { context: 'dev', namespace: 'snapshot' } })
      return engine.state
    }
    start()
    await face.phases('connecting', 'live')
    engine.announce('objects/cleared', {})
    await face.until(() => face.events.includes('objects/cleared'))
    expect(face.events).toEqual(['snapshot', 'objects/cleared'])
    expect(face.state?.context?.namespace).toBe('snapshot')
  })

  describe('when a notice is missing', () => {
    it('asks for a fresh snapshot instead of guessing, once, and goes on behind it', async () => {
      start()
      await face.phases('connecting', 'live')
      engine.set({ context: { context: 'dev', namespace: 'missed' } })
      engine.loseNotices(3)
      engine.announce('objects/cleared', {})
      engine.announce('objects/cleared', {})
      await face.until(() => face.events.filter((event) => event === 'snapshot').length === 2)
      engine.announce('context/changed', { context: { context: 'dev', namespace: 'after' } })
      await face.until(() => face.events.includes('context/changed'))
      expect(face.events).toEqual(['snapshot', 'snapshot', 'context/changed'])
      expect(face.state?.context?.namespace).toBe('after')
    })
  })

  describe('when the connection breaks', () => {
    it('rejects what was asked, reconnects with a snapshot, and counts from the new numbers', async () => {
      engine.overrides['cluster/log'] = () => new Promise(() => undefined)
      start()
      await face.phases('connecting', 'live')
      engine.announce('objects/cleared', {})
      await face.until(() => face.events.includes('objects/cleared'))
      const asked = client.call('cluster/log', { cluster: 'dev' as never }).catch((error: unknown) => error)
      engine.cutConnections()
      expect(await asked).toMatchObject({ detail: { code: 'cancelled' } })
      await face.phases('connecting', 'live', 'lost', 'live')
      engine.announce('objects/cleared', {})
      await face.until(() => face.events.length === 4)
      expect(face.events).toEqual(['snapshot', 'objects/cleared', 'snapshot', 'objects/cleared'])
    })

    it('waits longer and longer while nobody answers, and is back as soon as somebody does', async () => {
      const { port } = engine
      start()
      await face.phases('connecting', 'live')
      await engine.dispose()
      await face.phases('connecting', 'live', 'lost', 'lost', 'lost')
      expect(face.statuses.flatMap((status) => (status.phase === 'lost' ? [status.attempt] : []))).toEqual([1, 2, 3])
      engine = new FakeEngine()
      await engine.listen(port)
      await face.until(() => face.statuses.at(-1)?.phase === 'live')
      expect(face.state?.appVersion).toBe('0.1.0')
    })

    it('refuses calls at once instead of keeping them for later', async () => {
      start()
      await face.phases('connecting', 'live')
      await engine.dispose()
      await face.until(() => face.statuses.at(-1)?.phase === 'lost')
      await expect(client.call('lab/close', {})).rejects.toMatchObject({ detail: { code: 'cancelled' } })
    })
  })

  describe('when the engine speaks another protocol', () => {
    it('says so and does not try again', async () => {
      engine.set({ protocolVersion: 99 })
      start()
      await face.phases('connecting', 'refused')
      await new Promise((resolve) => {
        setTimeout(resolve, 50)
      })
      expect(face.statuses).toEqual([
        { phase: 'connecting' },
        {
          phase: 'refused',
          problem: {
            code: 'protocol-mismatch',
            happened: 'This page speaks protocol 1, the engine protocol 99.',
            remedy: 'Reload the page.',
          },
        },
      ])
    })
  })

  describe('when the engine cannot make its first snapshot', () => {
    it('gives the socket up and tries again', async () => {
      let failures = 2
      engine.overrides['app/snapshot'] = async () => {
        failures -= 1
        if (failures >= 0) throw new Error('not yet')
        return engine.state
      }
      start()
      await face.phases('connecting', 'lost', 'lost', 'live')
      expect(face.events).toEqual(['snapshot'])
    })
  })
})

describe('retryDelayMs', () => {
  it.each([
    [1, 0, 125],
    [1, 1, 250],
    [2, 1, 500],
    [4, 1, 2_000],
    [6, 1, 5_000],
    [60, 0, 2_500],
  ])('attempt %i with chance %f waits %i ms', (attempt, random, expected) => {
    expect(retryDelayMs(attempt, random)).toBe(expected)
  })
})

/** Retries at once; the limit on snapshots never comes. */
function soon(ms: number, callback: () => void): () => void {
  if (ms >= 15_000) return () => undefined
  const timer = setTimeout(callback, 5)
  return () => clearTimeout(timer)
}
