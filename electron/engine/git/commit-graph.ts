import type { CommitState } from './repository-state.ts'

/** Who comes from whom, among the commits of a repository. */
export class CommitGraph {
  readonly #commits: ReadonlyMap<string, CommitState>
  readonly #reached = new Map<string, ReadonlySet<string>>()

  constructor(commits: readonly CommitState[]) {
    this.#commits = new Map(commits.map((commit) => [commit.id, commit]))
  }

  commit(id: string): CommitState | undefined {
    return this.#commits.get(id)
  }

  /** The commit itself and everything before it. */
  reach(head: string): ReadonlySet<string> {
    const known = this.#reached.get(head)
    if (known !== undefined) return known
    const found = new Set<string>()
    const ahead = [head]
    for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
      const commit = this.#commits.get(id)
      if (commit === undefined || found.has(id)) continue
      found.add(id)
      ahead.push(...commit.parents)
    }
    this.#reached.set(head, found)
    return found
  }

  contains(head: string, commit: string): boolean {
    return this.reach(head).has(commit)
  }

  /** How many commits `head` has that `base` has not. */
  ahead(head: string, base: string): number {
    const known = this.reach(base)
    return [...this.reach(head)].filter((id) => !known.has(id)).length
  }
}
