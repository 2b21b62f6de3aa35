import { STATIONS } from '../../electron/contract/timeline.ts'
import type { ChangeEntry, Station } from '../../electron/contract/timeline.ts'
import { durationWords, wholeSeconds } from '../state/time-words.ts'

/**
 * How a station of a change looks. `passing` is the one that comes next, `stuck` the one that something stands in the way
 * of, `left` one that an overtaken change never reached.
 */
export type StationState = 'reached' | 'passing' | 'waiting' | 'stuck' | 'left'

export interface StationView {
  readonly station: Station
  readonly state: StationState
  readonly word: string
  /** Since the station before: `+0.4 s`, or how long it has taken so far; empty where there is nothing to say. */
  readonly time: string
}

const REACHED: Readonly<Record<Station, string>> = {
  committed: 'committed',
  fetched: 'fetched',
  applied: 'applied',
  rolledOut: 'rolled out',
  ready: 'ready',
}

/** Flux may have been told to wait: until it has looked, nobody is fetching. */
const PASSING: Readonly<Record<Station, string>> = {
  committed: 'committing',
  fetched: 'to be fetched',
  applied: 'applying',
  rolledOut: 'rolling out',
  ready: 'getting ready',
}

const WORDS: Readonly<Record<StationState, (station: Station) => string>> = {
  reached: (station) => REACHED[station],
  passing: (station) => PASSING[station],
  waiting: (station) => REACHED[station],
  stuck: (station) => `not ${REACHED[station]}`,
  left: (station) => `not ${REACHED[station]}`,
}

/** The last station that was reached; -1 for none. Those before it count as reached, with a time of their own or not. */
const lastReached = ({ reachedAtMs }: ChangeEntry): number =>
  STATIONS.reduce((last, station, index) => (reachedAtMs[station] === undefined ? last : index), -1)

/** Something is still expected to happen to it. */
export const isUnderWay = (entry: ChangeEntry): boolean =>
  !entry.superseded && entry.problem === undefined && lastReached(entry) < STATIONS.length - 1

export function stationsOf(entry: ChangeEntry, nowMs: number): readonly StationView[] {
  const last = lastReached(entry)
  let before: number | undefined
  return STATIONS.map((station, index) => {
    const state = stateOf(entry, index, last)
    const at = entry.reachedAtMs[station]
    const time = timeWords(state, before, at, nowMs)
    before = at ?? before
    return { station, state, word: WORDS[state](station), time }
  })
}

function stateOf(entry: ChangeEntry, index: number, last: number): StationState {
  if (index <= last) return 'reached'
  if (entry.superseded) return 'left'
  if (index > last + 1) return 'waiting'
  return entry.problem === undefined ? 'passing' : 'stuck'
}

function timeWords(state: StationState, before: number | undefined, at: number | undefined, nowMs: number): string {
  if (before === undefined) return ''
  if (at !== undefined) return `+${durationWords(at - before)}`
  return state === 'passing' || state === 'stuck' ? soFarWords(nowMs - before) : ''
}

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Whole units: it goes on, and nobody reads the rest. */
function soFarWords(ms: number): string {
  if (ms < SECOND) return ''
  return ms < MINUTE ? `${wholeSeconds(ms)} so far` : `${Math.floor(ms / MINUTE)} min so far`
}

/** From the commit to ready; undefined before it is. */
export function totalMs({ reachedAtMs: { committed, ready } }: ChangeEntry): number | undefined {
  return committed === undefined || ready === undefined ? undefined : Math.max(0, ready - committed)
}

/** How a change stands, in one phrase, for those who hear the page. */
export function changeWords(entry: ChangeEntry): string {
  const total = totalMs(entry)
  if (total !== undefined) return `ready after ${durationWords(total)}`
  const last = STATIONS[lastReached(entry)]
  const reached = last === undefined ? 'not committed' : REACHED[last]
  if (entry.superseded) return `superseded, ${reached}`
  return entry.problem === undefined ? reached : `stuck, ${reached}`
}

/** Workloads that are named; the rest is counted. */
const MOST_WORKLOADS = 3

export function workloadWords(workloads: readonly string[]): string {
  const more = workloads.length - MOST_WORKLOADS
  const named = workloads.slice(0, MOST_WORKLOADS).join(', ')
  return more > 0 ? `${named} and ${more} more` : named
}

/** `flux-system/vote` as people say it: the name; with its namespace when that is not Flux's own. */
export const kustomizationWords = (name: string): string => name.replace(/^flux-system\//, '')
