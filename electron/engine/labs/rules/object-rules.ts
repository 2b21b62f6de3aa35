/** Rules for the objects that checks look at. */

import { isBuiltInGroup, kindsOf, lookUp, versionsOf } from '../kinds.ts'
import { fill } from '../personalise.ts'
import { isMapping } from '../problem.ts'
import type { Place } from '../problem.ts'
import { quote, suggest } from '../words.ts'
import type { RuleContext } from './context.ts'

export function objectRules(object: Place, context: RuleContext): void {
  const apiVersion = object.get('apiVersion').text
  const kind = object.get('kind').text
  if (apiVersion === undefined || kind === undefined) return
  const scope = lookUp(apiVersion, kind)
  if (scope === undefined) unknownKind(object, apiVersion, kind, context)
  else namespaceRule(object, kind, scope, context)
  namesRule(object, apiVersion, context)
}

function unknownKind(object: Place, apiVersion: string, kind: string, { problems }: RuleContext): void {
  if (!/^([a-z0-9.-]+\/)?v\d+((alpha|beta)\d+)?$/.test(apiVersion)) {
    const versions = versionsOf(kind)
    const remedy =
      versions.length > 0
        ? `A ${kind} is in ${versions.join(' and ')}.`
        : 'Write a version, or group/version: v1, apps/v1.'
    problems.error(object.get('apiVersion').path, `${quote(apiVersion)} is not an API version.`, remedy)
    return
  }
  if (!isBuiltInGroup(apiVersion)) return
  const versions = versionsOf(kind)
  if (versions.length > 0) {
    problems.error(
      object.get('apiVersion').path,
      `There is no ${kind} in ${apiVersion}.`,
      `It is in ${versions.join(' and ')}.`,
    )
    return
  }
  const remedy = suggest(kind, kindsOf(apiVersion) ?? [], `Kinds of ${apiVersion}`)
  problems.error(object.get('kind').path, `There is no kind ${quote(kind)} in ${apiVersion}.`, remedy)
}

function namespaceRule(
  object: Place,
  kind: string,
  scope: 'namespaced' | 'cluster-wide',
  { problems }: RuleContext,
): void {
  const namespace = object.get('namespace')
  if (scope === 'namespaced' && !namespace.given) {
    problems.error(object.path, `A ${kind} lives in a namespace, and none is given.`, 'Add "namespace".')
  }
  if (scope === 'cluster-wide' && namespace.given) {
    problems.error(namespace.path, `A ${kind} lives in no namespace.`, 'Remove "namespace".', { on: 'key' })
  }
}

/** RBAC is left out: its names may hold colons and capitals. */
function namesRule(object: Place, apiVersion: string, context: RuleContext): void {
  const isRbac = apiVersion.startsWith('rbac.')
  for (const key of isRbac ? ['namespace'] : ['name', 'namespace']) nameRule(object.get(key), context)
}

/** What Kubernetes takes as the name of most objects. */
export function nameRule(name: Place, { problems, sample }: RuleContext): void {
  if (name.text === undefined || name.text === '') return
  const filled = fill(name.text, sample)
  if (/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/.test(filled) || filled.includes('${')) return
  problems.error(name.path, `No object can be called ${quote(filled)}.`, 'Use small letters, digits, dashes and dots.')
}

/** `match` must want something. */
export function matchRules(match: Place, { problems }: RuleContext): void {
  if (isMapping(match.value) && Object.keys(match.value).length === 0) {
    problems.error(
      match.path,
      '"match" is empty, so it fits everything.',
      'Say what the object must hold, or remove it.',
    )
  }
}
