import type { Comparison } from '../../contract/git.ts'
import { commitViews } from './history.ts'
import { EMPTY_TREE } from './make-repository.ts'
import { parseDiff } from './parse-diff.ts'
import type { Repository } from './repository.ts'
import { resolve } from './revisions.ts'
import type { Git } from './run-git.ts'

/**
 * What `head` has that `base` has not: its commits, and its files against where both come from. With Git's empty tree as
 * `base`, all of it: so a first commit is shown.
 */
export async function compare(repository: Repository, base: string, head: string): Promise<Comparison> {
  const { git, graph } = repository
  const to = await resolve(git, head)
  const from = base === EMPTY_TREE ? undefined : await resolve(git, base)
  const known = from === undefined ? new Set<string>() : graph.reach(from)
  const wanted = graph.reach(to)
  const own = repository.state.commits.filter(({ id }) => wanted.has(id) && !known.has(id))
  const commits = commitViews(repository, own)
  const start = from === undefined ? EMPTY_TREE : await commonStart(git, from, to)
  const options = ['--no-color', '--no-ext-diff', '--no-textconv', '--find-renames', '--full-index', '--src-prefix=a/']
  const diff = await git.answer(['diff', ...options, '--dst-prefix=b/', start, to])
  return { base, head, commits, files: parseDiff(diff.text) }
}

/** Where two histories part; `from` itself when they have nothing in common. */
async function commonStart(git: Git, from: string, to: string): Promise<string> {
  const { text, exitCode } = await git.answer(['merge-base', from, to], { alsoFine: [1] })
  return exitCode === 0 ? text.trim() : from
}
