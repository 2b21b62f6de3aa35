import type { Git } from './run-git.ts'

/** Where the branches, tags and pull requests of a repository point. */
export interface Refs {
  readonly branches: ReadonlyMap<string, BranchTip>
  /** Object ids by the name of the tag. */
  readonly tags: ReadonlyMap<string, string>
  /** Heads of pull requests that are over, by number: their commits stay though the branch goes. */
  readonly pulls: ReadonlyMap<number, string>
}

export interface BranchTip {
  readonly head: string
  readonly tree: string
}

export const NO_REFS: Refs = { branches: new Map(), tags: new Map(), pulls: new Map() }

const FORMAT = '%(refname)%00%(objectname)%00%(tree)'

export async function readRefs(git: Git): Promise<Refs> {
  const text = await git(['for-each-ref', `--format=${FORMAT}`, 'refs/heads', 'refs/tags', 'refs/pull'])
  const branches = new Map<string, BranchTip>()
  const tags = new Map<string, string>()
  const pulls = new Map<number, string>()
  for (const line of text.split('\n')) {
    const [name = '', id = '', tree = ''] = line.split('\0')
    const [, kind, rest = ''] = /^refs\/(heads|tags|pull)\/(.+)$/.exec(name) ?? []
    if (kind === 'heads') branches.set(rest, { head: id, tree })
    if (kind === 'tags') tags.set(rest, id)
    if (kind === 'pull') pulls.set(Number.parseInt(rest, 10), id)
  }
  return { branches, tags, pulls }
}
