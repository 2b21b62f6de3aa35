/** How far one change has come. Pure. */

import type { Station } from '../../contract/timeline.ts'
import type { KubeObject } from '../checks/observation.ts'
import { condition, listAt, textAt } from '../panel/read-fields.ts'
import { artifactRevision, isSuspended, keyOf, parseRevision, readyProblem } from './flux-objects.ts'
import type { TimelineEntry, Way } from './timeline.ts'
import {
  generationOf,
  idOf,
  isReady,
  isRolledOut,
  workloadIds,
  workloadProblem,
  workloadText,
} from './timeline-workloads.ts'

/** Nothing of it will change any more. */
export const isOver = ({ reachedAtMs, superseded }: TimelineEntry): boolean =>
  superseded || reachedAtMs.ready !== undefined

/** The entry as of now; the same object when nothing of it has changed. */
export function advanceEntry(entry: TimelineEntry, way: Way, nowMs: number): TimelineEntry {
  const next = settle(reach(entry, way, nowMs), way)
  return isSame(next, entry) ? entry : next
}

/** Takes the entry as many stations further as it has come. */
function reach(entry: TimelineEntry, way: Way, nowMs: number): TimelineEntry {
  const { source, kustomization } = way
  const stations = new Stations(entry.reachedAtMs, nowMs)
  if (commitOf(artifactRevision(source)) === entry.commit)
    stations.pass('fetched', textAt(source, 'status', 'artifact', 'lastUpdateTime'))
  const isFirstLook = !stations.has('applied')
  if (hasApplied(kustomization, entry.commit)) {
    stations.pass('fetched')
    stations.pass('applied', readySince(kustomization))
  }
  if (!stations.has('applied')) return { ...entry, ...sourceIn(entry, way, stations), reachedAtMs: stations.reached }
  const ids = workloadIds(kustomization)
  const workloads = way.cluster.workloads.filter((workload) => ids.includes(idOf(workload)))
  // Found as it is, long after: it was rolled out at some time since, and nobody saw when.
  const seen = isFirstLook ? readySince(kustomization) : undefined
  if (workloads.length === ids.length && workloads.every(isRolledOut)) stations.pass('rolledOut', seen)
  if (stations.has('rolledOut') && workloads.every(isReady)) stations.pass('ready', seen)
  return {
    ...{ ...entry, ...sourceIn(entry, way, stations), reachedAtMs: stations.reached },
    workloads: touched(entry, workloads),
  }
}

const sourceIn = ({ source }: TimelineEntry, way: Way, stations: Stations): Pick<TimelineEntry, 'source'> => {
  if (source !== undefined) return { source }
  return stations.has('fetched') ? { source: keyOf(way.source) } : {}
}

const commitOf = (revision: string | undefined): string | undefined => parseRevision(revision)?.commit

/** All of it is in the cluster, whether or not it is healthy. Flux writes down the revision only once it is. */
function hasApplied(kustomization: KubeObject, commit: string): boolean {
  if (commitOf(textAt(kustomization, 'status', 'lastAppliedRevision')) === commit) return true
  if (commitOf(textAt(kustomization, 'status', 'lastAttemptedRevision')) !== commit) return false
  if (condition(kustomization, 'Ready')?.reason === 'HealthCheckFailed') return true
  return condition(kustomization, 'Reconciling')?.message?.startsWith('Running health checks') === true
}

const readySince = (object: KubeObject): string | undefined =>
  textAt(
    listAt(object, 'status', 'conditions').find((each) => textAt(each, 'type') === 'Ready'),
    'lastTransitionTime',
  )

/** Workloads that are not as they were before; those seen before stay. */
function touched(entry: TimelineEntry, workloads: readonly KubeObject[]): readonly string[] {
  const changed = workloads.filter((workload) => entry.before[idOf(workload)] !== generationOf(workload))
  const texts = [...new Set([...entry.workloads, ...changed.map(workloadText)])]
  return texts.length === entry.workloads.length ? entry.workloads : texts
}

/** Says what stands in the way, or that another commit has taken over. */
function settle(next: TimelineEntry, way: Way): TimelineEntry {
  const { problem: _before, ...rest } = next
  if (rest.reachedAtMs.ready !== undefined) return rest
  if (isOvertaken(rest, way)) return { ...next, superseded: true }
  const problem = problemOf(rest, way)
  return problem === undefined ? rest : { ...rest, problem }
}

/** The branch has moved on, and Flux with it. */
function isOvertaken(entry: TimelineEntry, { source, head }: Way): boolean {
  if (head.id === entry.commit) return false
  const fetched = commitOf(artifactRevision(source))
  return fetched !== entry.commit && (fetched === head.id || entry.reachedAtMs.fetched === undefined)
}

/** Flux's own words where it has some. */
function problemOf({ reachedAtMs }: TimelineEntry, { source, kustomization, cluster }: Way): string | undefined {
  if (reachedAtMs.fetched === undefined) {
    if (isSuspended(source)) return `gitrepository/${source.metadata.name} is suspended`
    return readyProblem(source)?.message
  }
  if (reachedAtMs.applied === undefined && isSuspended(kustomization))
    return `kustomization/${kustomization.metadata.name} is suspended`
  const said = readyProblem(kustomization)?.message
  if (said !== undefined || reachedAtMs.applied === undefined) return said
  const ids = workloadIds(kustomization)
  const late = cluster.workloads.filter((workload) => ids.includes(idOf(workload)) && !isReady(workload))
  return late.map((workload) => workloadProblem(workload, cluster.pods)).find((words) => words !== undefined)
}

/** Seconds are all that Flux writes; what is seen within this time is newer than its time says. */
const LIVE_MS = 3000

/** Times of the stations, each no earlier than the one before. */
class Stations {
  reached: TimelineEntry['reachedAtMs']
  readonly #nowMs: number

  constructor(reached: TimelineEntry['reachedAtMs'], nowMs: number) {
    this.reached = reached
    this.#nowMs = nowMs
  }

  has(station: Station): boolean {
    return this.reached[station] !== undefined
  }

  /** `written` is the time that an object gives; now, when it gives none or has just been written. */
  pass(station: Station, written?: string): void {
    if (this.has(station)) return
    const writtenMs = Date.parse(written ?? '')
    const isLive = Number.isNaN(writtenMs) || this.#nowMs - writtenMs < LIVE_MS
    const before = Math.max(...Object.values(this.reached))
    this.reached = { ...this.reached, [station]: Math.max(before, isLive ? this.#nowMs : writtenMs) }
  }
}

function isSame(one: TimelineEntry, other: TimelineEntry): boolean {
  return (
    one.source === other.source &&
    one.problem === other.problem &&
    one.superseded === other.superseded &&
    one.workloads === other.workloads &&
    one.reachedAtMs === other.reachedAtMs
  )
}
