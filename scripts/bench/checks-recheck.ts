import type { Check, Step } from '../../electron/contract/lab.ts'
import type { KubeObject } from '../../electron/engine/checks/observation.ts'
import { createLabReconciler, type LabReconciler } from '../../electron/engine/reconcile/lab-reconciler.ts'
import { MemoryWatchSet } from './checks-memory-watch-set.ts'

const OBJECTS = 5000
const CHECKS = 100
const CHANGES = 200
const APPS = 50

export interface RecheckResult {
  readonly objects: number
  readonly checks: number
  readonly changes: number
  /** From one change of one object until all checks are up to date, in milliseconds. */
  readonly samplesMs: readonly number[]
  /** Processor time of one change on average, in milliseconds: what is left of it on a busy machine. */
  readonly cpuMs: number
  /** The very first look at everything, in milliseconds. */
  readonly firstLookMs: number
}

/** 100 checks, each over all or many of 5,000 pods, brought up to date after one pod has changed. */
export async function benchRecheck(): Promise<RecheckResult> {
  const watchSet = new MemoryWatchSet(Array.from({ length: OBJECTS }, (_, index) => pod(index, 0)))
  const startedAt = performance.now()
  const reconciler = createLabReconciler({
    steps: [stepOf(Array.from({ length: CHECKS }, (_, index) => checkOf(index)))],
    watchSets: new Map([['dev', watchSet]]),
    firstCluster: 'dev',
    outside: {
      kubeconfig: () => ({ currentContext: undefined, contexts: [] }),
      commands: () => null,
      answer: () => null,
      repository: () => ({ state: undefined }),
    },
  })
  await nextStatus(reconciler)
  const firstLookMs = performance.now() - startedAt
  const times: number[] = []
  const before = process.cpuUsage()
  for (let change = 1; change <= CHANGES; change++)
    times.push(await timeOf(reconciler, () => changeOne(watchSet, change)))
  const { user, system } = process.cpuUsage(before)
  reconciler.dispose()
  return {
    objects: OBJECTS,
    checks: CHECKS,
    changes: CHANGES,
    samplesMs: times,
    cpuMs: (user + system) / 1000 / CHANGES,
    firstLookMs,
  }
}

/** One pod after another is changed, replaced by a new one, or comes back. */
function changeOne(watchSet: MemoryWatchSet, change: number): void {
  const index = (change * 7) % OBJECTS
  if (change % 3 === 0) watchSet.remove(`pod-${index}`)
  else watchSet.put(pod(change % 3 === 1 ? index : OBJECTS + change, change))
}

async function timeOf(reconciler: LabReconciler, change: () => void): Promise<number> {
  const told = nextStatus(reconciler)
  const startedAt = performance.now()
  change()
  await told
  return performance.now() - startedAt
}

async function nextStatus(reconciler: LabReconciler): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const listening = reconciler.onStatus(() => resolve(undefined))
  await promise.finally(() => listening.dispose())
}

const common = { title: '', points: 1, mode: 'live', holdForMs: 0 } as const
const ALL = { apiVersion: 'v1', kind: 'Pod' }

/** A mix of what labs ask. The first two never pass, and after each change one of them finds another number. */
function checkOf(index: number): Check {
  const name = `check-${index}`
  const object = { ...ALL, labels: { app: `app-${index % APPS}` } }
  if (index === 0)
    return { ...common, name, kind: 'count', object: ALL, cel: [{ rule: 'object.status.restarts > 0' }], equals: -1 }
  if (index === 1) return { ...common, name, kind: 'count', object: ALL, cel: [], equals: -1 }
  switch (index % 4) {
    case 0:
      return {
        ...common,
        name,
        kind: 'count',
        object: { ...ALL },
        match: { status: { phase: 'Running' } },
        cel: [],
        equals: OBJECTS,
      }
    case 1:
      return {
        ...common,
        name,
        kind: 'count',
        object: { ...ALL },
        cel: [{ rule: 'object.spec.containers.all(c, c.image.endsWith(":v4"))' }],
        atLeast: OBJECTS,
      }
    case 2:
      return {
        ...common,
        name,
        kind: 'resource',
        object,
        match: { spec: { containers: [{ name: 'main', image: 'app:v4' }] } },
        cel: [],
      }
    default:
      return { ...common, name, kind: 'absent', object: { ...ALL }, cel: [{ rule: 'object.status.phase == "Failed"' }] }
  }
}

const stepOf = (checks: readonly Check[]): Step => ({
  name: 'step',
  title: '',
  instructions: '',
  requires: [],
  gate: 'passed',
  freshClusters: [],
  checks,
  hints: [],
  solution: '',
  answers: {},
  mistakes: [],
})

function pod(index: number, version: number): KubeObject {
  const app = `app-${index % APPS}`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `pod-${index}`,
      namespace: 'default',
      uid: `uid-${index}`,
      resourceVersion: String(version),
      labels: { app, tier: 'front' },
    },
    spec: { nodeName: 'node-0', containers: [{ name: 'main', image: 'app:v4', ports: [{ containerPort: 80 }] }] },
    status: { phase: 'Running', restarts: version, podIP: '10.0.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
  }
}
