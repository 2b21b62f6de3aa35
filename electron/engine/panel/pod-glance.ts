/** Pods in the words of `kubectl get pods` (k8s.io/kubernetes, pkg/printers/internalversion, printPod). */

import type { ObjectState } from '../../contract/cluster.ts'
import type { KubeObject } from '../checks/observation.ts'
import { glance } from './glance.ts'
import type { Glance } from './glance.ts'
import { at, condition, counted, listAt, numberAt, textAt } from './read-fields.ts'

export function podGlance(pod: KubeObject): Glance {
  const word = podStatus(pod)
  const restarts = sumOf(listAt(pod, 'status', 'containerStatuses'), 'restartCount')
  const unschedulable = condition(pod, 'PodScheduled')?.status === 'False'
  return glance(
    podState(pod, word, unschedulable),
    word,
    imagesOf(at(pod, 'spec')),
    restarts > 0 ? counted(restarts, 'restart') : undefined,
    unschedulable ? condition(pod, 'PodScheduled')?.message : undefined,
  )
}

const UNDER_WAY = /^(Pending|ContainerCreating|PodInitializing|Init:\d+\/\d+|NotReady|SchedulingGated)$/

function podState(pod: KubeObject, word: string, unschedulable: boolean): ObjectState {
  if (word === 'Terminating') return 'leaving'
  if (word === 'Running') return condition(pod, 'Ready')?.status === 'True' ? 'well' : 'progressing'
  if (word === 'Completed' || word === 'Succeeded') return 'neutral'
  return UNDER_WAY.test(word) && !unschedulable ? 'progressing' : 'unwell'
}

/** The column STATUS. */
export function podStatus(pod: KubeObject): string {
  const reason = textAt(pod, 'status', 'reason')
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (reason === 'NodeLost') return 'Unknown'
    const phase = textAt(pod, 'status', 'phase')
    if (phase !== 'Succeeded' && phase !== 'Failed') return 'Terminating'
  }
  return initStatus(pod) ?? containersStatus(pod, reason ?? phaseStatus(pod))
}

function phaseStatus(pod: KubeObject): string {
  const gated = condition(pod, 'PodScheduled')?.reason === 'SchedulingGated'
  return gated ? 'SchedulingGated' : (textAt(pod, 'status', 'phase') ?? 'Unknown')
}

/** Undefined once every init container is through. */
function initStatus(pod: KubeObject): string | undefined {
  const wanted = listAt(pod, 'spec', 'initContainers')
  for (const [index, status] of listAt(pod, 'status', 'initContainerStatuses').entries()) {
    if (numberAt(status, 'state', 'terminated', 'exitCode') === 0) continue
    if (isSidecar(wanted, status) && at(status, 'started') === true) continue
    if (at(status, 'state', 'terminated') !== undefined) return `Init:${terminatedReason(status)}`
    const waiting = textAt(status, 'state', 'waiting', 'reason')
    return waiting !== undefined && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${wanted.length}`
  }
  return undefined
}

const isSidecar = (wanted: readonly unknown[], status: unknown): boolean =>
  wanted.some((each) => at(each, 'name') === at(status, 'name') && at(each, 'restartPolicy') === 'Always')

/** The first container with something to say decides. */
function containersStatus(pod: KubeObject, otherwise: string): string {
  let word = otherwise
  let anyRuns = false
  for (const status of listAt(pod, 'status', 'containerStatuses').toReversed()) {
    const waiting = textAt(status, 'state', 'waiting', 'reason')
    if (waiting !== undefined) word = waiting
    else if (at(status, 'state', 'terminated') !== undefined) word = terminatedReason(status)
    else if (at(status, 'ready') === true && at(status, 'state', 'running') !== undefined) anyRuns = true
  }
  if (word !== 'Completed' || !anyRuns) return word
  return condition(pod, 'Ready')?.status === 'True' ? 'Running' : 'NotReady'
}

function terminatedReason(status: unknown): string {
  const terminated = at(status, 'state', 'terminated')
  const signal = numberAt(terminated, 'signal') ?? 0
  return (
    textAt(terminated, 'reason') ??
    (signal === 0 ? `ExitCode:${numberAt(terminated, 'exitCode') ?? 0}` : `Signal:${signal}`)
  )
}

/** Images of a Pod's spec, each once: `redis:alpine, busybox`. */
export function imagesOf(podSpec: unknown): string | undefined {
  const images = listAt(podSpec, 'containers').flatMap((container) => textAt(container, 'image') ?? [])
  return images.length === 0 ? undefined : [...new Set(images)].join(', ')
}

const sumOf = (items: readonly unknown[], key: string): number =>
  items.reduce<number>((sum, item) => sum + (numberAt(item, key) ?? 0), 0)
