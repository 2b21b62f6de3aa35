/** Rules for the lab as a whole; every other rule is called from here. */

import type { Variable } from '../../../contract/lab.ts'
import { sampleValues } from '../personalise.ts'
import type { Values } from '../personalise.ts'
import type { Place, Problems } from '../problem.ts'
import { quote } from '../words.ts'
import { uniqueNames } from './context.ts'
import type { RuleContext } from './context.ts'
import { repositoryNames, repositoryRules } from './git-rules.ts'
import { stepRules } from './step-rules.ts'
import { textRules } from './text-rules.ts'

/** Names on disk that the file must agree with. */
export interface FolderNames {
  /** Of the lab's folder. */
  readonly name: string
  /** Of the folders in `repositories/`. */
  readonly repositories: readonly string[]
}

/** Everything that is wrong with what the file says, whether or not its shape is right everywhere. */
export function labRules(root: Place, folder: FolderNames, problems: Problems): void {
  const spec = root.get('spec')
  const clusters = spec.get('clusters').items.flatMap((name) => name.text ?? [])
  const context: RuleContext = {
    problems,
    folderName: folder.name,
    repositories: repositoryNames(spec.get('repositories')),
    requires: spec.get('requires').items.flatMap((capability) => capability.text ?? []),
    clusters: spec.get('clusters').given ? clusters : ['dev'],
    sample: readSample(spec.get('variables')),
  }
  folderRule(root.get('metadata').get('name'), context)
  uniqueNames(spec.get('clusters').items, 'clusters', context)
  uniqueNames(spec.get('variables').items, 'variables', context)
  uniqueNames(spec.get('steps').items, 'steps', context)
  repositoryRules(spec.get('repositories'), folder.repositories, context)
  needsGit(spec, context)
  for (const variable of spec.get('variables').items) variableRules(variable, context)
  for (const step of spec.get('steps').items) stepRules(step, context)
  textRules(root, context)
}

function needsGit(spec: Place, { problems, requires }: RuleContext): void {
  const repositories = spec.get('repositories')
  if (repositories.items.length === 0 || requires.includes('git')) return
  problems.error(repositories.path, 'The lab has repositories, but does not require git.', 'Add git to "requires".', {
    on: 'key',
  })
}

function folderRule(name: Place, { problems, folderName }: RuleContext): void {
  if (name.text === undefined || name.text === folderName || !/^[a-z0-9][-a-z0-9]*$/.test(name.text)) return
  problems.error(
    name.path,
    `The lab is called ${quote(name.text)}, but its folder ${quote(folderName)}.`,
    'Give both the same name.',
  )
}

function variableRules(variable: Place, { problems }: RuleContext): void {
  const given = ['value', 'from', 'between'].filter((key) => variable.get(key).given)
  if (given.length === 0 && variable.get('name').given) {
    problems.error(variable.path, 'The variable has no value.', 'Add "value", "from" or "between".')
  }
  for (const key of given.slice(1)) {
    problems.error(variable.get(key).path, `"${key}" does not go together with "${given[0]}".`, 'Keep one of them.', {
      on: 'key',
    })
  }
  const [least, most] = variable.get('between').items.map((item) => item.value)
  if (typeof least !== 'number' || typeof most !== 'number' || least < most) return
  problems.error(
    variable.get('between').path,
    `There is nothing to draw between ${least} and ${most}.`,
    'Write the smaller number first.',
  )
}

/** Values of the variables that are right, so that what uses them can be looked at even when others are not. */
function readSample(variables: Place): Values {
  return sampleValues(variables.items.flatMap((variable) => readVariable(variable) ?? []))
}

function readVariable(variable: Place): Variable | undefined {
  const name = variable.get('name').text
  if (name === undefined) return undefined
  const value = variable.get('value').text ?? variable.get('from').items[0]?.text
  if (value !== undefined) return { name, value }
  const [least, most] = variable.get('between').items.map((item) => item.value)
  return typeof least === 'number' && typeof most === 'number' ? { name, between: [least, most] } : undefined
}
