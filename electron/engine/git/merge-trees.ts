import { DrydockError } from '../../contract/errors.ts'
import type { Git } from './run-git.ts'

export type MergedTree =
  { readonly kind: 'clean'; readonly tree: string } | { readonly kind: 'conflicts'; readonly paths: readonly string[] }

/** Merges two commits without a working tree; what a merge base is, Git finds itself. */
export async function mergeTrees(git: Git, ours: string, theirs: string): Promise<MergedTree> {
  const options = ['--write-tree', '--name-only', '--no-messages', '-z', '--allow-unrelated-histories']
  const { text, exitCode } = await git.answer(['merge-tree', ...options, ours, theirs], { alsoFine: [1] }).catch(tooOld)
  const [tree = '', ...paths] = text.split('\0').filter((part) => part !== '')
  return exitCode === 0 ? { kind: 'clean', tree } : { kind: 'conflicts', paths: [...new Set(paths)] }
}

/**
 * Merges as if `base` were where both come from. Git has an option for it only since 2.40, so the three become commits
 * without any other history.
 */
export async function mergeTreesFrom(git: Git, base: string, ours: string, theirs: string): Promise<MergedTree> {
  const root = await commitTree(git, { tree: base, parents: [], message: 'base' })
  const [one, other] = await Promise.all(
    [ours, theirs].map((tree) => commitTree(git, { tree, parents: [root], message: 'side' })),
  )
  return await mergeTrees(git, one ?? '', other ?? '')
}

export interface NewCommit {
  readonly tree: string
  readonly parents: readonly string[]
  readonly message: string
}

/** Makes a commit that no branch knows yet; gives its id. */
export async function commitTree(git: Git, commit: NewCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent])
  return await git(['commit-tree', commit.tree, ...parents, '-F', '-'], { input: commit.message })
}

/** Git before 2.38 merges only in a working tree. */
async function tooOld(error: unknown): Promise<never> {
  const output = error instanceof DrydockError ? (error.detail.output ?? '') : ''
  if (!/usage: git merge-tree/.test(output)) throw error
  throw new DrydockError(
    {
      code: 'tool-missing',
      happened: 'The Git of this machine is older than 2.38 and cannot merge without a working tree.',
      remedy: 'Install Git 2.38 or newer, or merge on the command line and push.',
    },
    { cause: error },
  )
}
