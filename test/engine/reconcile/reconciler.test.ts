import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../electron/engine/lib/log.ts'
import { runReconciler, type ReconcileResult } from '../../../electron/engine/reconcile/reconciler.ts'
import { WorkQueue } from '../../../electron/engine/reconcile/work-queue.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function start(reconcile: (key: string) => ReconcileResult | Promise<ReconcileResult>) {
  const clock = new FakeClock()
  const queue = new WorkQueue<string>(clock)
  const abort = new AbortController()
  const errors: unknown[] = []
  const log = { ...silentLog, error: (_message: string, fields?: object) => errors.push(fields) }
  return { clock, queue, abort, errors, ended: runReconciler({ queue, reconcile, log }, abort.signal) }
}

describe('runReconciler', () => {
  it('looks at a key once more when it changes during the look', async () => {
    let state = 0
    const seen: number[] = []
    const held = Promise.withResolvers<undefined>()
    const { queue } = start(async () => {
      seen.push(state)
      if (seen.length === 1) await held.promise
      return {}
    })
    queue.add('a')
    await settle()
    state = 1
    queue.add('a')
    queue.add('a')
    held.resolve(undefined)
    await settle()
    await settle()
    expect(seen).toEqual([0, 1])
  })

  it('looks again when it is asked to, and only then', async () => {
    let looks = 0
    const { clock, queue } = start(() => (++looks === 1 ? { recheckAfterMs: 5000 } : {}))
    queue.add('a')
    await settle()
    clock.advance(4999)
    await settle()
    expect(looks).toBe(1)
    clock.advance(1)
    await settle()
    clock.advance(100_000)
    await settle()
    expect(looks).toBe(2)
  })

  it('tries again after a failure, later each time, and goes on with other keys meanwhile', async () => {
    const looks: string[] = []
    const { clock, queue, errors } = start((key) => {
      looks.push(key)
      if (key === 'bad') throw new Error('no')
      return {}
    })
    queue.add('bad')
    queue.add('good')
    await settle()
    expect(looks).toEqual(['bad', 'good'])
    for (let round = 0; round < 10; round++) {
      clock.advance(50)
      await settle()
    }
    expect([looks.filter((key) => key === 'bad').length, errors.length]).toEqual([4, 4])
  })

  it('lets others have their turn in a long row of work', async () => {
    const { queue } = start(() => {
      const startedAt = performance.now()
      while (performance.now() - startedAt < 4);
      return {}
    })
    let turns = 0
    const immediate = (): void => {
      turns++
      if (turns < 1000) setImmediate(immediate)
    }
    for (let index = 0; index < 12; index++) queue.add(`key-${index}`)
    setImmediate(immediate)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(turns).toBeGreaterThan(3)
  })

  it('ends when it is told to', async () => {
    const { abort, ended } = start(() => ({}))
    abort.abort()
    expect(await ended).toBeUndefined()
  })
})
