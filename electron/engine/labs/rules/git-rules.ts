/** Rules for repositories, and for checks of kind `git`. */

import { RE2JS } from 're2js'
import { checkPattern } from '../../checks/pattern.ts'
import { fill } from '../personalise.ts'
import { isMapping } from '../problem.ts'
import type { Place } from '../problem.ts'
import { quote, suggest } from '../words.ts'
import { uniqueNames } from './context.ts'
import type { RuleContext } from './context.ts'
import { matchRules } from './object-rules.ts'

export function repositoryRules(repositories: Place, folders: readonly string[], context: RuleContext): void {
  const { problems } = context
  uniqueNames(repositories.items, 'repositories', context)
  for (const repository of repositories.items) {
    branchRule(repository.get('defaultBranch'), context)
    for (const branch of repository.get('protected').items) branchRule(branch, context)
    if (repository.get('madeBy').text === 'learner') learnersRepository(repository, folders, context)
  }
  const names = repositoryNames(repositories)
  for (const folder of folders) {
    if (names.includes(folder)) continue
    problems.error(
      repositories.path,
      `The folder repositories/${folder} belongs to no repository of the lab.`,
      suggest(folder, names, 'Its repositories'),
    )
  }
}

/** Names of the repositories, also where one is written as its bare name. */
export const repositoryNames = (repositories: Place): readonly string[] =>
  repositories.items.flatMap((repository) => repository.text ?? repository.get('name').text ?? [])

/** Of what the learner makes, the lab can say nothing beforehand. */
function learnersRepository(repository: Place, folders: readonly string[], { problems }: RuleContext): void {
  for (const key of ['private', 'protected']) {
    const place = repository.get(key)
    if (!place.given) continue
    problems.error(place.path, `"${key}" says nothing of a repository that the learner makes.`, 'Remove it.', {
      on: 'key',
    })
  }
  const name = repository.get('name').text ?? ''
  if (!folders.includes(name)) return
  problems.error(
    repository.get('madeBy').path,
    `The learner makes this repository, but there is a folder repositories/${name}.`,
    'Remove one of the two.',
  )
}

/** The repository that a check looks at must be declared. */
export function repositoryRule(repository: Place, { problems, repositories }: RuleContext): void {
  if (repository.text === undefined || repositories.includes(repository.text)) return
  const remedy =
    repositories.length === 0
      ? 'Add it to "repositories" of the lab; with madeBy: learner when the learner makes it.'
      : suggest(repository.text, repositories, 'Its repositories')
  problems.error(repository.path, `The lab has no repository ${quote(repository.text)}.`, remedy)
}

/** What git takes as the name of a branch. */
export function branchRule(branch: Place, { problems, sample }: RuleContext): void {
  if (branch.text === undefined || branch.text === '' || branch.text.includes('\n')) return
  const name = fill(branch.text, sample)
  if (name.includes('${') || isBranchName(name)) return
  problems.error(
    branch.path,
    `No branch can be called ${quote(name)}.`,
    'Use letters, digits, dashes, dots, _ and single slashes between them.',
  )
}

const isBranchName = (name: string): boolean =>
  /^[\w][\w.+/-]*$/.test(name) && !/\.\.|\/\/|\/\.|\.lock(\/|$)|[./]$/.test(name)

/** Fields that speak of the branch; none of them goes together with `exists: false`. */
const OF_BRANCH = ['protected', 'files', 'commit', 'contains', 'sameTreeAs', 'reverted']
const WISHES = ['exists', ...OF_BRANCH, 'pullRequest', 'refused']

export function gitCheck(check: Place, context: RuleContext): void {
  const { problems } = context
  repositoryRule(check.get('repository'), context)
  for (const key of ['branch', 'contains', 'sameTreeAs']) branchRule(check.get(key), context)
  if (!WISHES.some((key) => check.get(key).given))
    problems.error(check.path, 'This check wants nothing of the repository.', `Add ${WISHES.join(', ')}.`)
  const cluster = check.get('cluster')
  if (cluster.given) problems.error(cluster.path, 'A repository is in no cluster.', 'Remove "cluster".', { on: 'key' })
  for (const key of check.get('exists').value === false ? OF_BRANCH : []) {
    if (check.get(key).given)
      problems.error(check.get(key).path, `A branch that must not exist has no "${key}".`, 'Remove it.', { on: 'key' })
  }
  for (const file of check.get('files').items) fileRules(file, context)
  commitRules(check.get('commit'), context)
  pullRequestRules(check.get('pullRequest'), context)
  patternRule(check.get('reverted'), context)
  otherBranchRules(check, context)
}

const FILE_WISHES = ['match', 'contains', 'matches', 'equals', 'exists']

function fileRules(file: Place, context: RuleContext): void {
  pathRule(file.get('path'), context)
  matchRules(file.get('match'), context)
  patternRule(file.get('matches'), context)
  const [first, ...others] = FILE_WISHES.filter((key) => file.get(key).given)
  if (first === undefined)
    context.problems.error(file.path, 'Nothing is wanted of this file.', `Add ${FILE_WISHES.join(', ')}.`)
  for (const key of others) {
    context.problems.error(file.get(key).path, `"${key}" does not go together with "${first}".`, NEXT_ITEM, {
      on: 'key',
    })
  }
}

const NEXT_ITEM = 'Put it into an item of its own, with the same path.'

function pathRule(path: Place, { problems }: RuleContext): void {
  if (path.text === undefined || !/^\/|^\.{1,2}\/|\/\.{1,2}(\/|$)|\/\//.test(path.text)) return
  problems.error(
    path.path,
    `${quote(path.text)} is no path within a repository.`,
    'Begin at its top, without . and ..: deploy/vote.yaml.',
  )
}

function commitRules(commit: Place, context: RuleContext): void {
  patternRule(commit.get('subject'), context)
  patternRule(commit.get('author'), context)
  pathRule(commit.get('touches'), context)
  if (isMapping(commit.value) && commit.fields.length === 0)
    context.problems.error(commit.path, 'Every commit is like that.', 'Add "subject", "author" or "touches".')
}

function pullRequestRules(request: Place, context: RuleContext): void {
  const { problems } = context
  for (const key of ['from', 'into']) branchRule(request.get(key), context)
  const [method, state] = [request.get('method'), request.get('state')]
  if (method.given && state.text !== 'merged') {
    const remedy = state.given ? 'Remove it.' : 'Add state: merged.'
    problems.error(method.path, 'Only a merged pull request has a "method".', remedy, { on: 'key' })
  }
  if (isMapping(request.value) && request.fields.length === 0)
    problems.error(request.path, 'Every pull request is like that.', 'Add "from", "into" or "state".')
}

/** A branch beside itself is always the same. */
function otherBranchRules(check: Place, { problems }: RuleContext): void {
  const branch = check.get('branch').text
  for (const key of ['contains', 'sameTreeAs']) {
    const other = check.get(key)
    if (other.text === undefined || other.text !== branch) continue
    problems.error(other.path, `${quote(other.text)} is the branch itself.`, 'Name another one.')
  }
}

function patternRule(place: Place, { problems, sample }: RuleContext): void {
  if (place.text === undefined || place.text === '') return
  const problem = checkPattern(fill(place.text, sample, (value) => RE2JS.quote(value)))
  if (problem === undefined) return
  const remedy = problem.includes('Perl syntax')
    ? 'RE2 cannot look around.'
    : 'Write a \\ before a sign that stands for itself.'
  problems.error(place.path, problem, remedy)
}
