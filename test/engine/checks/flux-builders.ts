import type { SyncedCheck } from '../../../electron/contract/lab.ts'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import type { RepositoryState } from '../../../electron/engine/git/repository-state.ts'
import { object, observation } from './builders.ts'
import { id, repository } from './git-builders.ts'

export const syncedCheck = (more: Partial<SyncedCheck> = {}): SyncedCheck => ({
  title: 'a check',
  points: 1,
  mode: 'live',
  holdForMs: 0,
  name: 'synced',
  kind: 'synced',
  source: 'instavote',
  kustomization: 'vote-dev',
  namespace: 'flux-system',
  inventory: [],
  running: true,
  ...more,
})

/** The revision of a commit on main. */
export const revision = (digit: string, branch = 'main'): string => `${branch}@sha1:${id(digit)}`

type Fields = Readonly<Record<string, unknown>>

interface Flux {
  readonly metadata?: Fields
  readonly spec?: Fields
  readonly status?: Fields
}

/** A condition of type Ready as Flux writes it. */
export const ready = (status: string, reason: string, message: string, observedGeneration = 1): Fields => ({
  type: 'Ready',
  status,
  reason,
  message,
  observedGeneration,
})

function flux(kind: string, name: string, apiVersion: string, { metadata, spec, status }: Flux): KubeObject {
  const more = { metadata: { generation: 1, ...metadata }, apiVersion, spec, status }
  return object(kind, name, more, 'flux-system')
}

/** A GitRepository that is at the second commit. */
export const source = ({ metadata, spec, status }: Flux = {}): KubeObject =>
  flux('GitRepository', 'instavote', 'source.toolkit.fluxcd.io/v1', {
    ...(metadata === undefined ? {} : { metadata }),
    spec: {
      url: 'https://localhost:4443/learner/instavote.git',
      ref: { branch: 'main' },
      interval: '1m0s',
      ...spec,
    },
    status: {
      observedGeneration: 1,
      artifact: { revision: revision('2') },
      conditions: [ready('True', 'Succeeded', `stored artifact for revision '${revision('2')}'`)],
      ...status,
    },
  })

/** A Kustomization that has applied the second commit: one Deployment and one Service. */
export const kustomization = ({ metadata, spec, status }: Flux = {}): KubeObject =>
  flux('Kustomization', 'vote-dev', 'kustomize.toolkit.fluxcd.io/v1', {
    ...(metadata === undefined ? {} : { metadata }),
    spec: { sourceRef: { kind: 'GitRepository', name: 'instavote' }, interval: '5m0s', path: './deploy', ...spec },
    status: {
      observedGeneration: 1,
      lastAppliedRevision: revision('2'),
      lastAttemptedRevision: revision('2'),
      inventory: inventory('dev_vote_apps_Deployment', 'dev_vote__Service'),
      conditions: [ready('True', 'ReconciliationSucceeded', `Applied revision: ${revision('2')}`)],
      history: [{ lastReconciledStatus: 'ReconciliationSucceeded' }],
      ...status,
    },
  })

export const inventory = (...ids: readonly string[]): Fields => ({
  entries: ids.map((each) => ({ id: each, v: 'v1' })),
})

/** A Deployment that runs as it should. */
export const deployment = (status: Fields = {}, spec: Fields = {}, name = 'vote'): KubeObject =>
  object(
    'Deployment',
    name,
    {
      metadata: { generation: 3 },
      spec: { replicas: 2, selector: { matchLabels: { app: name } }, ...spec },
      status: {
        observedGeneration: 3,
        replicas: 2,
        updatedReplicas: 2,
        availableReplicas: 2,
        readyReplicas: 2,
        ...status,
      },
    },
    'dev',
  )

export const service = (): KubeObject => object('Service', 'vote', {}, 'dev')

/** The verdict on these objects, with the lab repository in that state. */
export const judgeSynced = (
  objects: readonly KubeObject[],
  check: Partial<SyncedCheck> = {},
  state: RepositoryState = repository(),
) => evaluate(syncedCheck(check), observation({ objects, repositories: { instavote: state } }))
