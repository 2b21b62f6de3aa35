import type { ObjectQuery } from '../../contract/lab.ts'
import type { ChangeEntry } from '../../contract/timeline.ts'
import type { KubeObject } from '../checks/observation.ts'
import { GIT_REPOSITORIES, KUSTOMIZATIONS } from '../flux/flux-objects.ts'
import {
  advanceTimeline,
  EMPTY_TIMELINE,
  type ClusterSight,
  type Timeline,
  type TimelineEntry,
} from '../flux/timeline.ts'
import { PODS, WORKLOADS } from '../flux/timeline-workloads.ts'
import type { LabGit } from '../git/lab-git.ts'
import type { Clock } from '../lib/clock.ts'
import { DisposableStore, type Disposable } from '../lib/disposable.ts'
import type { ProgressStore } from '../progress/progress-store.ts'
import type { WatchSet } from '../watch/watch-set.ts'
import type { LabRuntime } from './lab-runtime.ts'

export interface LabTimelineDeps {
  readonly runtime: LabRuntime
  readonly git: LabGit
  readonly store: ProgressStore
  readonly clock: Clock
  /** The changes are other ones than before. */
  onChange(entries: readonly ChangeEntry[]): void
  /** They could not be saved. */
  onProblem(error: unknown): void
}

const OWNER = 'timeline'
const WATCHED = [GIT_REPOSITORIES, KUSTOMIZATIONS, PODS, ...WORKLOADS]
/** What changes within this time is looked at together, in milliseconds. */
const TOGETHER_MS = 150

/** The open lab's changes on their way through Flux, kept up to date while it is open. */
export class LabTimeline implements Disposable {
  readonly #deps: LabTimelineDeps
  readonly #own = new DisposableStore()
  #timeline: Timeline
  #cancelLook: (() => void) | undefined

  constructor(deps: LabTimelineDeps) {
    this.#deps = deps
    this.#timeline = this.#saved()
    for (const watchSet of deps.runtime.watchSets.values()) {
      watchSet.want(OWNER, WATCHED)
      this.#own.add({ dispose: () => watchSet.want(OWNER, []) })
      this.#own.add(watchSet.onChange(({ kind }) => KINDS.has(kind) && this.#lookSoon()))
    }
    this.#own.add(deps.git.onChange(() => this.#lookSoon()))
    this.#lookSoon()
  }

  get entries(): readonly ChangeEntry[] {
    return this.#timeline.entries.map(({ before: _before, ...entry }) => entry)
  }

  /** The changes are as they were when the step began; what was seen since is forgotten. */
  bringBack(step: string): void {
    const { runtime, store, onChange } = this.#deps
    store.bringTimelineBack(runtime.lab.id, step)
    this.#timeline = this.#saved()
    onChange(this.entries)
    this.#lookSoon()
  }

  /** Looks now at what it would look at soon. */
  catchUp(): void {
    if (this.#cancelLook === undefined) return
    this.#cancelLook()
    this.#cancelLook = undefined
    this.#look()
  }

  #saved(): Timeline {
    const text = this.#deps.store.timeline(this.#deps.runtime.lab.id)
    return text === undefined ? EMPTY_TIMELINE : { entries: JSON.parse(text) as TimelineEntry[] }
  }

  #lookSoon(): void {
    if (this.#own.disposed) return
    this.#cancelLook ??= this.#deps.clock.after(TOGETHER_MS, () => {
      this.#cancelLook = undefined
      this.#look()
    })
  }

  #look(): void {
    const { runtime, git, store, clock, onChange, onProblem } = this.#deps
    const next = advanceTimeline(this.#timeline, {
      nowMs: clock.now(),
      addresses: [git.address, ...git.formerAddresses].filter((address) => address !== ''),
      repositories: git.repositories().flatMap(({ name }) => git.state(name) ?? []),
      clusters: runtime.lab.clusters.flatMap((cluster) => {
        const watchSet = runtime.watchSets.get(cluster)
        const seen = watchSet === undefined ? undefined : sightOf(watchSet)
        return seen === undefined ? [] : [{ cluster, ...seen }]
      }),
    })
    if (next === this.#timeline) return
    this.#timeline = next
    try {
      store.saveTimeline(runtime.lab.id, JSON.stringify(next.entries))
    } catch (error) {
      onProblem(error)
    }
    onChange(this.entries)
  }

  dispose(): void {
    this.catchUp()
    this.#own.dispose()
  }
}

const KINDS = new Set(WATCHED.map(({ kind }) => kind))

/** Undefined while Flux's objects, or what they run, cannot be seen. */
function sightOf(watchSet: WatchSet): Omit<ClusterSight, 'cluster'> | undefined {
  const objects = (query: ObjectQuery): readonly KubeObject[] | undefined => {
    const sight = watchSet.sight(query)
    return 'objects' in sight ? sight.objects : undefined
  }
  const [sources, kustomizations, pods] = [GIT_REPOSITORIES, KUSTOMIZATIONS, PODS].map(objects)
  const workloads = WORKLOADS.map(objects)
  if (sources === undefined || kustomizations === undefined || pods === undefined) return undefined
  if (workloads.some((each) => each === undefined)) return undefined
  return { sources, kustomizations, pods, workloads: workloads.flatMap((each) => each ?? []) }
}
