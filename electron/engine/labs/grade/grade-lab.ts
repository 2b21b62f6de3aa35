import { DrydockError } from '../../../contract/errors.ts'
import type { ClusterName } from '../../../contract/ids.ts'
import type { Lab } from '../../../contract/lab.ts'
import type { StepStatus } from '../../../contract/verdict.ts'
import { systemClock } from '../../lib/clock.ts'
import type { Clock } from '../../lib/clock.ts'
import { DisposableStore } from '../../lib/disposable.ts'
import type { Log } from '../../lib/log.ts'
import { createLabReconciler } from '../../reconcile/lab-reconciler.ts'
import type { LabReconciler } from '../../reconcile/lab-reconciler.ts'
import { createWatchSet } from '../../watch/watch-set.ts'
import { personalise } from '../personalise.ts'
import { gradeOf } from './grade.ts'
import type { Grade } from './grade.ts'
import type { RecordReader } from './record.ts'

export interface GradeDeps {
  readonly lab: Lab
  readonly seed: string
  /** One for each of the lab's clusters; its current context is the cluster. */
  readonly kubeconfigs: ReadonlyMap<ClusterName, string>
  readonly record: RecordReader
  /** How long to wait for everything to pass; 0 for one look at what is there. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly clock?: Clock
  readonly log?: Log
}

/** How long one look may take until every object has been seen; what checks must hold comes on top. */
const LOOK_LIMIT_MS = 10_000

/** Runs every check of the lab against the clusters as they are. Changes nothing in them. */
export async function gradeLab(deps: GradeDeps): Promise<Grade> {
  const { record, seed, clock = systemClock, log } = deps
  const lab = personalise(deps.lab, seed)
  const [firstCluster] = lab.clusters
  if (firstCluster === undefined) throw new Error(`lab ${lab.id} has no cluster`)
  const own = new DisposableStore()
  try {
    const watchSets = new Map(
      [...deps.kubeconfigs].map(([cluster, kubeconfigYaml]) => [
        cluster,
        own.add(createWatchSet({ kubeconfigYaml, clock })),
      ]),
    )
    const reconciler = own.add(
      createLabReconciler({
        steps: lab.steps,
        watchSets,
        firstCluster,
        outside: {
          kubeconfig: () => record.kubeconfig,
          commands: record.commands,
          answer: record.answer,
          repository: record.repository,
        },
        latched: record.latches,
        clock,
        ...(log === undefined ? {} : { log }),
      }),
    )
    const statuses = await untilDecided({ lab, reconciler, clock, timeoutMs: deps.timeoutMs, signal: deps.signal })
    return gradeOf(lab, seed, statuses, record)
  } finally {
    own.dispose()
  }
}

interface Decision {
  readonly lab: Lab
  readonly reconciler: LabReconciler
  readonly clock: Clock
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Verdicts once everything has passed or the time is up; without time to wait, once every object has been seen and no
 * check is only holding. Waits for verdicts, never looks again and again.
 */
async function untilDecided({ lab, reconciler, clock, timeoutMs, signal }: Decision): Promise<readonly StepStatus[]> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const statuses = (): StepStatus[] => lab.steps.map((step) => reconciler.status(step.name))
  const holdMs = Math.max(0, ...lab.steps.flatMap((step) => step.checks.map((check) => check.holdForMs)))
  const look = (): void => {
    const all = statuses()
    const isDecided = timeoutMs > 0 ? all.every((status) => status.outcome === 'passed') : !all.some(isOpen)
    if (isDecided) resolve(undefined)
  }
  const listening = reconciler.onStatus(look)
  const cancelLimit = clock.after(timeoutMs > 0 ? timeoutMs : LOOK_LIMIT_MS + holdMs, () => resolve(undefined))
  const abort = (): void =>
    reject(new DrydockError({ code: 'cancelled', happened: 'Grading was stopped.', remedy: '' }))
  signal.addEventListener('abort', abort, { once: true })
  look()
  try {
    await promise
    return await Promise.all(lab.steps.map(async (step) => await reconciler.recheck(step.name)))
  } finally {
    listening.dispose()
    cancelLimit()
    signal.removeEventListener('abort', abort)
  }
}

/** Whether a check still has something coming that is not a change of the cluster. */
function isOpen({ checks }: StepStatus): boolean {
  return checks.some(
    ({ verdict }) =>
      (verdict.outcome === 'unknown' && verdict.reason === 'not-observed') ||
      (verdict.outcome === 'failed' && verdict.holding !== undefined),
  )
}
