/** Which commits are in a branch. */

import type { CommitState, RepositoryState } from '../git/repository-state.ts'

const reached = new WeakMap<RepositoryState, Map<string, readonly CommitState[]>>()

/** Every commit that `head` reaches, itself first, newest first; worked out once for each state of a repository. */
export function commitsOf(state: RepositoryState, head: string): readonly CommitState[] {
  const known = reached.get(state) ?? new Map<string, readonly CommitState[]>()
  reached.set(state, known)
  const commits = known.get(head) ?? walk(state, head)
  known.set(head, commits)
  return commits
}

function walk(state: RepositoryState, head: string): readonly CommitState[] {
  const parents = new Map(state.commits.map((commit) => [commit.id, commit.parents]))
  const seen = new Set<string>()
  const open = [head]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...(parents.get(id) ?? []))
  }
  return state.commits.filter(({ id }) => seen.has(id))
}
