/**
 * How each change went from Git to running Pods. The timeline is brought up to date from what there is to see, never
 * from the events that led there, so that nothing is lost while nobody looked. Pure.
 */

import type { ClusterName } from '../../contract/ids.ts'
import type { ChangeEntry } from '../../contract/timeline.ts'
import type { KubeObject } from '../checks/observation.ts'
import type { CommitState, RepositoryState } from '../git/repository-state.ts'
import { textAt } from '../panel/read-fields.ts'
import { artifactRevision, followedBranch, keyOf, parseRevision, repositoryAt, sourceOf } from './flux-objects.ts'
import { advanceEntry, isOver } from './timeline-stations.ts'
import { generationOf, idOf } from './timeline-workloads.ts'

/** An entry, and what must be remembered to go on with it. */
export interface TimelineEntry extends ChangeEntry {
  /** Generations of the workloads before the change was applied, by their id in the inventory. */
  readonly before: Readonly<Record<string, number>>
}

/** Newest first. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[]
}

export const EMPTY_TIMELINE: Timeline = { entries: [] }

/** One cluster, as far as it can be seen. */
export interface ClusterSight {
  readonly cluster: ClusterName
  /** GitRepositories. */
  readonly sources: readonly KubeObject[]
  readonly kustomizations: readonly KubeObject[]
  /** Deployments, StatefulSets and DaemonSets. */
  readonly workloads: readonly KubeObject[]
  readonly pods: readonly KubeObject[]
}

export interface TimelineSight {
  readonly nowMs: number
  /** Of the lab's Git server. */
  readonly addresses: readonly string[]
  readonly repositories: readonly RepositoryState[]
  readonly clusters: readonly ClusterSight[]
}

/** How many changes are remembered. */
export const MOST_ENTRIES = 100

/** The timeline as of now; the same object when nothing in it has changed. */
export function advanceTimeline(timeline: Timeline, sight: TimelineSight): Timeline {
  const ways = sight.clusters.flatMap((cluster) => waysThrough(cluster, sight))
  const known = new Set(timeline.entries.map(({ id }) => id))
  const begun = ways.filter((way) => !known.has(idOfWay(way))).map(beginEntry)
  const byPlace = new Map(ways.map((way) => [placeOf(way), way]))
  const entries = [...begun.toSorted(byCommit), ...timeline.entries].map((entry) => {
    const way = byPlace.get(`${entry.cluster}:${entry.kustomization}`)
    return way === undefined || isOver(entry) ? entry : advanceEntry(entry, way, sight.nowMs)
  })
  const isSame = begun.length === 0 && entries.every((entry, index) => entry === timeline.entries[index])
  return isSame ? timeline : { entries: entries.slice(0, MOST_ENTRIES) }
}

/** One Kustomization with its source and the lab repository behind it: what a commit can go through. */
export interface Way {
  readonly cluster: ClusterSight
  readonly source: KubeObject
  readonly kustomization: KubeObject
  readonly repository: RepositoryState
  readonly branch: string
  /** The newest commit of the branch. */
  readonly head: CommitState
}

function waysThrough(cluster: ClusterSight, { addresses, repositories }: TimelineSight): readonly Way[] {
  return cluster.kustomizations.flatMap((kustomization) => {
    const wanted = sourceOf(kustomization)
    const source = cluster.sources.find((each) => keyOf(each) === wanted)
    if (source === undefined) return []
    const url = textAt(source, 'spec', 'url')
    const repository = repositories.find(({ name }) => addresses.some((address) => repositoryAt(url, address) === name))
    const branch = followedBranch(source)
    const head = repository?.branches.find(({ name }) => name === branch)?.head
    const commit = repository?.commits.find(({ id }) => id === head)
    if (repository === undefined || branch === undefined || commit === undefined) return []
    return [{ cluster, source, kustomization, repository, branch, head: commit }]
  })
}

const placeOf = ({ cluster, kustomization }: Way): string => `${cluster.cluster}:${keyOf(kustomization)}`
const idOfWay = (way: Way): string => `${placeOf(way)}:${way.branch}@${way.head.id}`

function beginEntry(way: Way): TimelineEntry {
  const { cluster, source, kustomization, repository, branch, head } = way
  const hasFetched = parseRevision(artifactRevision(source))?.commit === head.id
  return {
    id: idOfWay(way),
    cluster: cluster.cluster,
    repository: repository.name,
    branch,
    commit: head.id,
    subject: head.subject,
    author: head.author,
    ...(hasFetched ? { source: keyOf(source) } : {}),
    kustomization: keyOf(kustomization),
    reachedAtMs: { committed: head.committedAtMs },
    workloads: [],
    superseded: false,
    before: Object.fromEntries(cluster.workloads.map((each) => [idOf(each), generationOf(each)])),
  }
}

const byCommit = (one: TimelineEntry, other: TimelineEntry): number =>
  (other.reachedAtMs.committed ?? 0) - (one.reachedAtMs.committed ?? 0)
