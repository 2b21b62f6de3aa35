import type { ObjectSummary } from '../../contract/cluster.ts'
import { fromWire, type WireError } from '../../contract/errors.ts'
import type { RepositoryView } from '../../contract/git.ts'
import type { ClusterName } from '../../contract/ids.ts'
import type { ChangeEntry } from '../../contract/timeline.ts'
import type { StepStatus } from '../../contract/verdict.ts'
import type { Clock } from '../lib/clock.ts'
import { GIT_REPOSITORIES, KUSTOMIZATIONS } from '../flux/flux-objects.ts'
import { DisposableStore, type Disposable } from '../lib/disposable.ts'
import type { Log } from '../lib/log.ts'
import { createObjectPanel, type ObjectPanel, type PanelChange } from '../panel/object-panel.ts'
import type { ProgressStore } from '../progress/progress-store.ts'
import { createLabReconciler, type LabReconciler } from '../reconcile/lab-reconciler.ts'
import type { LabRuntime } from './lab-runtime.ts'
import { LabTimeline } from './lab-timeline.ts'
import { missing } from './lab-view.ts'
import { repositoryOf } from './repository-of.ts'

export interface LabWatchDeps {
  /** Brought up: its watch sets are there. */
  readonly runtime: LabRuntime
  readonly store: ProgressStore
  readonly clock: Clock
  readonly log: Log
  onStatus(status: StepStatus): void
  onObjects(change: PanelChange): void
  onContext(): void
  /** At the beginning, and after each change. */
  onRepositories(repositories: readonly RepositoryView[]): void
  /** The same. */
  onTimeline(entries: readonly ChangeEntry[]): void
  /** Something that a person should know. */
  onProblem(error: unknown): void
}

/** Everything that watches the open lab: its checks, the objects of the panel, and where its kubeconfig points. */
export class LabWatch implements Disposable {
  readonly reconciler: LabReconciler
  /** For a lab with repositories. */
  readonly timeline: LabTimeline | undefined
  readonly #panels = new Map<string, ObjectPanel>()
  readonly #own = new DisposableStore()

  constructor(deps: LabWatchDeps) {
    this.reconciler = this.#own.add(reconcilerOf(deps))
    this.#own.add(this.reconciler.onStatus((status) => deps.onStatus(status)))
    this.#own.add(
      deps.runtime.workspace.onKubeconfigChange(() => {
        this.reconciler.poke()
        deps.onContext()
      }),
    )
    this.timeline = this.#watchGit(deps)
    this.#watchFlux(deps)
    for (const cluster of deps.runtime.lab.clusters) this.#watchPanel(cluster, deps)
  }

  #watchGit(deps: LabWatchDeps): LabTimeline | undefined {
    const { git } = deps.runtime
    if (git === undefined) return undefined
    this.#own.add(
      git.onChange(() => {
        this.reconciler.poke()
        deps.onRepositories(git.repositories())
      }),
    )
    const timeline = new LabTimeline({
      ...deps,
      git,
      onChange: (entries) => deps.onTimeline(entries),
      onProblem: (error) => deps.onProblem(error),
    })
    deps.onRepositories(git.repositories())
    deps.onTimeline(timeline.entries)
    return this.#own.add(timeline)
  }

  /** A controller that is given up is said, once. */
  #watchFlux({ runtime: { flux }, onProblem }: LabWatchDeps): void {
    if (flux === undefined) return
    let said: readonly WireError[] = []
    const look = (): void => {
      const { problems } = flux
      for (const problem of problems.filter((each) => !said.includes(each))) onProblem(fromWire(problem))
      said = problems
    }
    this.#own.add(flux.onChange(look))
    look()
  }

  /** Undefined for a cluster that the lab does not have. */
  panel(cluster: string): ObjectPanel | undefined {
    return this.#panels.get(cluster)
  }

  objects(): readonly ObjectSummary[] {
    return [...this.#panels.values()].flatMap((panel) => panel.objects)
  }

  dispose(): void {
    this.#own.dispose()
  }

  #watchPanel(cluster: ClusterName, { runtime, onObjects }: LabWatchDeps): void {
    const watchSet = runtime.watchSets.get(cluster)
    if (watchSet === undefined) return
    const checks = runtime.lab.steps.flatMap((step) => step.checks)
    const flux = runtime.flux === undefined ? [] : [GIT_REPOSITORIES, KUSTOMIZATIONS]
    const extra = [...checks.flatMap((check) => ('object' in check ? [check.object] : [])), ...flux]
    const panel = this.#own.add(createObjectPanel({ cluster, watchSet, extra }))
    this.#panels.set(cluster, panel)
    this.#own.add(panel.onChange(onObjects))
  }
}

/** A step that this cluster cannot do is never looked at, and so never awarded. */
function reconcilerOf({ runtime, store, clock, log }: LabWatchDeps): LabReconciler {
  const { lab, workspace, provider } = runtime
  return createLabReconciler({
    steps: lab.steps.filter((step) => missing(step.requires, provider.capabilities).length === 0),
    watchSets: runtime.watchSets,
    firstCluster: runtime.firstCluster,
    outside: {
      kubeconfig: () => workspace.kubeconfigView(),
      commands: (step) => store.commands(lab.id, step),
      answer: (step, check) => store.answers(lab.id, step).get(check),
      repository: (name) => repositoryOf(runtime, name),
    },
    latched: store.latches(lab.id),
    clock,
    log,
  })
}
