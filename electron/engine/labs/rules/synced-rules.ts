/** Rules for checks of kind `synced`. */

import { knownKinds, versionsOf } from '../kinds.ts'
import { isMapping, Place } from '../problem.ts'
import { nearest, quote } from '../words.ts'
import type { RuleContext } from './context.ts'
import { branchRule, repositoryRule } from './git-rules.ts'
import { nameRule, objectRules } from './object-rules.ts'

export function syncedCheck(check: Place, context: RuleContext): void {
  const { problems } = context
  for (const key of ['source', 'kustomization', 'namespace']) nameRule(check.get(key), context)
  repositoryRule(check.get('repository'), context)
  branchRule(check.get('branch'), context)
  if (check.get('branch').given && !check.get('repository').given)
    problems.error(check.get('branch').path, '"branch" does not say of which repository.', 'Add "repository".', {
      on: 'key',
    })
  for (const key of check.get('kustomization').given ? [] : ['inventory', 'running']) {
    if (check.get(key).given)
      problems.error(check.get(key).path, `"${key}" does not say of which Kustomization.`, 'Add "kustomization".', {
        on: 'key',
      })
  }
  for (const wish of check.get('inventory').items) inventoryRules(wish, context)
}

/** Without an `apiVersion`, the kind must be one that every cluster has. */
function inventoryRules(wish: Place, context: RuleContext): void {
  const kind = wish.get('kind').text
  if (kind === undefined) return
  if (wish.get('apiVersion').given) {
    objectRules(wish, context)
    return
  }
  const [version] = versionsOf(kind)
  if (version !== undefined) {
    objectRules(new Place({ ...(isMapping(wish.value) ? wish.value : {}), apiVersion: version }, wish.path), context)
    return
  }
  const meant = nearest(kind, knownKinds())
  const remedy = `${meant === undefined ? '' : `Did you mean ${quote(meant)}? `}A kind of its own needs "apiVersion".`
  context.problems.error(wish.get('kind').path, `No cluster has a kind ${quote(kind)} by itself.`, remedy)
}
