/** How repositories, branches and commits are called in findings; and the commands that show them. */

import type { Finding } from '../../contract/verdict.ts'
import type { BranchState, CommitState, RepositoryState } from '../git/repository-state.ts'
import { NOTHING, renderInSentence } from './render.ts'

/** The repository that a check looks at, and the name of the branch that it speaks of. */
export interface Looked {
  readonly state: RepositoryState
  readonly branch: string
}

/** The same where the branch is there. */
export interface LookedAt extends Looked {
  readonly at: BranchState
}

/** `3f2a1b0`: as much of a commit's id as people read out. */
export const short = (id: string): string => id.slice(0, 7)

/** `3f2a1b0 "Add vote"`. */
export const commitName = ({ id, subject }: Pick<CommitState, 'id' | 'subject'>): string =>
  `${short(id)} ${renderInSentence(subject)}`

/** `instavote, branch main`. */
export const branchTitle = ({ state, branch }: Looked): string => `${state.name}, branch ${branch}`

/** `repository instavote` when it is not there at all. */
export const noRepository = (name: string): Finding => ({
  object: `repository ${name}`,
  path: '',
  expected: `repository ${name}`,
  found: NOTHING,
  message: `There is no repository ${name} on the lab's Git server yet.`,
})

/** What the server has, wherever the learner stands. */
export const showBranches = (repository: string): string =>
  `git ls-remote --heads https://$GIT_HOST/learner/${repository}.git`

/** In the clone that a learner most likely has, brought up to date first: what was merged on the server is not in it. */
export const inClone = (repository: string, command: string): string =>
  `git -C ~/${repository} fetch --quiet && git -C ~/${repository} ${command}`

export const showLog = ({ state, branch }: Looked): string =>
  inClone(state.name, `log --oneline origin/${quote(branch)}`)

export const showFile = ({ state, branch }: Looked, path: string): string =>
  inClone(state.name, `show ${quote(`origin/${branch}:${path}`)}`)

export const showFiles = ({ state, branch }: Looked): string =>
  inClone(state.name, `ls-tree -r --name-only ${quote(`origin/${branch}`)}`)

export const showDifference = ({ state, branch }: Looked, other: string): string =>
  inClone(state.name, `diff --stat ${quote(`origin/${branch}`)} ${quote(`origin/${other}`)}`)

/** Commits of `other` that are not in the branch. */
export const showLacking = ({ state, branch }: Looked, other: string): string =>
  inClone(state.name, `log --oneline ${quote(`origin/${branch}..origin/${other}`)}`)

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

/** "a, b and 3 more". */
export function listed(words: readonly string[], most = 4): string {
  const rest = words.length - most
  return rest > 0 ? `${words.slice(0, most).join(', ')} and ${rest} more` : words.join(', ')
}
