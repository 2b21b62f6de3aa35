/** What a `git` check wants of a branch as such: that it is there, protected, has the commits or contents of another. */

import type { GitCheck } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import type { BranchState, RepositoryState } from '../git/repository-state.ts'
import { commitsOf } from './git-history.ts'
import {
  branchTitle,
  commitName,
  listed,
  short,
  showBranches,
  showDifference,
  showLacking,
  type Looked,
  type LookedAt,
} from './git-words.ts'
import { nearestWord } from './nearest.ts'
import { NOTHING } from './render.ts'

/** Whether anything is wanted of the branch; a check may speak of pull requests and refused pushes only. */
export const wantsBranch = (check: GitCheck): boolean =>
  check.files.length > 0 ||
  [check.exists, check.protected, check.commit, check.contains, check.sameTreeAs, check.reverted].some(
    (wish) => wish !== undefined,
  )

/** "There is no branch production in instavote. There are main and staging." */
export function noBranch({ name: repository, branches }: RepositoryState, branch: string): Finding {
  const names = branches.map(({ name }) => name)
  const meant = nearestWord(branch, names)
  const hint =
    names.length === 0
      ? 'Nothing has been pushed to it yet.'
      : meant === undefined
        ? `It has ${listed(names)}.`
        : `There is ${meant}; is that the one?`
  return {
    object: `branch ${branch} of ${repository}`,
    path: '',
    expected: `branch ${branch}`,
    found: NOTHING,
    message: `There is no branch ${branch} in ${repository}. ${hint}`,
    show: showBranches(repository),
  }
}

export const unwelcomeBranch = ({ state }: Looked, { name, head }: BranchState): Finding => ({
  object: `branch ${name} of ${state.name}`,
  path: '',
  expected: NOTHING,
  found: `branch ${name} at ${short(head)}`,
  message: `There is a branch ${name} in ${state.name}; there should be none.`,
  show: showBranches(state.name),
})

/** Everything about the branch that is not as wanted. */
export function branchFindings(check: GitCheck, looked: LookedAt): readonly Finding[] {
  return [
    ...protection(check, looked),
    ...(check.contains === undefined ? [] : lacking(looked, check.contains)),
    ...(check.sameTreeAs === undefined ? [] : different(looked, check.sameTreeAs)),
  ]
}

function protection({ protected: wanted }: GitCheck, { state, branch, at }: LookedAt): readonly Finding[] {
  if (wanted === undefined || wanted === at.protected) return []
  const word = (is: boolean): string => (is ? 'protected' : 'not protected')
  return [
    {
      object: `branch ${branch} of ${state.name}`,
      path: 'protected',
      expected: word(wanted),
      found: word(at.protected),
      message: `Branch ${branch} of ${state.name} is ${word(at.protected)}; it should be ${word(wanted)}.`,
    },
  ]
}

/** A branch that is gone counts as contained when it was merged: people tidy up after themselves. */
function lacking(looked: LookedAt, other: string): readonly Finding[] {
  const { state, branch, at } = looked
  const from = state.branches.find(({ name }) => name === other)
  const merged = state.pullRequests.findLast(
    (each) => each.from === other && each.into === branch && each.state === 'merged',
  )
  if (from === undefined) return merged?.method === 'merge' ? [] : [noBranch(state, other)]
  const has = new Set(commitsOf(state, at.head).map(({ id }) => id))
  if (has.has(from.head)) return []
  const missing = commitsOf(state, from.head).filter(({ id }) => !has.has(id))
  const squashed =
    merged?.method === 'squash'
      ? ` Pull request #${merged.number} was squashed: that makes a new commit, and leaves those of ${other} out.`
      : ''
  const count = missing.length === 1 ? 'one commit' : `${missing.length} commits`
  return [
    {
      object: branchTitle(looked),
      path: '',
      expected: `every commit of ${other}`,
      found: `all but ${missing.length}`,
      message: `Branch ${branch} of ${state.name} lacks ${count} of ${other}: ${listed(missing.map(commitName), 3)}.${squashed}`,
      show: showLacking(looked, other),
    },
  ]
}

function different(looked: LookedAt, other: string): readonly Finding[] {
  const { state, branch, at } = looked
  const beside = state.branches.find(({ name }) => name === other)
  if (beside === undefined) return [noBranch(state, other)]
  if (beside.tree === at.tree) return []
  const paths = differing(at, beside)
  const where = paths.length === 0 ? '' : `: ${listed(paths)}`
  return [
    {
      object: branchTitle(looked),
      path: '',
      expected: `the same files as ${other}`,
      found:
        paths.length === 0 ? 'other contents' : `${paths.length} that ${paths.length === 1 ? 'differs' : 'differ'}`,
      message: `The files of ${branch} and ${other} in ${state.name} are not the same${where}.`,
      show: showDifference(looked, other),
    },
  ]
}

function differing({ files: one }: BranchState, { files: other }: BranchState): readonly string[] {
  const paths = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted()
  return paths.filter((path) => one[path] !== other[path] || Object.hasOwn(one, path) !== Object.hasOwn(other, path))
}
