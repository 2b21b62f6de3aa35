/** Watches and reconciles in a process of its own, and prints what that takes. */
import { readFile } from 'node:fs/promises'
import type { Check, ObjectQuery } from '../../electron/contract/lab.ts'
import { createLabReconciler } from '../../electron/engine/reconcile/lab-reconciler.ts'
import { createWatchSet } from '../../electron/engine/watch/watch-set.ts'

const MEGABYTE = 1024 * 1024
const KINDS: readonly ObjectQuery[] = [
  ...['Pod', 'Service', 'Node', 'Namespace', 'ConfigMap', 'ServiceAccount'].map((kind) => ({ apiVersion: 'v1', kind })),
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map((kind) => ({ apiVersion: 'apps/v1', kind })),
]
const PODS: ObjectQuery = { apiVersion: 'v1', kind: 'Pod' }

const [kubeconfig = '', pods = ''] = process.argv.slice(2)
const residentAtStartMb = process.memoryUsage.rss() / MEGABYTE
const startedAt = performance.now()
const watchSet = createWatchSet({ kubeconfigYaml: await readFile(kubeconfig, 'utf8') })
const check: Check = {
  name: 'running',
  title: '',
  points: 1,
  mode: 'live',
  holdForMs: 0,
  kind: 'count',
  object: PODS,
  cel: [{ rule: 'object.status.phase == "Running"' }],
  atLeast: Number(pods),
}
const reconciler = createLabReconciler({
  steps: [
    {
      name: 'step',
      title: '',
      instructions: '',
      requires: [],
      gate: 'free',
      freshClusters: [],
      checks: [check],
      hints: [],
      solution: '',
      answers: {},
      mistakes: [],
    },
  ],
  watchSets: new Map([['dev', watchSet]]),
  firstCluster: 'dev',
  outside: {
    kubeconfig: () => ({ currentContext: undefined, contexts: [] }),
    commands: () => null,
    answer: () => null,
    repository: () => ({ state: undefined }),
  },
})
watchSet.want('panel', KINDS)
await allSeen()
const syncMs = performance.now() - startedAt
global.gc?.()
const { rss, heapUsed } = process.memoryUsage()
process.stdout.write(
  JSON.stringify({
    pods: Number(pods),
    residentMb: rss / MEGABYTE,
    heapMb: heapUsed / MEGABYTE,
    residentAtStartMb,
    syncMs,
  }),
)
reconciler.dispose()
watchSet.dispose()

async function allSeen(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const look = (): void => {
    const sights = KINDS.map((query) => watchSet.sight(query))
    const seen = watchSet.sight(PODS)
    if (sights.every((sight) => 'objects' in sight) && 'objects' in seen && seen.objects.length >= Number(pods))
      resolve(undefined)
  }
  const listening = watchSet.onChange(look)
  look()
  await promise
  listening.dispose()
}
