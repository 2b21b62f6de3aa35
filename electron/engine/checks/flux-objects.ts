/** What Flux says about itself in the status of its objects. */

import type { ObjectQuery, SyncedCheck } from '../../contract/lab.ts'
import { fieldAt, listAt, numberAt, textAt } from './fields.ts'
import type { KubeObject } from './observation.ts'

const SOURCE_API = 'source.toolkit.fluxcd.io/v1'
const KUSTOMIZE_API = 'kustomize.toolkit.fluxcd.io/v1'
/** Kinds whose Pods a change rolls out. */
export const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const
export const WORKLOAD_API = 'apps/v1'

/** Everything that a `synced` check looks at in its cluster. */
export interface SyncedQueries {
  readonly source: ObjectQuery
  readonly kustomization?: ObjectQuery
  readonly wished: readonly ObjectQuery[]
  /** In all namespaces, since only the inventory says where they are. */
  readonly workloads: readonly ObjectQuery[]
}

const queries = new WeakMap<SyncedCheck, SyncedQueries>()

/** The same each time for one check. */
export function syncedQueries(check: SyncedCheck): SyncedQueries {
  const known = queries.get(check)
  if (known !== undefined) return known
  const { source, kustomization, namespace, inventory, running } = check
  const made: SyncedQueries = {
    source: { apiVersion: SOURCE_API, kind: 'GitRepository', name: source, namespace },
    ...(kustomization === undefined
      ? {}
      : { kustomization: { apiVersion: KUSTOMIZE_API, kind: 'Kustomization', name: kustomization, namespace } }),
    wished: inventory,
    workloads:
      running && kustomization !== undefined
        ? WORKLOAD_KINDS.map((kind): ObjectQuery => ({ apiVersion: WORKLOAD_API, kind }))
        : [],
  }
  queries.set(check, made)
  return made
}

export const allOf = ({ source, kustomization, wished, workloads }: SyncedQueries): readonly ObjectQuery[] => [
  source,
  ...(kustomization === undefined ? [] : [kustomization]),
  ...wished,
  ...workloads,
]

/** One of the conditions of a status. */
export interface Condition {
  readonly status: string
  readonly reason: string
  readonly message: string
  readonly observedGeneration: number | undefined
}

export function conditionOf(object: KubeObject, type: string): Condition | undefined {
  const condition = listAt(object, 'status', 'conditions').find((each) => textAt(each, 'type') === type)
  if (condition === undefined) return undefined
  return {
    status: textAt(condition, 'status') ?? 'Unknown',
    reason: textAt(condition, 'reason') ?? '',
    message: textAt(condition, 'message') ?? '',
    observedGeneration: numberAt(condition, 'observedGeneration'),
  }
}

/** Whether the kind comes with Flux, so that a cluster which does not know it has no Flux yet. */
export const isOfFlux = ({ apiVersion }: Pick<ObjectQuery, 'apiVersion'>): boolean =>
  /^[a-z-]+\.toolkit\.fluxcd\.io\//.test(apiVersion)

export const isSuspended = (object: KubeObject): boolean => fieldAt(object, 'spec', 'suspend') === true

/** What has become of an object of Flux, as far as its status says. */
export type Readiness = 'ready' | 'failed' | 'working' | 'behind'

/** `behind`: it has been changed, and Flux has not looked at it since. */
export function readinessOf(object: KubeObject): Readiness {
  const ready = conditionOf(object, 'Ready')
  const generation = numberAt(object, 'metadata', 'generation')
  if (ready === undefined) return 'working'
  const seen = ready.observedGeneration ?? numberAt(object, 'status', 'observedGeneration')
  if (generation !== undefined && seen !== undefined && seen < generation) return 'behind'
  if (ready.status === 'True') return 'ready'
  if (ready.status === 'False') return 'failed'
  return isRunAgain(object) ? 'ready' : 'working'
}

/**
 * Whether it was ready and Flux is only going over the same revision once more. kustomize-controller sets Ready to
 * Unknown for the time of each run, every interval, which must not turn a check red.
 */
function isRunAgain(object: KubeObject): boolean {
  const applied = textAt(object, 'status', 'lastAppliedRevision')
  const [last] = listAt(object, 'status', 'history')
  return (
    applied !== undefined &&
    applied === textAt(object, 'status', 'lastAttemptedRevision') &&
    numberAt(object, 'status', 'observedGeneration') === numberAt(object, 'metadata', 'generation') &&
    textAt(last, 'lastReconciledStatus') === 'ReconciliationSucceeded'
  )
}

/** The commit in a revision: `main@sha1:3f2a…` or `sha1:3f2a…`. */
export const commitIn = (revision: string | undefined): string | undefined =>
  revision === undefined ? undefined : /(?:^|@)sha\d+:([0-9a-f]{7,64})$/.exec(revision)?.[1]

/** `main@3f2a1b0` for `main@sha1:3f2a…`. */
export const shortRevision = (revision: string): string => revision.replace(/sha\d+:([0-9a-f]{7})[0-9a-f]*$/, '$1')

/** An object that a Kustomization has applied. */
export interface InventoryEntry {
  readonly namespace: string | undefined
  readonly name: string
  readonly group: string
  readonly kind: string
}

/** From `status.inventory`, where the id is `NAMESPACE_NAME_GROUP_KIND`; a colon in a name is written `__`. */
export function inventoryOf(kustomization: KubeObject): readonly InventoryEntry[] {
  return listAt(kustomization, 'status', 'inventory', 'entries').flatMap((entry) => {
    const parts = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(textAt(entry, 'id') ?? '')
    if (parts === null) return []
    const [, namespace = '', name = '', group = '', kind = ''] = parts
    return [{ namespace: namespace === '' ? undefined : namespace, name: name.replaceAll('__', ':'), group, kind }]
  })
}

/** `apps` of `apps/v1`; empty for the core. */
export const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
