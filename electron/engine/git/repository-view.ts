import type { RepositoryView } from '../../contract/git.ts'
import type { CommitGraph } from './commit-graph.ts'
import { OWNER } from './git-paths.ts'
import type { RepositoryRecord } from './repository-record.ts'
import type { RepositoryState } from './repository-state.ts'

/** A repository as people see it, without its contents. */
export function repositoryView(
  state: RepositoryState,
  record: RepositoryRecord,
  graph: CommitGraph,
  address: string,
): RepositoryView {
  const { name, defaultBranch } = state
  const main = state.branches.find((branch) => branch.name === defaultBranch)?.head
  const refused = record.refusalStands ? record.refused.at(-1) : undefined
  return {
    name,
    url: repositoryUrl(address, name),
    private: record.private,
    defaultBranch,
    pullRequests: state.pullRequests,
    branches: state.branches.map((branch) => ({
      name: branch.name,
      head: branch.head,
      isDefault: branch.name === defaultBranch,
      protected: branch.protected,
      ahead: main === undefined ? 0 : graph.ahead(branch.head, main),
      behind: main === undefined ? 0 : graph.ahead(main, branch.head),
    })),
    ...(refused === undefined ? {} : { refused }),
  }
}

export const repositoryUrl = (address: string, name: string): string => `${address}/${OWNER}/${name}.git`
