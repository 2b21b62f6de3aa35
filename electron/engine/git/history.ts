import type { CommitView } from '../../contract/git.ts'
import type { Repository } from './repository.ts'

/** The newest commits, with the branches that end at them. */
export function historyOf(repository: Repository, limit: number): readonly CommitView[] {
  const { commits, branches } = repository.state
  return commits.slice(0, limit).map(({ id, parents, author, subject, committedAtMs }) => ({
    id,
    parents,
    author,
    subject,
    committedAtMs,
    branches: branches.filter(({ head }) => head === id).map(({ name }) => name),
  }))
}
