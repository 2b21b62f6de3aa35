import type { Comparison } from '../../contract/git.ts'
import { parseDiff } from './parse-diff.ts'
import type { Repository } from './repository.ts'
import { historyOf } from './history.ts'
import { resolve } from './revisions.ts'

/** What `head` has that `base` has not: its commits, and its files against where both come from. */
export async function compare(repository: Repository, base: string, head: string): Promise<Comparison> {
  const { git, graph } = repository
  const [from, to] = [await resolve(git, base), await resolve(git, head)]
  const known = graph.reach(from)
  const wanted = graph.reach(to)
  const commits = historyOf(repository, Infinity).filter(({ id }) => wanted.has(id) && !known.has(id))
  const { text, exitCode } = await git.answer(['merge-base', from, to], { alsoFine: [1] })
  const start = exitCode === 0 ? text.trim() : from
  const options = ['--no-color', '--no-ext-diff', '--no-textconv', '--find-renames', '--full-index', '--src-prefix=a/']
  const diff = await git.answer(['diff', ...options, '--dst-prefix=b/', start, to])
  return { base, head, commits, files: parseDiff(diff.text) }
}
