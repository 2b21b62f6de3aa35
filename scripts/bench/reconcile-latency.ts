import type { CheckStatus, StepStatus } from '../../electron/contract/verdict.ts'
import type { Step } from '../../electron/contract/lab.ts'
import { createLabReconciler } from '../../electron/engine/reconcile/lab-reconciler.ts'
import { createWatchSet } from '../../electron/engine/watch/watch-set.ts'
import { apiWriter } from './api-writer.ts'

const WRITES = 200
const MAP_PATH = '/api/v1/namespaces/default/configmaps'
const NAME = 'drydock-bench'

export interface LatencyResult {
  readonly writes: number
  /** From the API server's answer to a write until the verdict that follows from it, in milliseconds; can be below 0. */
  readonly samplesMs: readonly number[]
  /** The same from the moment when the write is sent. */
  readonly fromSentMs: readonly number[]
}

/** How soon a check follows a write, on a real cluster. */
export async function benchLatency(kubeconfigYaml: string, writes = WRITES): Promise<LatencyResult> {
  const write = await apiWriter(kubeconfigYaml)
  await write('POST', MAP_PATH, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME }, data: { round: '0' } })
  const watchSet = createWatchSet({ kubeconfigYaml })
  const reconciler = createLabReconciler({
    steps: [STEP],
    watchSets: new Map([['dev', watchSet]]),
    firstCluster: 'dev',
    outside: {
      kubeconfig: () => ({ currentContext: undefined, contexts: [] }),
      commands: () => null,
      answer: () => null,
      repository: () => ({ state: undefined }),
    },
  })
  const afterAnswer: number[] = []
  const afterSent: number[] = []
  try {
    await until(reconciler, ({ verdict }) => verdict.outcome === 'failed')
    for (let round = 1; round <= writes; round++) {
      const seen = until(reconciler, (status) => roundIn(status) === String(round)).then(() => performance.now())
      const sentAt = performance.now()
      await write('PATCH', `${MAP_PATH}/${NAME}`, { data: { round: String(round) } })
      const answeredAt = performance.now()
      const seenAt = await seen
      afterAnswer.push(seenAt - answeredAt)
      afterSent.push(seenAt - sentAt)
    }
  } finally {
    reconciler.dispose()
    watchSet.dispose()
    await write('DELETE', `${MAP_PATH}/${NAME}`)
  }
  return {
    writes,
    samplesMs: afterAnswer,
    fromSentMs: afterSent,
  }
}

/** Its finding shows the round, so that each write changes the verdict. */
const STEP: Step = {
  name: 'step',
  title: '',
  instructions: '',
  requires: [],
  gate: 'free',
  freshClusters: [],
  checks: [
    {
      name: 'round',
      title: '',
      points: 1,
      mode: 'live',
      holdForMs: 0,
      kind: 'resource',
      object: { apiVersion: 'v1', kind: 'ConfigMap', name: NAME, namespace: 'default' },
      match: { data: { round: 'never' } },
      cel: [],
    },
  ],
  hints: [],
  solution: '',
  answers: {},
  mistakes: [],
}

const roundIn = ({ verdict }: CheckStatus): string | undefined =>
  'findings' in verdict ? verdict.findings?.[0]?.found.replaceAll('"', '') : undefined

async function until(
  reconciler: ReturnType<typeof createLabReconciler>,
  isIt: (status: CheckStatus) => boolean,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const look = ({ checks }: StepStatus): void => {
    if (checks.some(isIt)) resolve(undefined)
  }
  const listening = reconciler.onStatus(look)
  look(reconciler.status('step'))
  await promise.finally(() => listening.dispose())
}
