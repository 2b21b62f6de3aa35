import type { CommitView } from '../../electron/contract/git.ts'

/** A first title for a pull request: the subject of its only commit, else the name of its branch as words. */
export function titleFrom(branch: string, commits: readonly CommitView[]): string {
  const [only, ...others] = commits
  if (only !== undefined && others.length === 0) return only.subject
  const words = branch.replaceAll(/[-_/]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
