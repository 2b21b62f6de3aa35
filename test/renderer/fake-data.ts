import type { ClusterStatus, ObjectState, ObjectSummary } from '../../electron/contract/cluster.ts'
import { clusterName, labId } from '../../electron/contract/ids.ts'
import type {
  AppSnapshot,
  CheckView,
  LabProgress,
  LabSnapshot,
  LabSummary,
  StepView,
} from '../../electron/contract/protocol.ts'
import { PROTOCOL_VERSION } from '../../electron/contract/protocol.ts'
import { combine } from '../../electron/contract/verdict.ts'
import type { Verdict } from '../../electron/contract/verdict.ts'

export const DEV = clusterName('dev')
export const ROLLOUTS = labId('rollouts')

const untouched: LabProgress = {
  state: 'untouched',
  passedSteps: 0,
  earned: 0,
  possible: 12,
  hintsUsed: 0,
  shownSteps: 0,
}

export function labSummary(change: Partial<LabSummary> & Pick<LabSummary, 'id' | 'title' | 'order'>): LabSummary {
  return {
    summary: 'What you will know when you are done, in one sentence.',
    track: 'kubernetes',
    minutes: 25,
    stepCount: 6,
    requires: ['objects'],
    missing: [],
    progress: untouched,
    ...change,
  }
}

const done = (earned: number, hintsUsed = 0): LabProgress => ({
  ...untouched,
  state: 'done',
  passedSteps: 6,
  earned,
  hintsUsed,
})

export const fakeLabs: readonly LabSummary[] = [
  labSummary({
    id: labId('first-look'),
    order: 1,
    title: 'A first look at a cluster',
    minutes: 20,
    progress: done(12),
    summary: 'What runs in a cluster, and how to ask it about itself.',
  }),
  labSummary({
    id: labId('namespaces'),
    order: 2,
    title: 'Namespaces are tenants',
    progress: done(11, 1),
    summary: 'Quota, access and network policy, one tenant at a time.',
  }),
  labSummary({
    id: labId('contexts'),
    order: 3,
    title: 'Contexts: which cluster am I talking to?',
    summary: 'Two clusters, one kubeconfig, and never the wrong one.',
  }),
  labSummary({
    id: labId('deployments'),
    order: 4,
    title: 'Deployments keep their promise',
    summary: 'Create, scale, kill a pod, and watch it come back.',
  }),
  labSummary({
    id: ROLLOUTS,
    order: 6,
    title: 'Rollouts and undo',
    minutes: 30,
    progress: { ...untouched, state: 'started', passedSteps: 2, earned: 4, currentStep: 'break' },
    summary: 'Ship a new version, break it on purpose, and take it back.',
  }),
  labSummary({
    id: labId('instavote'),
    order: 9,
    title: 'The instavote application',
    minutes: 30,
    requires: ['containers'],
    missing: ['containers', 'dns'],
    summary: 'Five services that find each other and make one application.',
  }),
  labSummary({
    id: labId('flux'),
    order: 10,
    track: 'gitops',
    title: 'Flux comes aboard',
    summary: 'A repository that the cluster follows by itself.',
  }),
]

export function check(change: Partial<CheckView> & Pick<CheckView, 'name' | 'title'>): CheckView {
  return { kind: 'resource', points: 1, holdForMs: 0, mode: 'live', ...change }
}

export function step(
  change: Partial<StepView> & Pick<StepView, 'name' | 'title'>,
  verdicts: Record<string, Verdict> = {},
): StepView {
  const checks = change.checks ?? []
  const statuses = checks.map(({ name }) => ({
    check: name,
    verdict:
      verdicts[name] ??
      ({ outcome: 'unknown', reason: 'not-observed', detail: 'Not looked at yet.' } satisfies Verdict),
    sinceMs: Date.now() - 90_000,
  }))
  return {
    instructions: '',
    access: 'open',
    checks,
    hints: [],
    status: { step: change.name, outcome: combine(statuses.map((status) => status.verdict)), checks: statuses },
    everPassed: false,
    shown: false,
    earned: 0,
    possible: Math.max(1, checks.length),
    canGoBack: false,
    missing: [],
    ...change,
  }
}

const passed: Verdict = { outcome: 'passed' }

const BREAK_IT = `A rollout is a promise with a safety catch. Kubernetes starts new pods first and takes old ones away only as the
new ones become ready, so a version that never becomes ready should cost you nothing but a warning.

Ask for a version of vote that does not exist, and watch which pods go away and which ones stay.

\`\`\`sh
kubectl set image deployment vote vote=schoolofdevops/vote:v9
\`\`\`

Now look at the two ReplicaSets side by side. The new one wants pods that never start; the old one keeps serving because of
\`maxUnavailable\`.

\`\`\`sh
kubectl rollout status deployment vote --timeout=10s
kubectl get rs -l app=vote
\`\`\`

You should see something like this:

\`\`\`console
NAME              DESIRED   CURRENT   READY   AGE
vote-5bb76459d9   2         2         2       9m12s
vote-7f9c4d8b66   2         2         0       6s
\`\`\`

> If the old pods went away as well, somebody set \`maxUnavailable\` to 100 %. Which field of the Deployment decides that?

1. Read \`kubectl describe deployment vote\` from the bottom up: events first.
2. Compare **desired**, **updated** and **available**.

More in the [Kubernetes documentation](https://kubernetes.io/docs/concepts/workloads/controllers/deployment/).
`

const breakChecks: CheckView[] = [
  check({ name: 'image', title: 'vote asks for image v9' }),
  check({
    name: 'serve',
    title: 'the old pods still serve',
    explain: 'maxUnavailable says how many may be missing while a rollout is under way. Look at spec.strategy.',
  }),
  check({ name: 'stuck', title: 'the rollout is stuck', holdForMs: 10_000 }),
  check({ name: 'warning', title: 'the warning was seen' }),
  check({ name: 'looked', title: 'you looked at the ReplicaSets', kind: 'ran' }),
  check({
    name: 'field',
    title: 'which field protects the old pods',
    kind: 'answer',
    question: 'Which field of the strategy keeps the old pods serving?',
    choices: ['maxSurge', 'maxUnavailable', 'minReadySeconds'],
  }),
  check({
    name: 'many',
    title: 'how many pods serve now',
    kind: 'answer',
    question: 'How many pods serve right now?',
    answered: '3',
  }),
]

export function breakVerdicts(now: number): Record<string, Verdict> {
  return {
    image: passed,
    serve: {
      outcome: 'failed',
      findings: [
        {
          object: 'deployment/vote in instavote',
          path: 'status.availableReplicas',
          expected: 'at least 3',
          found: '2',
          message: 'deployment/vote has 2 available replicas; it should have at least 3.',
          show: 'kubectl get deployment vote -n instavote -o yaml',
        },
        {
          object: 'deployment/vote in instavote',
          path: 'spec.strategy.rollingUpdate.maxUnavailable',
          expected: '"25%"',
          found: '"50%"',
          message: 'deployment/vote allows half of its pods to be missing.',
        },
      ],
    },
    stuck: { outcome: 'failed', findings: [], holding: { sinceMs: now - 4_000, forMs: 10_000 } },
    warning: {
      outcome: 'unknown',
      reason: 'watch-stale',
      detail: 'events are not readable now (API busy, trying again).',
    },
    looked: {
      outcome: 'failed',
      findings: [
        {
          object: 'terminal',
          path: '',
          expected: 'kubectl get rs',
          found: 'nothing',
          message: 'kubectl get rs was not run yet.',
          show: 'kubectl get rs',
        },
      ],
    },
    field: {
      outcome: 'failed',
      findings: [
        {
          object: 'your answer',
          path: '',
          expected: 'an answer',
          found: 'nothing',
          message: 'There is no answer yet.',
        },
      ],
    },
    many: {
      outcome: 'failed',
      findings: [
        {
          object: 'your answer',
          path: '',
          expected: 'another value',
          found: '3',
          message: '3 is not the number of pods that serve now.',
        },
      ],
    },
  }
}

export function fakeLab(now = Date.now()): LabSnapshot {
  const one = (name: string, title: string): CheckView[] => [check({ name, title })]
  return {
    id: ROLLOUTS,
    title: 'Rollouts and undo',
    summary: 'Ship a new version, break it on purpose, and take it back.',
    clusters: [DEV],
    currentStep: 'break',
    startedAtMs: now - 760_000,
    progress: { ...untouched, state: 'started', passedSteps: 2, earned: 4, currentStep: 'break', possible: 12 },
    steps: [
      step(
        {
          name: 'see',
          title: 'See what is running',
          checks: one('seen', 'vote runs'),
          everPassed: true,
          earned: 2,
          possible: 2,
          canGoBack: true,
          instructions: 'Look.\n\n```sh\nkubectl get all\n```\n',
        },
        { seen: passed },
      ),
      step(
        {
          name: 'ship',
          title: 'Ship version 5',
          checks: one('v5', 'vote runs v5'),
          everPassed: true,
          earned: 2,
          possible: 2,
          canGoBack: true,
          instructions: 'Ship.',
        },
        { v5: passed },
      ),
      step(
        {
          name: 'break',
          title: 'Break it on purpose',
          instructions: BREAK_IT,
          checks: breakChecks,
          canGoBack: true,
          hints: [
            { cost: 0, text: 'Look at `kubectl get rs`: which one has **ready** pods?' },
            { cost: 1 },
            { cost: 1 },
          ],
        },
        breakVerdicts(now),
      ),
      step({ name: 'history', title: 'Read the history', access: 'locked', checks: one('h', 'the history was read') }),
      step({ name: 'undo', title: 'Undo', access: 'locked', checks: one('u', 'vote runs v5 again') }),
      step({
        name: 'pause',
        title: 'Pause, change, resume',
        access: 'locked',
        checks: one('p', 'two changes became one rollout'),
      }),
    ],
  }
}

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

export function fakeSnapshot(change: Partial<AppSnapshot> = {}): AppSnapshot {
  return {
    protocolVersion: PROTOCOL_VERSION,
    appVersion: '0.1.0',
    catalogue: {
      labs: fakeLabs,
      broken: [
        {
          folder: 'labs/quotas',
          problems: [
            {
              code: 'lab-invalid',
              at: 'labs/quotas/lab.yaml:31:11',
              happened: 'There is no check of kind "resorce".',
              remedy: 'Did you mean "resource"?',
            },
            {
              code: 'lab-invalid',
              at: 'labs/quotas/lab.yaml:48:7',
              happened: 'A step has no key "instruction".',
              remedy: 'Did you mean "instructions"?',
            },
          ],
        },
      ],
    },
    lab: null,
    clusters: [],
    objects: [],
    terminals: [],
    context: null,
    toolchain: { state: 'working', tool: 'flux', phase: 'build', done: 7, total: 10 },
    sequence: 0,
    ...change,
  }
}
