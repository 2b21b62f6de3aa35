import type {
  AbsentCheck,
  AnswerCheck,
  CountCheck,
  KubeconfigCheck,
  ObjectQuery,
  RanCheck,
  ResourceCheck,
} from '../../../electron/contract/lab.ts'
import type {
  Blind,
  KubeconfigView,
  KubeObject,
  Observation,
  RanCommand,
  Sight,
} from '../../../electron/engine/checks/observation.ts'
import type { RepositoryState } from '../../../electron/engine/git/repository-state.ts'

const common = { title: 'a check', points: 1, mode: 'live', holdForMs: 0 } as const

export const DEPLOYMENT: ObjectQuery = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'vote',
  namespace: 'instavote',
}
export const PODS: ObjectQuery = { apiVersion: 'v1', kind: 'Pod', namespace: 'instavote', labels: { app: 'vote' } }

export const resourceCheck = (more: Partial<ResourceCheck> = {}): ResourceCheck => ({
  ...common,
  name: 'resource',
  kind: 'resource',
  object: DEPLOYMENT,
  cel: [],
  ...more,
})

export const absentCheck = (more: Partial<AbsentCheck> = {}): AbsentCheck => ({
  ...common,
  name: 'absent',
  kind: 'absent',
  object: DEPLOYMENT,
  cel: [],
  ...more,
})

export const countCheck = (more: Partial<CountCheck> = {}): CountCheck => ({
  ...common,
  name: 'count',
  kind: 'count',
  object: PODS,
  cel: [],
  ...more,
})

export const kubeconfigCheck = (more: Partial<KubeconfigCheck> = {}): KubeconfigCheck => ({
  ...common,
  name: 'kubeconfig',
  kind: 'kubeconfig',
  ...more,
})

export const ranCheck = (more: Partial<RanCheck> = {}): RanCheck => ({
  ...common,
  name: 'ran',
  kind: 'ran',
  command: 'kubectl get (pods?|po)( .*)?',
  example: 'kubectl get pods',
  ...more,
})

export const answerCheck = (more: Partial<AnswerCheck> = {}): AnswerCheck => ({
  ...common,
  name: 'answer',
  kind: 'answer',
  question: 'How many replicas are there?',
  ...more,
})

let made = 0

/** An object with an identity of its own; newer than the ones made before it. */
export function object(
  kind: string,
  name: string,
  more: Readonly<Record<string, unknown>> = {},
  namespace?: string,
): KubeObject {
  made++
  const { metadata, ...rest } = more
  return {
    apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid: `uid-${made}`,
      resourceVersion: String(made),
      creationTimestamp: new Date(Date.UTC(2026, 0, 1) + made * 1000).toISOString(),
      ...(metadata as object | undefined),
    },
    ...rest,
  }
}

/** The deployment that most tables start from. */
export const vote = (
  spec: Readonly<Record<string, unknown>> = {},
  status: Readonly<Record<string, unknown>> = {},
): KubeObject =>
  object(
    'Deployment',
    'vote',
    {
      spec: {
        replicas: 3,
        template: { spec: { containers: [{ name: 'vote', image: 'schoolofdevops/vote:v5' }] } },
        ...spec,
      },
      status: { availableReplicas: 3, ...status },
    },
    'instavote',
  )

export const pod = (
  name: string,
  phase: string,
  labels: Readonly<Record<string, string>> = { app: 'vote' },
  namespace = 'instavote',
): KubeObject => object('Pod', name, { metadata: { labels }, status: { phase } }, namespace)

interface Seen {
  readonly objects?: readonly KubeObject[]
  readonly blind?: Blind
  readonly last?: readonly KubeObject[]
  readonly kubeconfig?: KubeconfigView
  readonly commands?: readonly RanCommand[] | null
  readonly answers?: Readonly<Record<string, string>> | null
  readonly repositories?: Readonly<Record<string, RepositoryState>>
  readonly gitBlind?: Blind
}

/** An observation of exactly these objects; whatever else is asked for is seen and empty. */
export function observation(seen: Seen = {}): Observation {
  const {
    objects = [],
    blind,
    last,
    kubeconfig = { currentContext: undefined, contexts: [] },
    commands = [],
    answers = {},
    repositories = {},
    gitBlind,
  } = seen
  return {
    sight(query): Sight {
      if (blind === undefined) return { objects: objects.filter((each) => fits(query, each)) }
      return last === undefined ? { blind } : { blind, last: last.filter((each) => fits(query, each)) }
    },
    kubeconfig,
    commands,
    answer: (check) => (answers === null ? null : answers[check]),
    repository: (name) => (gitBlind === undefined ? { state: repositories[name] } : { blind: gitBlind }),
  }
}

const fits = (query: ObjectQuery, { apiVersion, kind, metadata }: KubeObject): boolean =>
  apiVersion === query.apiVersion &&
  kind === query.kind &&
  (query.name === undefined || query.name === metadata.name) &&
  (query.namespace === undefined || query.namespace === metadata.namespace) &&
  Object.entries(query.labels ?? {}).every(([key, value]) => metadata.labels?.[key] === value)

export const command = (commandLine: string, exitCode = 0): RanCommand => ({
  commandLine,
  exitCode,
  directory: '/home',
  endedAtMs: 1,
})
