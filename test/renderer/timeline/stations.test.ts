import { describe, expect, it } from 'vitest'
import type { ChangeEntry } from '../../../electron/contract/timeline.ts'
import {
  changeWords,
  isUnderWay,
  kustomizationWords,
  stationsOf,
  totalMs,
  workloadWords,
} from '../../../renderer/timeline/stations.ts'
import { change } from '../fake-timeline.ts'

const NOW = 100_000

/** One word a station with its state and time: `fetched(reached) +0.4 s`. */
const lineOf = (entry: ChangeEntry): string[] =>
  stationsOf(entry, NOW).map(({ state, word, time }) => `${word}(${state}) ${time}`.trim())

const underWay = change('a', { reachedAtMs: { committed: 90_000, fetched: 90_400, applied: 92_000 } })
const done = change('a', {
  reachedAtMs: { committed: 90_000, fetched: 90_400, applied: 92_000, rolledOut: 93_000, ready: 94_200 },
})

describe('stationsOf', () => {
  it('times each station since the one before, and the next one so far', () => {
    expect(lineOf(underWay)).toEqual([
      'committed(reached)',
      'fetched(reached) +0.4 s',
      'applied(reached) +1.6 s',
      'rolling out(passing) 8 s so far',
      'ready(waiting)',
    ])
  })

  it('marks the station that something stands in the way of', () => {
    const stuck = change('a', { reachedAtMs: { committed: 90_000, fetched: 90_400 }, problem: 'build failed' })
    expect(lineOf(stuck).slice(2)).toEqual(['not applied(stuck) 9 s so far', 'rolled out(waiting)', 'ready(waiting)'])
  })

  it('leaves what an overtaken change never reached', () => {
    const overtaken = change('a', { reachedAtMs: { committed: 1, fetched: 2 }, superseded: true, problem: 'old' })
    expect(lineOf(overtaken).slice(2)).toEqual(['not applied(left)', 'not rolled out(left)', 'not ready(left)'])
  })

  it('takes a station for reached when a later one was, and times over it', () => {
    const jumped = change('a', { reachedAtMs: { committed: 90_000, fetched: 90_400, ready: 92_000 } })
    expect(lineOf(jumped).slice(2)).toEqual(['applied(reached)', 'rolled out(reached)', 'ready(reached) +1.6 s'])
  })

  it('counts whole minutes of what takes long, and nothing below zero', () => {
    const old = change('a', { reachedAtMs: { committed: NOW - 200_000, fetched: NOW - 200_500 } })
    expect(lineOf(old).slice(1, 3)).toEqual(['fetched(reached) +0.0 s', 'applying(passing) 3 min so far'])
  })
})

describe('a change in words', () => {
  it('has a total once it is ready', () => {
    expect([totalMs(underWay), totalMs(done)]).toEqual([undefined, 4_200])
  })

  it('says how it stands', () => {
    expect(
      [done, underWay, { ...underWay, problem: 'x' }, { ...underWay, superseded: true }, change('a')].map(changeWords),
    ).toEqual(['ready after 4.2 s', 'applied', 'stuck, applied', 'superseded, applied', 'not committed'])
  })

  it('is under way until it is ready, stuck or overtaken', () => {
    expect([underWay, done, { ...underWay, problem: 'x' }, { ...underWay, superseded: true }].map(isUnderWay)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  it('names a few workloads and counts the rest', () => {
    expect(workloadWords(['a', 'b'])).toBe('a, b')
    expect(workloadWords(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
  })

  it('names a kustomization without the namespace that all of them have', () => {
    expect(['flux-system/vote', 'dev/vote'].map(kustomizationWords)).toEqual(['vote', 'dev/vote'])
  })
})
