/**
 * Whether a cluster is still on its way somewhere. Controllers leave traces of what they have yet to do; as long as
 * there is one, a verdict may still change by itself.
 */

import type { ObjectQuery } from '../../../contract/lab.ts'
import { kindWord } from '../../checks/names.ts'
import type { KubeObject } from '../../checks/observation.ts'
import { at, condition, keysAt, listAt, numberAt, textAt } from '../../panel/read-fields.ts'
import { serviceUnrest } from './service-unrest.ts'

/** The kinds in which such traces are left. */
export const ACTIVE_KINDS: readonly ObjectQuery[] = [
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'ResourceQuota' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  { apiVersion: 'batch/v1', kind: 'Job' },
]

/** The first thing that has not come to rest, in words; undefined when all have. */
export function unrest(objects: readonly KubeObject[]): string | undefined {
  const known = new Set(objects.map((object) => object.metadata.uid))
  for (const object of objects) {
    const why = commonUnrest(object, known) ?? kindUnrest(object, objects)
    if (why !== undefined) return `${kindWord(object.kind)}/${object.metadata.name} ${why}`
  }
  return undefined
}

const OWNERS = new Set(ACTIVE_KINDS.map(({ kind }) => kind))

function commonUnrest({ kind, metadata }: KubeObject, known: ReadonlySet<string>): string | undefined {
  if (metadata.deletionTimestamp !== undefined) return 'is being deleted'
  const orphaned = metadata.ownerReferences?.some((owner) => OWNERS.has(owner.kind) && !known.has(owner.uid))
  // Endpoint slices outlive their Service for a moment, but nobody looks at them on their own.
  return orphaned === true && kind !== 'EndpointSlice' ? 'has lost its owner' : undefined
}

function kindUnrest(object: KubeObject, objects: readonly KubeObject[]): string | undefined {
  switch (object.kind) {
    case 'Pod':
      return podUnrest(object)
    case 'ReplicaSet':
    case 'StatefulSet':
      return observed(object) ?? replicasUnrest(object)
    case 'Deployment':
    case 'DaemonSet':
      return observed(object)
    case 'Service':
      return serviceUnrest(object, objects)
    case 'Job':
      return jobUnrest(object)
    case 'ResourceQuota':
      return keysAt(object, 'spec', 'hard').some((name) => textAt(object, 'status', 'hard', name) === undefined)
        ? 'has not been counted yet'
        : undefined
    default:
      return undefined
  }
}

const observed = (object: KubeObject): string | undefined =>
  (numberAt(object, 'status', 'observedGeneration') ?? 0) < (numberAt(object, 'metadata', 'generation') ?? 0)
    ? 'has changes that its controller has not seen'
    : undefined

function replicasUnrest(object: KubeObject): string | undefined {
  if (condition(object, 'ReplicaFailure')?.status === 'True') return undefined
  const [wanted, has] = [numberAt(object, 'spec', 'replicas') ?? 1, numberAt(object, 'status', 'replicas') ?? 0]
  return wanted === has ? undefined : `has ${has} of ${wanted} pods`
}

/** A Pod that starts; one that cannot start (no node, no image, crashing) is at rest. */
function podUnrest(pod: KubeObject): string | undefined {
  const phase = textAt(pod, 'status', 'phase')
  if (phase === undefined) return 'has just been made'
  if (phase === 'Running') return condition(pod, 'Ready') === undefined ? 'has just started' : undefined
  if (phase !== 'Pending' || condition(pod, 'PodScheduled')?.status === 'False') return undefined
  const containers = [...listAt(pod, 'status', 'initContainerStatuses'), ...listAt(pod, 'status', 'containerStatuses')]
  const starting = containers.every((status) => {
    const reason = textAt(status, 'state', 'waiting', 'reason')
    return reason === undefined || reason === 'ContainerCreating' || reason === 'PodInitializing'
  })
  return starting ? 'is starting' : undefined
}

function jobUnrest(job: KubeObject): string | undefined {
  const isOver = ['Complete', 'Failed', 'Suspended'].some((type) => condition(job, type)?.status === 'True')
  return isOver || at(job, 'spec', 'suspend') === true ? undefined : 'is at work'
}
