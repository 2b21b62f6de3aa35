import type { ClusterStatus, ObjectState, ObjectSummary } from '../../electron/contract/cluster.ts'
import { clusterName } from '../../electron/contract/ids.ts'

export const DEV = clusterName('dev')

let nextUid = 0

export function object(
  kind: string,
  name: string,
  word: string,
  state: ObjectState,
  change: Partial<ObjectSummary> = {},
): ObjectSummary {
  nextUid += 1
  return {
    cluster: DEV,
    uid: `uid-${nextUid}-${kind}-${name}`,
    apiVersion: kind === 'Deployment' || kind === 'ReplicaSet' ? 'apps/v1' : 'v1',
    kind,
    name,
    namespace: 'instavote',
    owners: [],
    state,
    word,
    facts: [],
    createdAtMs: Date.now() - 540_000,
    ...change,
  }
}

export function fakeObjects(): ObjectSummary[] {
  const vote = object('Deployment', 'vote', '2 of 3 ready', 'progressing', {
    facts: ['schoolofdevops/vote:v9', 'RollingUpdate'],
  })
  const old = object('ReplicaSet', 'vote-5bb76459d9', '2 of 2 ready', 'well', {
    owners: [vote.uid],
    facts: ['vote:v5'],
  })
  const young = object('ReplicaSet', 'vote-7f9c4d8b66', '0 of 2 ready', 'unwell', {
    owners: [vote.uid],
    facts: ['vote:v9'],
  })
  const pod = (owner: ObjectSummary, suffix: string, word: string, state: ObjectState) =>
    object('Pod', `${owner.name}-${suffix}`, word, state, { owners: [owner.uid], facts: owner.facts })
  return [
    vote,
    old,
    young,
    pod(old, '5xq5b', 'Running', 'well'),
    pod(old, 'hbtvt', 'Running', 'well'),
    pod(young, 'k2p9d', 'ImagePullBackOff', 'unwell'),
    pod(young, 'w8zrl', 'ContainerCreating', 'progressing'),
    object('Service', 'vote', 'ClusterIP 10.0.0.12:80', 'neutral'),
    object('ConfigMap', 'vote-options', '2 keys', 'neutral'),
    object('Namespace', 'instavote', 'Active', 'well', { namespace: undefined as never }),
    object('Node', 'node-0', 'Ready', 'well', { namespace: undefined as never }),
  ].map(({ namespace, ...rest }) => (namespace === undefined ? rest : { ...rest, namespace }))
}

export function clusterStatus(change: Partial<ClusterStatus> = {}): ClusterStatus {
  return {
    cluster: DEV,
    provider: 'embedded',
    phase: 'ready',
    kubernetesVersion: 'v1.36.3',
    capabilities: ['objects', 'rbac', 'quota', 'scheduling', 'snapshot'],
    steps: [],
    readyAfterMs: 3_140,
    ...change,
  }
}

export function provisioning(now: number): ClusterStatus {
  return clusterStatus({
    phase: 'creating',
    steps: [
      { title: 'Choose free ports', state: 'done', tookMs: 40, lastTookMs: 50 },
      { title: 'Start etcd', state: 'done', tookMs: 410, lastTookMs: 390 },
      { title: 'Start the API server', state: 'running', startedAtMs: now - 900, lastTookMs: 1_620 },
      { title: 'Start the controllers and the scheduler', state: 'waiting', lastTookMs: 480 },
      { title: 'Wait for the node to be ready', state: 'waiting', lastTookMs: 610 },
    ],
  })
}

export function failedCluster(): ClusterStatus {
  return clusterStatus({
    phase: 'failed',
    steps: [
      { title: 'Choose free ports', state: 'done', tookMs: 40 },
      { title: 'Start etcd', state: 'done', tookMs: 410 },
      { title: 'Start the API server', state: 'failed', lastTookMs: 1_620 },
      { title: 'Start the controllers and the scheduler', state: 'waiting' },
      { title: 'Wait for the node to be ready', state: 'waiting' },
    ],
    problem: {
      code: 'cluster-failed',
      happened: 'The API server ended 0.4 s after it was started, with exit code 1.',
      remedy: 'Free the disk under ~/.local/share/drydock, then try again.',
      output: 'E1124 07:12:01.112 run.go:72] "command failed" err="no space left on device"',
    },
  })
}
