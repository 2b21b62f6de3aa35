import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Check } from '../../electron/contract/lab.ts'
import type { StepStatus } from '../../electron/contract/verdict.ts'
import { createLabReconciler, type LabReconciler } from '../../electron/engine/reconcile/lab-reconciler.ts'
import { createWatchSet, type WatchSet } from '../../electron/engine/watch/watch-set.ts'
import { countCheck, resourceCheck } from '../engine/checks/builders.ts'
import { step } from '../engine/reconcile/lab-rig.ts'
import { RealCluster } from '../helpers/real-cluster.ts'
import { until } from '../helpers/until.ts'

const LIMIT_MS = 60_000
const NAMESPACE = 'instavote'

const IMAGE = resourceCheck({
  name: 'image',
  match: { spec: { template: { spec: { containers: [{ name: 'vote', image: 'schoolofdevops/vote:v4' }] } } } },
})
const READY = resourceCheck({
  name: 'ready',
  cel: [{ rule: 'object.status.availableReplicas == object.spec.replicas && object.spec.replicas >= 2' }],
})
const RUNNING = countCheck({ name: 'running', equals: 2, match: { status: { phase: 'Running' } } })
const WIDGET = resourceCheck({
  name: 'widget',
  object: { apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', namespace: NAMESPACE },
})

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
}

describe('a lab reconciler on a real cluster', () => {
  let cluster: RealCluster
  let watchSet: WatchSet
  let reconciler: LabReconciler | undefined
  let told: StepStatus[]

  beforeAll(async () => {
    cluster = await RealCluster.start('reconcile')
  })
  afterAll(async () => await cluster.end())
  beforeEach(async () => {
    await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
    watchSet = createWatchSet({ kubeconfigYaml: await cluster.kubeconfig() })
  })
  afterEach(async () => {
    reconciler?.dispose()
    watchSet.dispose()
    await cluster.kubectl(['delete', 'namespace', NAMESPACE, '--ignore-not-found'])
  })

  const kubectl = (line: string): Promise<string> => cluster.kubectl([...line.split(' '), '-n', NAMESPACE])
  const create = (): Promise<string> => kubectl('create deployment vote --image=schoolofdevops/vote:v4 --replicas=2')

  async function open(...checks: readonly Check[]): Promise<void> {
    told = []
    const watchSets = new Map([['dev', watchSet]])
    const outside = {
      kubeconfig: () => ({ currentContext: 'dev', contexts: [] }),
      commands: () => [],
      answer: () => undefined,
      repository: () => ({ state: undefined }),
    }
    const opened = createLabReconciler({ steps: [step('one', ...checks)], watchSets, firstCluster: 'dev', outside })
    reconciler = opened
    opened.onStatus((status) => told.push(status))
    await until(
      () =>
        !opened.status('one').checks.some(({ verdict }) => 'reason' in verdict && verdict.reason === 'not-observed'),
    )
  }

  const status = (): StepStatus | undefined => reconciler?.status('one')
  const comesTo = (outcome: string): Promise<void> =>
    until(() => status()?.outcome === outcome, status, undefined, LIMIT_MS)
  /** Outcomes in the order in which they came, repetitions left out. */
  const outcomes = (): readonly string[] =>
    told.map(({ outcome }) => outcome).filter((each, index, all) => each !== all[index - 1])
  const findings = (): readonly string[] =>
    (status()?.checks ?? [])
      .flatMap(({ verdict }) => ('findings' in verdict ? (verdict.findings ?? []) : []))
      .map(({ message }) => message)

  it('is red, turns green by itself when the state is right, and red again when it no longer is', async () => {
    await open(IMAGE, READY, RUNNING)
    await comesTo('failed')
    expect(findings()[0]).toBe('There is no deployment/vote in namespace instavote.')
    await create()
    await comesTo('passed')
    await kubectl('set image deployment/vote vote=schoolofdevops/vote:v5')
    await comesTo('failed')
    await until(
      () =>
        status()
          ?.checks.map(({ verdict }) => verdict.outcome)
          .join() === 'failed,passed,passed',
      status,
      undefined,
      LIMIT_MS,
    )
    expect(findings()).toEqual([
      'spec.template.spec.containers[0].image of deployment/vote is "schoolofdevops/vote:v5"; it should be "schoolofdevops/vote:v4".',
    ])
    await kubectl('rollout undo deployment/vote')
    await comesTo('passed')
  })

  it('says where the object is when it is in the wrong namespace', async () => {
    watchSet.want('panel', [{ apiVersion: 'apps/v1', kind: 'Deployment' }])
    await open(IMAGE)
    await cluster.kubectl(['create', 'deployment', 'vote', '--image=schoolofdevops/vote:v4', '-n', 'default'])
    await until(
      () => findings()[0] === 'There is no deployment/vote in namespace instavote. There is one in namespace default.',
      findings,
      undefined,
      LIMIT_MS,
    )
    await cluster.kubectl(['delete', 'deployment', 'vote', '-n', 'default'])
    expect(status()?.outcome).toBe('failed')
  })

  it('does not know about a kind that is not there yet, and judges it once it is', async () => {
    await open(WIDGET)
    await comesTo('unknown')
    await cluster.apply(definition)
    await comesTo('failed')
    await cluster.apply({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: NAMESPACE } })
    await comesTo('passed')
    await cluster.kubectl(['delete', 'crd', 'widgets.example.com'])
    await comesTo('unknown')
    expect(status()?.checks[0]?.verdict).toMatchObject({ reason: 'kind-unknown' })
  })

  it('does not know while the API server is gone, and knows again when it is back, without ever saying failed', async () => {
    await create()
    await open(IMAGE, READY, RUNNING)
    await comesTo('passed')
    told = []
    await cluster.kill('kube-apiserver')
    await comesTo('unknown')
    await comesTo('passed')
    expect(outcomes()).toEqual(['unknown', 'passed'])
  })

  it('says failed when everything is deleted, and goes on', async () => {
    await create()
    await open(IMAGE, READY, RUNNING)
    await comesTo('passed')
    await cluster.kubectl(['delete', 'namespace', NAMESPACE])
    await comesTo('failed')
    await until(
      () => findings()[0]?.includes('The namespace instavote does not exist either.') ?? false,
      findings,
      undefined,
      LIMIT_MS,
    )
    await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
    await create()
    await comesTo('passed')
    expect(findings()).toEqual([])
  })

  it('says what was true after a restore, and nothing false on the way', async () => {
    await create()
    await open(IMAGE, READY, RUNNING)
    await comesTo('passed')
    await cluster.provider.snapshot(cluster.id, 'right')
    await kubectl('delete deployment vote')
    await comesTo('failed')
    told = []
    await cluster.provider.restore(cluster.id, 'right')
    watchSet.reset(await cluster.kubeconfig())
    reconciler?.forget(['one'])
    await comesTo('passed')
    expect(outcomes().filter((outcome) => outcome === 'passed').length).toBe(1)
    expect(outcomes().slice(outcomes().indexOf('unknown'))).toEqual(['unknown', 'passed'])
    await kubectl('scale deployment vote --replicas=1')
    await comesTo('failed')
  })

  it('passes what must hold only after it has held', async () => {
    await open({ ...READY, holdForMs: 3000 })
    await create()
    await until(
      () => status()?.checks[0]?.verdict.outcome === 'failed' && 'holding' in (status()?.checks[0]?.verdict ?? {}),
      status,
      undefined,
      LIMIT_MS,
    )
    const startedAt = performance.now()
    await comesTo('passed')
    expect(performance.now() - startedAt).toBeGreaterThan(2500)
    await kubectl('scale deployment vote --replicas=1')
    await comesTo('failed')
  })
})
