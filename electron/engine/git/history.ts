import type { CommitView } from '../../contract/git.ts'
import type { CommitState } from './repository-state.ts'
import type { Repository } from './repository.ts'

/** The newest commits of all branches. */
export function historyOf(repository: Repository, limit: number): readonly CommitView[] {
  const { commits, branches } = repository.state
  const reached = new Set(branches.flatMap(({ head }) => [...repository.graph.reach(head)]))
  return commitViews(repository, commits.filter(({ id }) => reached.has(id)).slice(0, limit))
}

/** Commits as people see them, with the branches that end at them. */
export function commitViews(repository: Repository, commits: readonly CommitState[]): readonly CommitView[] {
  const { branches } = repository.state
  return commits.map(({ id, parents, author, subject, committedAtMs }) => ({
    id,
    parents,
    author,
    subject,
    committedAtMs,
    branches: branches.filter(({ head }) => head === id).map(({ name }) => name),
  }))
}
