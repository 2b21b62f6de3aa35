import type { ProgressStore } from '../progress/progress-store.ts'
import type { LabReconciler } from '../reconcile/lab-reconciler.ts'
import type { LabBook } from './lab-book.ts'
import type { LabRuntime } from './lab-runtime.ts'
import type { LabViewInput } from './lab-view.ts'

export interface ViewSources {
  readonly runtime: LabRuntime
  readonly store: ProgressStore
  readonly book: LabBook
  /** Undefined while nothing is watched. */
  readonly reconciler: LabReconciler | undefined
  /** Steps that can be gone back to. */
  readonly kept: readonly string[]
}

/** What is known of the open lab, gathered. */
export function viewInputOf({ runtime, store, book, reconciler, kept }: ViewSources): LabViewInput {
  const { lab, provider } = runtime
  const { currentStep, startedAtMs } = book.labRow
  const names = lab.steps.map((step) => step.name)
  const statuses = names.flatMap((name) => (reconciler === undefined ? [] : [[name, reconciler.status(name)] as const]))
  return {
    lab,
    rows: store.steps(lab.id),
    statuses: new Map(statuses),
    answers: book.answers(),
    currentStep,
    startedAtMs,
    kept: new Set(kept),
    capabilities: provider.capabilities,
  }
}
