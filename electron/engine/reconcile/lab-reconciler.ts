import { setImmediate } from 'node:timers/promises'
import type { ObjectQuery, Step } from '../../contract/lab.ts'
import { combine, type StepStatus } from '../../contract/verdict.ts'
import { allOf, syncedQueries } from '../checks/flux-objects.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import { DisposableStore, type Disposable } from '../lib/disposable.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import { silentLog, type Log } from '../lib/log.ts'
import type { WatchChange, WatchSet } from '../watch/watch-set.ts'
import { CheckTracker } from './check-tracker.ts'
import { runReconciler, type ReconcileResult } from './reconciler.ts'
import { kindIn, looksOutside, type OutsideView, type Surroundings } from './recorded-observation.ts'
import { WorkQueue } from './work-queue.ts'

export type { OutsideView } from './recorded-observation.ts'

/** All checks of all steps of the open lab, kept true to what the clusters show. */
export interface LabReconciler extends Disposable {
  /** Fires only when something in the status has changed. */
  readonly onStatus: Event<StepStatus>
  /** As of the last look. A step that this reconciler does not have is unknown. */
  status(step: string): StepStatus
  /** Looks again now; where something cannot be seen, tries to see it once more first, for a moment. */
  recheck(step: string): Promise<StepStatus>
  /** Something outside the clusters changed: a command ran, an answer was typed, the kubeconfig or a repository changed. */
  poke(): void
  /** Forget latches and holds of these steps (going back, reset). */
  forget(steps: readonly string[]): void
}

export interface LabReconcilerDeps {
  readonly steps: readonly Step[]
  /** By the name of the cluster. */
  readonly watchSets: ReadonlyMap<string, WatchSet>
  /** For checks that name no cluster. */
  readonly firstCluster: string
  readonly outside: OutsideView
  /** `STEP/CHECK` of latched checks that have passed before. */
  readonly latched?: readonly string[]
  readonly clock?: Clock
  readonly log?: Log
}

/** Begins at once; dispose it to stop. */
export function createLabReconciler(deps: LabReconcilerDeps): LabReconciler {
  return new Reconciler(deps)
}

/** Under this name the checks ask for what they want watched. */
const OWNER = 'checks'
/** How long a recheck waits for sight to come back, in milliseconds. */
const RECHECK_WAIT_MS = 1000
/** How long checks are evaluated before whatever else waits in this process gets its turn, in milliseconds. */
const SLICE_MS = 10

interface StepTrackers {
  readonly trackers: readonly CheckTracker[]
  status: StepStatus
}

class Reconciler implements LabReconciler {
  readonly #deps: LabReconcilerDeps
  readonly #clock: Clock
  readonly #queue: WorkQueue<string>
  readonly #steps: ReadonlyMap<string, StepTrackers>
  readonly #statusChanged = new Emitter<StepStatus>()
  readonly #gone = new AbortController()
  readonly #store = new DisposableStore()

  readonly onStatus = this.#statusChanged.event

  constructor(deps: LabReconcilerDeps) {
    const { steps, watchSets, clock = systemClock, log = silentLog } = deps
    this.#deps = deps
    this.#clock = clock
    this.#queue = this.#store.add(new WorkQueue<string>(clock))
    this.#steps = new Map(steps.map((step) => [step.name, track(step, deps, clock.now(), log)]))
    for (const [cluster, watchSet] of watchSets) {
      this.#store.add(watchSet.onChange((change) => this.#onChange(cluster, change)))
      watchSet.want(OWNER, queriesOf(deps, cluster))
      this.#store.add({ dispose: () => watchSet.want(OWNER, []) })
    }
    for (const step of this.#steps.keys()) this.#queue.add(step)
    const reconcile = (step: string): Promise<ReconcileResult> => this.#reconcile(step)
    runReconciler({ queue: this.#queue, reconcile, log }, this.#gone.signal).catch((error: unknown) =>
      log.error('the reconciler ended by a bug', { error }),
    )
  }

  status(step: string): StepStatus {
    return this.#steps.get(step)?.status ?? { step, outcome: 'unknown', checks: [] }
  }

  async recheck(step: string): Promise<StepStatus> {
    const known = this.#steps.get(step)
    if (known === undefined) return this.status(step)
    for (const watchSet of this.#deps.watchSets.values()) watchSet.retry()
    for (const tracker of known.trackers) tracker.renew()
    await this.#reconcile(step)
    if (known.status.checks.some(({ verdict }) => verdict.outcome === 'unknown')) await this.#nextStatus(step)
    return known.status
  }

  async #nextStatus(step: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const cancel = this.#clock.after(RECHECK_WAIT_MS, () => resolve(undefined))
    const listening = this.onStatus((status) => {
      if (status.step === step) resolve(undefined)
    })
    await promise.finally(() => {
      cancel()
      listening.dispose()
    })
  }

  poke(): void {
    this.#markDirty(({ check }) => looksOutside(check))
  }

  forget(steps: readonly string[]): void {
    for (const step of steps) {
      for (const tracker of this.#steps.get(step)?.trackers ?? []) tracker.forget()
      if (this.#steps.has(step)) this.#queue.add(step)
    }
  }

  /** A check that is holding looks at every single change, so that none that breaks the hold is overlooked. */
  #onChange(cluster: string, change: WatchChange): void {
    const nowMs = this.#clock.now()
    const kind = kindIn(cluster, change)
    this.#markDirty((tracker) => {
      if (!tracker.concerns(kind)) return false
      if (!tracker.isHolding) return true
      if (change.gap) tracker.breakHold()
      tracker.look(nowMs)
      return true
    })
  }

  #markDirty(isConcerned: (tracker: CheckTracker) => boolean): void {
    for (const [step, { trackers }] of this.#steps) {
      for (const tracker of trackers) {
        if (!isConcerned(tracker)) continue
        tracker.isDirty = true
        this.#queue.add(step)
      }
    }
  }

  async #reconcile(step: string): Promise<ReconcileResult> {
    const known = this.#steps.get(step)
    if (known === undefined) return {}
    let sliceStartedAt = performance.now()
    for (const tracker of known.trackers) {
      if (tracker.isDirty || tracker.isHolding) tracker.look(this.#clock.now())
      if (performance.now() - sliceStartedAt < SLICE_MS) continue
      await setImmediate()
      sliceStartedAt = performance.now()
    }
    if (this.#gone.signal.aborted) return {}
    this.#publish(step, known)
    return this.#whenToLookAgain(known)
  }

  #publish(step: string, known: StepTrackers): void {
    const checks = known.trackers.map((tracker) => tracker.status)
    if (checks.every((status, index) => status === known.status.checks[index])) return
    known.status = { step, outcome: combine(checks.map(({ verdict }) => verdict)), checks }
    this.#statusChanged.fire(known.status)
  }

  #whenToLookAgain({ trackers }: StepTrackers): ReconcileResult {
    const nowMs = this.#clock.now()
    const left = trackers.flatMap((tracker) => tracker.leftToHoldMs(nowMs) ?? [])
    return left.length === 0 ? {} : { recheckAfterMs: Math.min(...left) }
  }

  dispose(): void {
    this.#gone.abort()
    this.#store.dispose()
    this.#statusChanged.dispose()
  }
}

function track(step: Step, deps: LabReconcilerDeps, nowMs: number, log: Log): StepTrackers {
  const surroundings: Surroundings = deps
  const latched = new Set(deps.latched)
  const trackers = step.checks.map((check) => {
    const isLatched = latched.has(`${step.name}/${check.name}`)
    return new CheckTracker(check, step.name, surroundings, { isLatched, nowMs, log })
  })
  const checks = trackers.map((tracker) => tracker.status)
  return { trackers, status: { step: step.name, outcome: combine(checks.map(({ verdict }) => verdict)), checks } }
}

/** Namespaces are wanted too: a finding says when it is the namespace that is not there. */
const NAMESPACES: ObjectQuery = { apiVersion: 'v1', kind: 'Namespace' }

function queriesOf({ steps, firstCluster }: LabReconcilerDeps, cluster: string): readonly ObjectQuery[] {
  const checks = steps.flatMap((step) => step.checks).filter((check) => (check.cluster ?? firstCluster) === cluster)
  const queries = checks.flatMap((check): readonly ObjectQuery[] => {
    if ('object' in check) return [check.object]
    if (check.kind === 'synced') return allOf(syncedQueries(check))
    return 'from' in check && check.from !== undefined ? [check.from.object] : []
  })
  return queries.some(({ namespace }) => namespace !== undefined) ? [...queries, NAMESPACES] : queries
}
