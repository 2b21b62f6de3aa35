/** Whether a workload runs in the version that was asked for, by the measure of `kubectl rollout status`. */

import { conditionOf } from './flux-objects.ts'
import { fieldAt, numberAt, textAt } from './fields.ts'
import type { KubeObject } from './observation.ts'

/** What is left to do. */
export interface Unfinished {
  readonly path: string
  readonly expected: string
  readonly found: string
  /** Without a full stop: "1 of 3 Pods is available". */
  readonly says: string
}

/** Undefined when the rollout is complete: seen by its controller, all new, none old, all available. */
export function unfinishedRollout(workload: KubeObject): Unfinished | undefined {
  const seen = numberAt(workload, 'status', 'observedGeneration') ?? 0
  const generation = numberAt(workload, 'metadata', 'generation') ?? 0
  if (seen < generation)
    return {
      path: 'status.observedGeneration',
      expected: String(generation),
      found: String(seen),
      says: 'its controller has not seen the latest change',
    }
  return BY_KIND[workload.kind]?.(workload)
}

const BY_KIND: Readonly<Record<string, (workload: KubeObject) => Unfinished | undefined>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
}

function deployment(workload: KubeObject): Unfinished | undefined {
  const wanted = numberAt(workload, 'spec', 'replicas') ?? 1
  const updated = status(workload, 'updatedReplicas')
  const left =
    tooFew('status.updatedReplicas', updated, wanted, NEW_VERSION) ??
    tooMany('status.replicas', status(workload, 'replicas'), updated) ??
    tooFew('status.availableReplicas', status(workload, 'availableReplicas'), wanted, AVAILABLE)
  const why = left === undefined ? undefined : troubleOf(workload)
  return left === undefined || why === undefined ? left : { ...left, says: `${left.says} (${why})` }
}

/** What stands in the way, in the words of the Deployment's controller. */
function troubleOf(workload: KubeObject): string | undefined {
  const failure = conditionOf(workload, 'ReplicaFailure')
  if (failure?.status === 'True') return failure.message
  const progressing = conditionOf(workload, 'Progressing')
  return progressing?.status === 'False' ? progressing.message.replace(/\.$/, '') : undefined
}

function statefulSet(workload: KubeObject): Unfinished | undefined {
  const wanted = numberAt(workload, 'spec', 'replicas') ?? 1
  const partition = numberAt(workload, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0
  const isByHand = textAt(workload, 'spec', 'updateStrategy', 'type') === 'OnDelete'
  const isNew = textAt(workload, 'status', 'currentRevision') === textAt(workload, 'status', 'updateRevision')
  const updated = isNew ? status(workload, 'replicas') : status(workload, 'updatedReplicas')
  const due = isByHand ? 0 : Math.max(wanted - partition, 0)
  return (
    tooFew('status.updatedReplicas', updated, due, NEW_VERSION) ??
    tooFew('status.availableReplicas', status(workload, 'availableReplicas'), wanted, AVAILABLE)
  )
}

function daemonSet(workload: KubeObject): Unfinished | undefined {
  const wanted = status(workload, 'desiredNumberScheduled')
  const isByHand = textAt(workload, 'spec', 'updateStrategy', 'type') === 'OnDelete'
  return (
    tooFew(
      'status.updatedNumberScheduled',
      status(workload, 'updatedNumberScheduled'),
      isByHand ? 0 : wanted,
      NEW_VERSION,
    ) ?? tooFew('status.numberAvailable', status(workload, 'numberAvailable'), wanted, AVAILABLE)
  )
}

const status = (workload: KubeObject, field: string): number => numberAt(workload, 'status', field) ?? 0

const NEW_VERSION = 'of the new version'
const AVAILABLE = 'available'

function tooFew(path: string, found: number, wanted: number, what: string): Unfinished | undefined {
  if (found >= wanted) return undefined
  const says = `${found} of ${wanted} ${wanted === 1 ? 'Pod' : 'Pods'} ${found === 1 ? 'is' : 'are'} ${what}`
  return { path, expected: String(wanted), found: String(found), says }
}

function tooMany(path: string, found: number, wanted: number): Unfinished | undefined {
  if (found <= wanted) return undefined
  const old = found - wanted
  const says = `${old} ${old === 1 ? 'Pod' : 'Pods'} of the old version ${old === 1 ? 'is' : 'are'} still there`
  return { path, expected: String(wanted), found: String(found), says }
}

/** The labels by which a workload knows its Pods. */
export function selectorOf(workload: KubeObject): Readonly<Record<string, string>> {
  const labels = fieldAt(workload, 'spec', 'selector', 'matchLabels')
  const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : []
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
