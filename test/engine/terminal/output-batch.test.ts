import { describe, expect, it } from 'vitest'
import { BATCH_WINDOW_MS, createOutputBatch } from '../../../electron/engine/terminal/output-batch.ts'
import { ManualClock } from './manual-clock.ts'

function start() {
  const clock = new ManualClock()
  const delivered: string[] = []
  return { clock, delivered, batch: createOutputBatch(clock, (text) => delivered.push(text)) }
}

describe('output batch', () => {
  it('delivers the first chunk at once and joins those that follow closely', () => {
    const { clock, delivered, batch } = start()
    for (const text of ['a', 'b', 'c']) batch.push(text)
    const atOnce = [...delivered]
    clock.advance(BATCH_WINDOW_MS)
    expect([atOnce, delivered]).toEqual([['a'], ['a', 'bc']])
  })

  it('delivers at once again after a quiet window', () => {
    const { clock, delivered, batch } = start()
    batch.push('a')
    clock.advance(BATCH_WINDOW_MS)
    batch.push('b')
    expect(delivered).toEqual(['a', 'b'])
  })

  it('keeps everything back for a window when told to rest', () => {
    const { clock, delivered, batch } = start()
    batch.rest()
    batch.push('a')
    clock.advance(BATCH_WINDOW_MS - 1)
    const before = [...delivered]
    clock.advance(1)
    expect([before, delivered]).toEqual([[], ['a']])
  })

  it('delivers what waits when flushed', () => {
    const { delivered, batch } = start()
    batch.push('a')
    batch.push('b')
    batch.flush()
    batch.flush()
    expect(delivered).toEqual(['a', 'b'])
  })
})
