import type { Place, Problems } from '../problem.ts'
import type { Values } from '../personalise.ts'

/** What every rule gets: where to report, and what the rest of the lab says. */
export interface RuleContext {
  readonly problems: Problems
  /** Names of the folder and the file's own words. */
  readonly folderName: string
  /** One value for each variable, so that expressions can be read as they will be. */
  readonly sample: Values
  readonly clusters: readonly string[]
  /** Names of the repositories that the lab declares. */
  readonly repositories: readonly string[]
  /** What the lab requires; within a step, what that requires too. */
  readonly requires: readonly string[]
}

/** A rule looks at a place of the file, says everything that is wrong there, and never throws. */
export type Rule = (place: Place, context: RuleContext) => void

/** Reports each name that an earlier item of the list has already. */
export function uniqueNames(items: readonly Place[], what: string, { problems }: RuleContext): void {
  const seen = new Set<string>()
  for (const item of items) {
    const name = item.text ?? item.get('name').text
    if (name === undefined) continue
    const at = item.text === undefined ? item.get('name') : item
    if (seen.has(name)) problems.error(at.path, `There are two ${what} called "${name}".`, 'Give each its own name.')
    seen.add(name)
  }
}
