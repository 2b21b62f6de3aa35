import type { ObjectSummary } from '../../contract/cluster.ts'
import type { ClusterName } from '../../contract/ids.ts'
import type { StepStatus } from '../../contract/verdict.ts'
import type { Clock } from '../lib/clock.ts'
import { DisposableStore, type Disposable } from '../lib/disposable.ts'
import type { Log } from '../lib/log.ts'
import { createObjectPanel, type ObjectPanel, type PanelChange } from '../panel/object-panel.ts'
import type { ProgressStore } from '../progress/progress-store.ts'
import { createLabReconciler, type LabReconciler } from '../reconcile/lab-reconciler.ts'
import { NO_GIT_SERVER } from '../reconcile/recorded-observation.ts'
import type { LabRuntime } from './lab-runtime.ts'
import { missing } from './lab-view.ts'

export interface LabWatchDeps {
  /** Brought up: its watch sets are there. */
  readonly runtime: LabRuntime
  readonly store: ProgressStore
  readonly clock: Clock
  readonly log: Log
  onStatus(status: StepStatus): void
  onObjects(change: PanelChange): void
  onContext(): void
}

/** Everything that watches the open lab: its checks, the objects of the panel, and where its kubeconfig points. */
export class LabWatch implements Disposable {
  readonly reconciler: LabReconciler
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
    for (const cluster of deps.runtime.lab.clusters) this.#watchPanel(cluster, deps)
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
    const extra = checks.flatMap((check) => ('object' in check ? [check.object] : []))
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
      repository: () => NO_GIT_SERVER,
    },
    latched: store.latches(lab.id),
    clock,
    log,
  })
}
