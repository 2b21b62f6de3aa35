/** Which kinds the panel watches, and which objects of them are noise to a learner. */

import type { ObjectQuery } from '../../contract/lab.ts'
import type { KubeObject } from '../checks/observation.ts'

export const EVENTS: ObjectQuery = { apiVersion: 'v1', kind: 'Event' }
export const ENDPOINT_SLICES: ObjectQuery = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }

/** Kinds that the panel shows in every lab. */
const SHOWN: readonly ObjectQuery[] = [
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'Node' },
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'v1', kind: 'ResourceQuota' },
  { apiVersion: 'v1', kind: 'LimitRange' },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'batch/v1', kind: 'CronJob' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
]

/** Kinds that are about the workings of the cluster; a lab that checks them gets them shown. */
const NOT_SHOWN = new Set(['Event', 'EndpointSlice', 'Lease'])

/** One query for each kind that is shown; the lab's own kinds come after the usual ones. */
export function shownKinds(extra: readonly ObjectQuery[]): readonly ObjectQuery[] {
  const kinds = new Map(SHOWN.map((query) => [kindKey(query), query]))
  for (const { apiVersion, kind } of extra)
    if (!NOT_SHOWN.has(kind)) kinds.set(kindKey({ apiVersion, kind }), { apiVersion, kind })
  return [...kinds.values()]
}

const kindKey = ({ apiVersion, kind }: Pick<ObjectQuery, 'apiVersion' | 'kind'>): string => `${apiVersion} ${kind}`

/** Whether an object is there in every cluster and says nothing about the lab; what the lab names is never noise. */
export function isNoise(object: KubeObject, named: readonly ObjectQuery[]): boolean {
  if (named.some((query) => isNamed(query, object))) return false
  const { kind } = object
  const { name, namespace = '' } = object.metadata
  if (SYSTEM_NAMESPACE.test(namespace)) return true
  if (kind === 'Namespace') return SYSTEM_NAMESPACE.test(name)
  if (kind === 'ServiceAccount') return name === 'default'
  if (kind === 'ConfigMap') return name === 'kube-root-ca.crt'
  return kind === 'Service' && namespace === 'default' && name === 'kubernetes'
}

const SYSTEM_NAMESPACE = /^kube-(system|public|node-lease)$/

function isNamed(query: ObjectQuery, { apiVersion, kind, metadata }: KubeObject): boolean {
  const sameKind = query.apiVersion === apiVersion && query.kind === kind
  return (
    sameKind &&
    query.name === metadata.name &&
    (query.namespace === undefined || query.namespace === metadata.namespace)
  )
}
