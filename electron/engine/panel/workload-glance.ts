/** Controllers that keep Pods: how many they have of how many they want. */

import type { KubeObject } from '../checks/observation.ts'
import { glance } from './glance.ts'
import type { Glance } from './glance.ts'
import { imagesOf } from './pod-glance.ts'
import { at, condition, numberAt, textAt } from './read-fields.ts'

const podSpec = (object: KubeObject): unknown => at(object, 'spec', 'template', 'spec')
const REVISION = 'deployment.kubernetes.io/revision'

export function deploymentGlance(object: KubeObject): Glance {
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1
  const facts = [
    imagesOf(podSpec(object)),
    textAt(object, 'spec', 'strategy', 'type'),
    at(object, 'spec', 'paused') === true ? 'paused' : undefined,
  ]
  const stuck = condition(object, 'Progressing')?.status === 'False' ? condition(object, 'Progressing') : undefined
  const refused =
    condition(object, 'ReplicaFailure')?.status === 'True' ? condition(object, 'ReplicaFailure') : undefined
  const trouble = stuck ?? refused
  if (trouble !== undefined) return glance('unwell', ready(object, wanted), ...facts, trouble.message ?? trouble.reason)
  if (!isObserved(object)) return glance('progressing', ready(object, wanted), ...facts)
  const updated = numberAt(object, 'status', 'updatedReplicas') ?? 0
  const total = numberAt(object, 'status', 'replicas') ?? 0
  const rolling = updated < wanted || total > updated
  if (rolling) return glance('progressing', ready(object, wanted), ...facts, `${updated} of ${wanted} updated`)
  return readyGlance(object, wanted, 'readyReplicas', facts)
}

export function replicaSetGlance(object: KubeObject): Glance {
  const revision = object.metadata.annotations?.[REVISION]
  const facts = [imagesOf(podSpec(object)), revision === undefined ? undefined : `revision ${revision}`]
  const failure = condition(object, 'ReplicaFailure')
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1
  if (failure?.status === 'True') return glance('unwell', ready(object, wanted), ...facts, failure.message)
  return readyGlance(object, wanted, 'readyReplicas', facts)
}

export function statefulSetGlance(object: KubeObject): Glance {
  return readyGlance(object, numberAt(object, 'spec', 'replicas') ?? 1, 'readyReplicas', [imagesOf(podSpec(object))])
}

export function daemonSetGlance(object: KubeObject): Glance {
  const wanted = numberAt(object, 'status', 'desiredNumberScheduled') ?? 0
  return readyGlance(object, wanted, 'numberReady', [imagesOf(podSpec(object))])
}

function readyGlance(
  object: KubeObject,
  wanted: number,
  field: string,
  facts: readonly (string | undefined)[],
): Glance {
  const has = numberAt(object, 'status', field) ?? 0
  if (wanted === 0 && has === 0 && isObserved(object)) return glance('neutral', 'scaled to 0', ...facts)
  return glance(has === wanted && isObserved(object) ? 'well' : 'progressing', `${has} of ${wanted} ready`, ...facts)
}

const ready = (object: KubeObject, wanted: number): string =>
  `${numberAt(object, 'status', 'readyReplicas') ?? 0} of ${wanted} ready`

/** Whether the controller has seen the latest change of `spec`. */
function isObserved(object: KubeObject): boolean {
  const generation = numberAt(object, 'metadata', 'generation')
  const observed = numberAt(object, 'status', 'observedGeneration')
  return generation === undefined || (observed ?? 0) >= generation
}

export function jobGlance(object: KubeObject): Glance {
  const wanted = numberAt(object, 'spec', 'completions') ?? 1
  const word = `${numberAt(object, 'status', 'succeeded') ?? 0} of ${wanted} done`
  const image = imagesOf(podSpec(object))
  const failed = condition(object, 'Failed')
  if (failed?.status === 'True') return glance('unwell', word, image, failed.message ?? failed.reason)
  if (at(object, 'spec', 'suspend') === true) return glance('neutral', 'suspended', image)
  return glance(condition(object, 'Complete')?.status === 'True' ? 'well' : 'progressing', word, image)
}

export function cronJobGlance(object: KubeObject): Glance {
  const image = imagesOf(at(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec'))
  const schedule = textAt(object, 'spec', 'schedule') ?? 'no schedule'
  return at(object, 'spec', 'suspend') === true
    ? glance('neutral', 'suspended', schedule, image)
    : glance('well', schedule, image)
}
