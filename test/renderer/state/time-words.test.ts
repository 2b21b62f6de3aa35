import { describe, expect, it } from 'vitest'
import { agoWords, durationWords, untilWordsChange, wholeSeconds } from '../../../renderer/state/time-words.ts'

const NOW = 1_700_000_000_000

describe('agoWords', () => {
  it.each([
    [-5_000, 'just now'],
    [0, 'just now'],
    [1_999, 'just now'],
    [3_400, '3 s ago'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [3_599_000, '59 min ago'],
    [7_200_000, '2 h ago'],
    [86_400_000, 'yesterday'],
    [3 * 86_400_000, '3 days ago'],
  ])('%i ms is %s', (ago, words) => {
    expect(agoWords(NOW - ago, NOW)).toBe(words)
  })
})

describe('durationWords', () => {
  it.each([
    [-1, '0.0 s'],
    [40, '0.0 s'],
    [3_140, '3.1 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [42_400, '42 s'],
    [60_000, '1 min'],
    [80_000, '1 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
  ])('%i ms is %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words)
  })
})

describe('wholeSeconds', () => {
  it('rounds down and is never negative', () => {
    expect([-1, 4_900, 10_000].map(wholeSeconds)).toEqual(['0 s', '4 s', '10 s'])
  })
})

describe('untilWordsChange', () => {
  it('is often for what is new and seldom for what is old', () => {
    expect([0, 120_000, 7_200_000].map((ago) => untilWordsChange(NOW - ago, NOW))).toEqual([1_000, 15_000, 300_000])
  })
})
