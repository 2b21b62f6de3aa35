import { describe, expect, it } from 'vitest'
import { WorkQueue } from '../../../electron/engine/reconcile/work-queue.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Takes keys as they come and keeps each until it is told to finish it. */
async function worker(): Promise<{
  readonly clock: FakeClock
  readonly queue: WorkQueue<string>
  readonly taken: readonly string[]
  finish(): Promise<void>
  readonly ended: Promise<void>
  readonly abort: AbortController
}> {
  const clock = new FakeClock()
  const queue = new WorkQueue<string>(clock)
  const abort = new AbortController()
  const taken: string[] = []
  let finish: () => void = () => undefined
  async function work(): Promise<void> {
    for await (const key of queue.take(abort.signal)) {
      taken.push(key)
      await new Promise<void>((resolve) => (finish = resolve))
      queue.done(key)
    }
  }
  const ended = work()
  await settle()
  return {
    clock,
    queue,
    taken,
    async finish() {
      finish()
      await settle()
    },
    ended,
    abort,
  }
}

describe('a work queue', () => {
  it('hands out keys in the order in which they came, each once', async () => {
    const { queue, taken, finish } = await worker()
    for (const key of ['a', 'b', 'a', 'b', 'c']) queue.add(key)
    await settle()
    await finish()
    await finish()
    await finish()
    expect(taken).toEqual(['a', 'b', 'c'])
  })

  it('hands out a key once more that is added while it is being worked on', async () => {
    const { queue, taken, finish } = await worker()
    queue.add('a')
    await settle()
    queue.add('a')
    queue.add('a')
    await settle()
    expect(taken).toEqual(['a'])
    await finish()
    await finish()
    expect(taken).toEqual(['a', 'a'])
  })

  it('waits for what is to come later, the earliest wish first', async () => {
    const { clock, queue, taken } = await worker()
    queue.addAfter('a', 500)
    queue.addAfter('a', 100)
    queue.addAfter('a', 300)
    clock.advance(99)
    await settle()
    expect(taken).toEqual([])
    clock.advance(1)
    await settle()
    expect([taken, clock.pending]).toEqual([['a'], 0])
  })

  it('does not wait for what is due', async () => {
    const { queue, taken } = await worker()
    queue.addAfter('a', 0)
    await settle()
    expect(taken).toEqual(['a'])
  })

  it('waits longer after each failure, until it is told to forget them', async () => {
    const { clock, queue, taken, finish } = await worker()
    const waits: number[] = []
    for (const forget of [false, false, false, true]) {
      if (forget) queue.forget('a')
      queue.addRateLimited('a')
      const before = taken.length
      let waited = 0
      while (taken.length === before) {
        clock.advance(10)
        waited += 10
        await settle()
      }
      waits.push(waited)
      await finish()
    }
    expect(waits).toEqual([50, 100, 200, 50])
  })

  it('ends when it is told to, with nothing left', async () => {
    const { clock, queue, abort, ended } = await worker()
    queue.addAfter('a', 100)
    abort.abort()
    await ended
    queue.dispose()
    queue.add('b')
    queue.addAfter('c', 1)
    expect(clock.pending).toBe(0)
  })

  it('ends when it is disposed', async () => {
    const { queue, ended, taken } = await worker()
    queue.dispose()
    await ended
    expect(taken).toEqual([])
  })
})
