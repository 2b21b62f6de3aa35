import { setTimeout } from 'node:timers/promises'
import { parse, stringify } from 'yaml'
import { createWatchSet } from '../../electron/engine/watch/watch-set.ts'
import { apiWriter, type Write } from './api-writer.ts'

const NAME = 'drydock-idle'
const IDLE_MS = 30_000
/** Until the API server counts the new user's requests apart from all others. */
const SETTLE_MS = 3000
const TOKEN_PATH = `/api/v1/namespaces/default/serviceaccounts/${NAME}/token`

export interface IdleResult {
  readonly idleMs: number
  /** Requests that it took to see everything, watches among them: shows that they are counted. */
  readonly requestsToSync: number
  /** Requests while nothing happened. */
  readonly requestsWhileIdle: number
}

/**
 * What watching asks of the API server while nothing happens. It watches as a user of its own, whose requests the API
 * server counts by themselves.
 */
export async function benchIdle(kubeconfigYaml: string, idleMs = IDLE_MS): Promise<IdleResult> {
  const write = await apiWriter(kubeconfigYaml)
  await createUser(write)
  await setTimeout(SETTLE_MS)
  const watchSet = createWatchSet({ kubeconfigYaml: await asUser(kubeconfigYaml, write) })
  try {
    watchSet.want('bench', [
      { apiVersion: 'v1', kind: 'Pod' },
      { apiVersion: 'apps/v1', kind: 'Deployment' },
      { apiVersion: 'example.com/v1', kind: 'NotThere' },
    ])
    await setTimeout(SETTLE_MS)
    const before = await requestsOf(write)
    await setTimeout(idleMs)
    const after = await requestsOf(write)
    return { idleMs, requestsToSync: before, requestsWhileIdle: after - before }
  } finally {
    watchSet.dispose()
    await removeUser(write)
  }
}

const account = { kind: 'ServiceAccount', name: NAME, namespace: 'default' }
const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] }
const FLOWS = '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas'
const BINDINGS = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'
const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts'

async function createUser(write: Write): Promise<void> {
  await write('POST', ACCOUNTS, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME } })
  await write('POST', BINDINGS, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: NAME },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [account],
  })
  await write('POST', FLOWS, {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kind: 'FlowSchema',
    metadata: { name: NAME },
    spec: {
      priorityLevelConfiguration: { name: 'workload-high' },
      matchingPrecedence: 100,
      distinguisherMethod: { type: 'ByUser' },
      rules: [
        {
          subjects: [{ kind: 'ServiceAccount', serviceAccount: { name: NAME, namespace: 'default' } }],
          resourceRules: [everything],
          nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
        },
      ],
    },
  })
}

async function removeUser(write: Write): Promise<void> {
  for (const path of [FLOWS, BINDINGS, ACCOUNTS]) await write('DELETE', `${path}/${NAME}`)
}

/** The kubeconfig with the user's token in the place of the administrator's certificate. */
async function asUser(kubeconfigYaml: string, write: Write): Promise<string> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }
  const { status } = JSON.parse(await write('POST', TOKEN_PATH, body)) as { status: { token: string } }
  const config = parse(kubeconfigYaml) as { users: { user: object }[] }
  for (const user of config.users) user.user = { token: status.token }
  return stringify(config)
}

async function requestsOf(write: Write): Promise<number> {
  const metrics = await write('GET', '/metrics')
  const counters = metrics
    .split('\n')
    .filter(
      (line) =>
        line.startsWith('apiserver_flowcontrol_dispatched_requests_total{') && line.includes(`flow_schema="${NAME}"`),
    )
  return counters.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}
