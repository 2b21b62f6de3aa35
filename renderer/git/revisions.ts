import type { CommitView, PullRequestView, RepositoryView } from '../../electron/contract/git.ts'

/** Git's id of a folder with nothing in it: what was there before a first commit. */
export const NOTHING = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** What a commit is compared with: its first parent. */
export const beforeOf = (commit: CommitView): string => commit.parents[0] ?? NOTHING

export interface Revisions {
  readonly base: string
  readonly head: string
}

/**
 * What to compare to see what a pull request changes: its branches while it is open, what it became once it is merged.
 * Null when that is not there any more.
 */
export function revisionsOf(
  pull: PullRequestView,
  { branches }: RepositoryView,
  commits: readonly CommitView[],
): Revisions | null {
  if (pull.mergedAs !== undefined) {
    const merged = commits.find(({ id }) => id === pull.mergedAs)
    return merged === undefined ? null : { base: beforeOf(merged), head: merged.id }
  }
  const there = (wanted: string): boolean => branches.some(({ name }) => name === wanted)
  return there(pull.from) && there(pull.into) ? { base: pull.into, head: pull.from } : null
}

/** Changes whenever one of the branches moves; ids never do. */
export const versionOf = ({ base, head }: Revisions, { branches }: RepositoryView): string =>
  [base, head].map((wanted) => branches.find(({ name }) => name === wanted)?.head ?? wanted).join(' ')

/** Changes with every branch that comes, moves or goes. */
export const headsOf = ({ branches }: RepositoryView): string =>
  branches.map(({ name, head }) => `${name}@${head}`).join(' ')
