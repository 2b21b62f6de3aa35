import { describe, expect, it } from 'vitest'
import { readOptions } from '../../../scripts/bench/options.ts'

const NAMES = ['cluster', 'verdict', 'memory']
const read = (...argv: string[]) =>
  readOptions(argv, NAMES, { root: '/repo', now: new Date('2026-11-24T08:30:15.250Z') })

describe('readOptions', () => {
  it('runs everything, thoroughly, into a file named by the date', () => {
    expect(read()).toEqual({ only: NAMES, runs: 7, quick: false, json: '/repo/bench-results/2026-11-24T08-30-15.json' })
  })

  it('takes names in one or several --only, and keeps the order of the table', () => {
    expect(read('--only', 'memory', 'cluster')).toMatchObject({ only: ['cluster', 'memory'] })
    expect(read('--only', 'verdict', '--only', 'cluster')).toMatchObject({ only: ['cluster', 'verdict'] })
  })

  it('takes fewer runs when it is to be quick, unless it is told how many', () => {
    expect(read('--quick')).toMatchObject({ runs: 2, quick: true })
    expect(read('--quick', '--runs', '5')).toMatchObject({ runs: 5, quick: true })
  })

  it('writes where it is told to', () => {
    expect(read('--json', '/tmp/report.json')).toMatchObject({ json: '/tmp/report.json' })
  })

  it('gives help', () => {
    expect(read('--only', 'memory', '-h')).toBe('help')
  })

  it.each([
    [['--only', 'speed'], 'There is no benchmark "speed".'],
    [['verdict'], 'There is no benchmark "verdict".'],
    [['--runs', '0'], '--runs is "0".'],
    [['--runs', 'many'], '--runs is "many".'],
    [['--fast'], "Unknown option '--fast'"],
  ])('refuses %j', (argv, happened) => {
    expect(() => read(...argv)).toThrow(happened)
  })
})
