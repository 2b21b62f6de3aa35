/** Things that hold data. Values of Secrets are never looked at, only counted. */

import type { KubeObject } from '../checks/observation.ts'
import { glance } from './glance.ts'
import type { Glance } from './glance.ts'
import { condition, counted, keysAt, textAt, textsAt } from './read-fields.ts'

export function configMapGlance(configMap: KubeObject): Glance {
  const keys = [...keysAt(configMap, 'data'), ...keysAt(configMap, 'binaryData')]
  return glance('neutral', counted(keys.length, 'key'), ...keys.slice(0, 3))
}

export function secretGlance(secret: KubeObject): Glance {
  const keys = keysAt(secret, 'data')
  return glance('neutral', counted(keys.length, 'key'), textAt(secret, 'type'), ...keys.slice(0, 3))
}

export function claimGlance(claim: KubeObject): Glance {
  const phase = textAt(claim, 'status', 'phase') ?? 'Pending'
  const size =
    textAt(claim, 'status', 'capacity', 'storage') ?? textAt(claim, 'spec', 'resources', 'requests', 'storage')
  const state = phase === 'Bound' ? 'well' : phase === 'Lost' ? 'unwell' : 'progressing'
  return glance(state, phase, size, textsAt(claim, 'spec', 'accessModes').join(', '))
}

/** Any other kind: its Ready (or Available, or Established) condition, its phase, or that it exists. */
export function anyGlance(object: KubeObject): Glance {
  for (const type of ['Ready', 'Available', 'Established', 'Healthy', 'Programmed']) {
    const found = condition(object, type)
    if (found === undefined) continue
    if (found.status === 'True') return glance('well', type, found.message)
    const state =
      found.status === 'False' && !/progress|pending|waiting/i.test(found.reason ?? '') ? 'unwell' : 'progressing'
    return glance(state, found.reason ?? `not ${type}`, found.message)
  }
  const phase = textAt(object, 'status', 'phase')
  return phase === undefined ? glance('neutral', 'exists') : glance('neutral', phase)
}
