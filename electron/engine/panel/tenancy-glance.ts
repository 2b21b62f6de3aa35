/** Who may do what, and how much of it. */

import type { KubeObject } from '../checks/observation.ts'
import { glance } from './glance.ts'
import type { Glance } from './glance.ts'
import { at, condition, counted, keysAt, listAt, textAt, textsAt } from './read-fields.ts'

export function namespaceGlance(namespace: KubeObject): Glance {
  const phase = textAt(namespace, 'status', 'phase') ?? 'Active'
  return glance(phase === 'Active' ? 'well' : 'leaving', phase)
}

export function nodeGlance(node: KubeObject): Glance {
  const isReady = condition(node, 'Ready')?.status === 'True'
  const closed = at(node, 'spec', 'unschedulable') === true ? 'SchedulingDisabled' : undefined
  return glance(
    isReady ? 'well' : 'unwell',
    isReady ? 'Ready' : 'NotReady',
    closed,
    textAt(node, 'status', 'nodeInfo', 'kubeletVersion'),
  )
}

/** `2 of 4 pods`; the other limits as facts. */
export function quotaGlance(quota: KubeObject): Glance {
  const limits = keysAt(quota, 'status', 'hard').length > 0 ? at(quota, 'status', 'hard') : at(quota, 'spec', 'hard')
  const names = keysAt(limits).toSorted((a, b) => rank(a) - rank(b))
  const words = names.map(
    (name) => `${textAt(quota, 'status', 'used', name) ?? '0'} of ${textAt(limits, name) ?? '?'} ${plainName(name)}`,
  )
  const full = names.some(
    (name) =>
      name.match(/^(pods|count\/.*|services|secrets|configmaps)$/) &&
      textAt(quota, 'status', 'used', name) === textAt(limits, name),
  )
  const [first = 'no limits', ...others] = words
  return glance('neutral', first, ...(full ? ['full'] : []), ...others)
}

/** Counts of objects are what a learner meets first. */
const rank = (name: string): number => (name === 'pods' ? 0 : /^(requests|limits)\.|^(cpu|memory)$/.test(name) ? 2 : 1)
const plainName = (name: string): string => name.replace(/^count\/([^.]*).*$/, '$1')

export function limitRangeGlance(range: KubeObject): Glance {
  const types = listAt(range, 'spec', 'limits').flatMap((limit) => textAt(limit, 'type') ?? [])
  return glance('neutral', types.length === 0 ? 'no limits' : `limits for each ${types.join(', ')}`)
}

export function roleGlance(role: KubeObject): Glance {
  const rules = listAt(role, 'rules')
  const facts = rules
    .slice(0, 3)
    .map((rule) => `${textsAt(rule, 'verbs').join(', ')} ${textsAt(rule, 'resources').join(', ')}`.trim())
  return glance('neutral', counted(rules.length, 'rule'), ...facts)
}

/** `Role developer → user dev-user`. */
export function bindingGlance(binding: KubeObject): Glance {
  const role = `${textAt(binding, 'roleRef', 'kind') ?? 'Role'} ${textAt(binding, 'roleRef', 'name') ?? '?'}`
  const subjects = listAt(binding, 'subjects').map(
    (subject) => `${subjectKind(subject)} ${textAt(subject, 'name') ?? '?'}`,
  )
  return glance('neutral', `${role} → ${subjects.length === 0 ? 'nobody' : subjects.join(', ')}`)
}

function subjectKind(subject: unknown): string {
  const kind = textAt(subject, 'kind') ?? 'subject'
  return kind === 'ServiceAccount' ? 'service account' : kind.toLowerCase()
}

export const serviceAccountGlance = (): Glance => glance('neutral', 'identity for pods')
