import { describe, expect, it } from 'vitest'
import { Backoff } from '../../../electron/engine/watch/backoff.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'

const LIMITS = { firstMs: 100, longestMs: 1000 }

/** How long each of `times` waits is. */
async function waits(backoff: Backoff, clock: FakeClock, times: number): Promise<readonly number[]> {
  const lengths: number[] = []
  for (let index = 0; index < times; index++) {
    let done = false
    const waiting = backoff.wait(LIMITS, new AbortController().signal).then(() => (done = true))
    const startedAt = clock.now()
    while (!done) {
      clock.advance(25)
      await Promise.resolve()
      await Promise.resolve()
      await new Promise((resolve) => setImmediate(resolve))
    }
    lengths.push(clock.now() - startedAt)
    await waiting
  }
  return lengths
}

describe('a back-off', () => {
  it('doubles up to its limit, and begins again after success', async () => {
    const clock = new FakeClock()
    const backoff = new Backoff(clock, () => 1)
    expect(await waits(backoff, clock, 6)).toEqual([100, 200, 400, 800, 1000, 1000])
    backoff.forget()
    expect(await waits(backoff, clock, 1)).toEqual([100])
  })

  it('is shortened at random, to half at most', async () => {
    const clock = new FakeClock()
    expect(await waits(new Backoff(clock, () => 0), clock, 2)).toEqual([50, 100])
  })

  it.each<[string, (backoff: Backoff, abort: AbortController) => void]>([
    ['woken', (backoff) => backoff.wake()],
    ['aborted', (_, abort) => abort.abort()],
  ])('ends at once when %s, and leaves no timer', async (_what, end) => {
    const clock = new FakeClock()
    const backoff = new Backoff(clock)
    const abort = new AbortController()
    const waiting = backoff.wait(LIMITS, abort.signal)
    end(backoff, abort)
    await waiting
    expect(clock.pending).toBe(0)
  })

  it('does not wait for what is aborted already', async () => {
    const clock = new FakeClock()
    await new Backoff(clock).wait(LIMITS, AbortSignal.abort())
    expect(clock.pending).toBe(0)
  })
})
