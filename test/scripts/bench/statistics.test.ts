import { describe, expect, it } from 'vitest'
import { interleave, median, percentile, ratioOf, summarise } from '../../../scripts/bench/statistics.ts'

describe('median', () => {
  it('is the middle sample, in whatever order they came', () => {
    expect(median([9, 1, 5])).toBe(5)
  })

  it('is half way between the two in the middle', () => {
    expect(median([1, 10, 2, 4])).toBe(3)
  })

  it('is no number without samples', () => {
    expect(median([])).toBeNaN()
  })
})

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)

  it.each([
    [0, 1],
    [50, 50],
    [95, 95],
    [100, 100],
  ])('%i of a hundred samples', (percent, expected) => {
    expect(percentile(hundred, percent)).toBe(expected)
  })

  it('of few samples is one of them', () => {
    expect(percentile([3, 1, 2], 95)).toBe(3)
    expect(percentile([7], 50)).toBe(7)
  })

  it('is no number without samples', () => {
    expect(percentile([], 95)).toBeNaN()
  })
})

describe('summarise', () => {
  it('says how many, the middle, both ends and the 95th percentile, and leaves the samples alone', () => {
    const samples = [4, -2, 10, 0]
    expect(summarise(samples)).toEqual({ count: 4, median: 2, least: -2, most: 10, p95: 10 })
    expect(samples).toEqual([4, -2, 10, 0])
  })
})

describe('ratioOf', () => {
  it('compares the medians', () => {
    expect(ratioOf([1, 2, 100], [4, 4, 5])).toBe(0.5)
  })
})

describe('interleave', () => {
  it('takes turns, so that a machine that grows slower does so for all', async () => {
    let clock = 0
    const measure = (factor: number) => async () => factor * ++clock
    expect(await interleave(3, { ours: measure(1), peer: measure(10) })).toEqual({
      ours: [1, 3, 5],
      peer: [20, 40, 60],
    })
  })

  it('takes no further turn after it was stopped', async () => {
    const stopping = new AbortController()
    const turns: string[] = []
    const take = (name: string) => async () => turns.push(name)
    const both = { ours: take('ours'), peer: async () => (stopping.abort(new Error('stopped')), turns.push('peer')) }
    await expect(interleave(5, both, stopping.signal)).rejects.toThrow('stopped')
    expect(turns).toEqual(['ours', 'peer'])
  })

  it('rejects when one of them fails', async () => {
    const broken = async (): Promise<number> => await Promise.reject(new Error('no peer'))
    await expect(interleave(1, { ours: async () => 1, peer: broken })).rejects.toThrow('no peer')
  })
})
