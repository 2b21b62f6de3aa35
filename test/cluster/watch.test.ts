import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type { ObjectQuery } from '../../electron/contract/lab.ts'
import { createWatchSet, type WatchSet } from '../../electron/engine/watch/watch-set.ts'
import { RealCluster } from '../helpers/real-cluster.ts'
import { until } from '../helpers/until.ts'

const LIMIT_MS = 60_000
const IDLE_MS = 20_000

const MAPS: ObjectQuery = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', labels: { by: 'test' } }
const PODS: ObjectQuery = { apiVersion: 'v1', kind: 'Pod' }
const WIDGETS: ObjectQuery = { apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'default' }

const map = (name: string, data: Readonly<Record<string, string>> = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', labels: { by: 'test' } },
  data,
})
const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'default' } }
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

describe('a watch set on a real cluster', () => {
  let cluster: RealCluster
  let watchSet: WatchSet

  beforeAll(async () => {
    cluster = await RealCluster.start('watch')
  })
  afterEach(async () => {
    watchSet.dispose()
    await cluster.kubectl(['delete', 'configmap', '-n', 'default', '-l', 'by=test'])
  })
  afterAll(async () => await cluster.end())

  /** Names, or why they cannot be told. */
  function seen(query: ObjectQuery): string {
    const sight = watchSet.sight(query)
    return 'blind' in sight ? sight.blind.reason : sight.objects.map(({ metadata }) => metadata.name).join()
  }
  const comesTo = (query: ObjectQuery, what: string): Promise<void> =>
    until(
      () => seen(query) === what,
      () => ({ what, seen: seen(query) }),
      undefined,
      LIMIT_MS,
    )

  async function watch(...queries: readonly ObjectQuery[]): Promise<void> {
    watchSet = createWatchSet({ kubeconfigYaml: await cluster.kubeconfig() })
    watchSet.want('test', queries)
  }

  it('sees what is created, changed and deleted', async () => {
    await cluster.apply(map('a'))
    await watch(MAPS)
    await comesTo(MAPS, 'a')
    await cluster.apply(map('b', { key: 'old' }))
    await comesTo(MAPS, 'a,b')
    await cluster.apply(map('b', { key: 'new' }))
    await until(() => JSON.stringify(watchSet.sight(MAPS)).includes('"key":"new"'))
    await cluster.kubectl(['delete', 'configmap', 'a', '-n', 'default'])
    await comesTo(MAPS, 'b')
    expect(JSON.stringify(watchSet.sight(MAPS))).not.toContain('managedFields')
  })

  it('sees a kind as soon as it is defined, and no longer when its definition is gone', async () => {
    await watch(WIDGETS)
    await comesTo(WIDGETS, 'kind-unknown')
    await cluster.apply(definition)
    await comesTo(WIDGETS, '')
    await cluster.apply(widget)
    await comesTo(WIDGETS, 'w')
    await cluster.kubectl(['delete', 'crd', 'widgets.example.com'])
    await comesTo(WIDGETS, 'kind-unknown')
    await cluster.apply(definition)
    await comesTo(WIDGETS, '')
    await cluster.kubectl(['delete', 'crd', 'widgets.example.com'])
    await comesTo(WIDGETS, 'kind-unknown')
    expect(seen(WIDGETS)).toBe('kind-unknown')
  })

  it('says that the API server is gone, and is back when it is', async () => {
    await cluster.apply(map('a'))
    await watch(MAPS, PODS)
    await comesTo(MAPS, 'a')
    const looks = new Set<string>()
    watchSet.onChange(() => looks.add(seen(MAPS)))
    await cluster.kill('kube-apiserver')
    await comesTo(MAPS, 'api-unreachable')
    await comesTo(MAPS, 'a')
    expect([...looks].filter((look) => look !== 'a')).toEqual(['api-unreachable'])
    await cluster.apply(map('b'))
    await comesTo(MAPS, 'a,b')
  })

  it('shows an earlier state after a restore, and follows from there', async () => {
    await cluster.apply(map('kept'))
    await cluster.provider.snapshot(cluster.id, 'early')
    await cluster.apply(map('later'), map('last'))
    await watch(MAPS)
    await comesTo(MAPS, 'kept,last,later')
    await cluster.provider.restore(cluster.id, 'early')
    watchSet.reset(await cluster.kubeconfig())
    expect(seen(MAPS)).toBe('not-observed')
    await comesTo(MAPS, 'kept')
    await cluster.apply(map('new'))
    await comesTo(MAPS, 'kept,new')
    expect(seen(MAPS)).toBe('kept,new')
  })

  it('notices a restore that nobody told it of', async () => {
    await cluster.apply(map('kept'))
    await cluster.provider.snapshot(cluster.id, 'early')
    for (let index = 0; index < 5; index++) await cluster.apply(map('later', { index: String(index) }))
    await watch(MAPS)
    await comesTo(MAPS, 'kept,later')
    await cluster.provider.restore(cluster.id, 'early')
    await comesTo(MAPS, 'kept')
    expect(seen(MAPS)).toBe('kept')
  })

  describe('as a user with few rights', () => {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'ann', namespace: 'default' } }
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'see-maps', namespace: 'default' },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
    }
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'ann-sees-maps', namespace: 'default' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'see-maps' },
      subjects: [{ kind: 'ServiceAccount', name: 'ann', namespace: 'default' }],
    }

    /** The cluster's kubeconfig with a token of the account in the place of the administrator's certificate. */
    async function asAnn(): Promise<string> {
      await cluster.apply(account)
      const token = await cluster.kubectl(['create', 'token', 'ann', '-n', 'default'])
      const config = parse(await cluster.kubeconfig()) as { users: { user: object }[] }
      for (const user of config.users) user.user = { token: token.trim() }
      return stringify(config)
    }

    it('says what it may not see, in the words of the API, and sees it once it may', async () => {
      watchSet = createWatchSet({ kubeconfigYaml: await asAnn() })
      watchSet.want('test', [MAPS, PODS])
      await comesTo(MAPS, 'forbidden')
      expect(watchSet.sight(MAPS)).toEqual({
        blind: {
          reason: 'forbidden',
          detail:
            'The cluster does not let Drydock see its configmaps (configmaps is forbidden: User "system:serviceaccount:default:ann" cannot list resource "configmaps" in API group "" in the namespace "default"). The check looks again by itself.',
        },
      })
      await cluster.apply(role, binding, map('a'))
      await comesTo(MAPS, 'a')
      expect(seen(PODS)).toBe('forbidden')
      await cluster.kubectl(['delete', 'rolebinding', 'ann-sees-maps', '-n', 'default'])
    })

    it('asks the API server for nothing while nothing happens', async () => {
      const admin = {
        ...binding,
        kind: 'ClusterRoleBinding',
        metadata: { name: 'ann-admin' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      }
      const flow = {
        apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
        kind: 'FlowSchema',
        metadata: { name: 'ann' },
        spec: {
          priorityLevelConfiguration: { name: 'workload-high' },
          matchingPrecedence: 100,
          distinguisherMethod: { type: 'ByUser' },
          rules: [
            {
              subjects: [{ kind: 'ServiceAccount', serviceAccount: { name: 'ann', namespace: 'default' } }],
              resourceRules: [
                { verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] },
              ],
              nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
            },
          ],
        },
      }
      const kubeconfigYaml = await asAnn()
      await cluster.apply(admin, flow)
      await new Promise((resolve) => setTimeout(resolve, 2000))
      watchSet = createWatchSet({ kubeconfigYaml })
      watchSet.want('test', [MAPS, PODS, { apiVersion: 'apps/v1', kind: 'Deployment' }, WIDGETS])
      await comesTo(PODS, '')
      await comesTo(WIDGETS, 'kind-unknown')
      await new Promise((resolve) => setTimeout(resolve, 1000))
      const before = await requestsOf('ann')
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
      const after = await requestsOf('ann')
      expect([before > 0, after - before]).toEqual([true, 0])
    })
  })

  /** Requests that the API server has begun to work on for the flow schema, watches among them. */
  async function requestsOf(flow: string): Promise<number> {
    const metrics = await cluster.kubectl(['get', '--raw', '/metrics'])
    const lines = metrics
      .split('\n')
      .filter(
        (line) =>
          line.startsWith('apiserver_flowcontrol_dispatched_requests_total{') && line.includes(`flow_schema="${flow}"`),
      )
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }
})
