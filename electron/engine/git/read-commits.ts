import type { CommitState } from './repository-state.ts'
import type { Git } from './run-git.ts'

/** Older ones are not looked at: no lab needs them, and somebody may push a large project. */
const MAX_COMMITS = 5000

const FORMAT = ['%x01%H', '%P', '%T', '%an', '%ct', '%s', '%b', ''].join('%x00')

/** What the commits reach, newest first, parents after their children. */
export async function readCommits(git: Git, heads: readonly string[]): Promise<readonly CommitState[]> {
  if (heads.length === 0) return []
  const options = [`--max-count=${MAX_COMMITS}`, '--date-order', '-z', '--name-only', '--no-renames']
  const args = ['log', ...options, '--diff-merges=first-parent', `--format=${FORMAT}`, '--stdin']
  const text = await git.answer(args, { input: `${heads.join('\n')}\n` })
  return text.text
    .split('\u0001')
    .slice(1)
    .map((record) => parseCommit(record.split('\0')))
}

function parseCommit(fields: readonly string[]): CommitState {
  const [id = '', parents = '', tree = '', author = '', seconds = '', subject = '', body = '', ...rest] = fields
  return {
    id,
    parents: parents === '' ? [] : parents.split(' '),
    tree,
    author,
    subject,
    body: body.trim(),
    committedAtMs: Number(seconds) * 1000,
    paths: rest.map((path) => path.replace(/^\n/, '')).filter((path) => path !== ''),
  }
}
