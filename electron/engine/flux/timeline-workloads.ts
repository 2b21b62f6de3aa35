/** What a Kustomization runs, and how far it is. Pure. */

import type { ObjectQuery } from '../../contract/lab.ts'
import type { KubeObject } from '../checks/observation.ts'
import { at, condition, keysAt, listAt, numberAt, textAt } from '../panel/read-fields.ts'

export const WORKLOADS: readonly ObjectQuery[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet' },
]
export const PODS: ObjectQuery = { apiVersion: 'v1', kind: 'Pod' }

/** `deployment/vote in dev`. */
export const workloadText = (workload: KubeObject): string => wordsOf(idOf(workload))

/** As an inventory writes it: `dev_vote_apps_Deployment`. */
export const idOf = ({ kind, metadata }: KubeObject): string =>
  `${metadata.namespace ?? ''}_${metadata.name}_apps_${kind}`

export const generationOf = (workload: KubeObject): number => numberAt(workload, 'metadata', 'generation') ?? 0

const wordsOf = (id: string): string => {
  const [namespace, name, , kind = ''] = id.split('_')
  return `${kind.toLowerCase()}/${name} in ${namespace}`
}

const KINDS = new Set(WORKLOADS.map(({ kind }) => kind))

/** Ids of the workloads that the Kustomization has applied. */
export function workloadIds(kustomization: KubeObject): readonly string[] {
  const ids = listAt(kustomization, 'status', 'inventory', 'entries').map((entry) => textAt(entry, 'id') ?? '')
  return ids.filter((id) => /_apps_[A-Za-z]+$/.test(id) && KINDS.has(id.slice(id.lastIndexOf('_') + 1)))
}

/** Its controller has seen what is wanted, and every pod is as it is wanted. */
export function isRolledOut(workload: KubeObject): boolean {
  if ((numberAt(workload, 'status', 'observedGeneration') ?? 0) < generationOf(workload)) return false
  const field = workload.kind === 'DaemonSet' ? 'updatedNumberScheduled' : 'updatedReplicas'
  return (numberAt(workload, 'status', field) ?? 0) >= wanted(workload)
}

/** Rolled out, and all of it can be used. */
export function isReady(workload: KubeObject): boolean {
  const field = { DaemonSet: 'numberAvailable', StatefulSet: 'readyReplicas' }[workload.kind] ?? 'availableReplicas'
  return isRolledOut(workload) && (numberAt(workload, 'status', field) ?? 0) >= wanted(workload)
}

function wanted(workload: KubeObject): number {
  if (workload.kind === 'DaemonSet') return numberAt(workload, 'status', 'desiredNumberScheduled') ?? 0
  return numberAt(workload, 'spec', 'replicas') ?? 1
}

/** What the cluster says that keeps a workload from being ready, in its own words. */
export function workloadProblem(workload: KubeObject, pods: readonly KubeObject[]): string | undefined {
  const refused = condition(workload, 'ReplicaFailure')
  if (refused?.status === 'True') return `${workloadText(workload)}: ${refused.message ?? refused.reason ?? ''}`
  const waiting = pods.filter((pod) => belongsTo(pod, workload)).flatMap(waitingWords)[0]
  if (waiting !== undefined) return waiting
  const progressing = condition(workload, 'Progressing')
  return progressing?.status === 'False' ? `${workloadText(workload)}: ${progressing.message ?? ''}` : undefined
}

function belongsTo(pod: KubeObject, workload: KubeObject): boolean {
  const labels = keysAt(workload, 'spec', 'selector', 'matchLabels')
  if (labels.length === 0 || pod.metadata.namespace !== workload.metadata.namespace) return false
  return labels.every(
    (label) => pod.metadata.labels?.[label] === textAt(workload, 'spec', 'selector', 'matchLabels', label),
  )
}

/** A container that waits for something that does not come by itself. */
function waitingWords(pod: KubeObject): readonly string[] {
  const containers = [...listAt(pod, 'status', 'initContainerStatuses'), ...listAt(pod, 'status', 'containerStatuses')]
  return containers.flatMap((container) => {
    const waiting = at(container, 'state', 'waiting')
    const reason = textAt(waiting, 'reason')
    if (reason === undefined || STARTING.has(reason)) return []
    const message = textAt(waiting, 'message')
    return [`pod/${pod.metadata.name}: ${reason}${message === undefined ? '' : `: ${message}`}`]
  })
}

const STARTING = new Set(['ContainerCreating', 'PodInitializing'])
