import type { PullRequestView, RepositoryView } from '../../electron/contract/git.ts'

/** Where one is in the Git tab. */
export type GitPage =
  | {
      readonly page: 'commits'
      /** Only what this branch has; null for all of them. */
      readonly branch: string | null
      /** Full id of the commit whose changes are open. */
      readonly commit: string | null
    }
  | { readonly page: 'branches' }
  | { readonly page: 'pulls'; readonly number: number | null }
  | {
      readonly page: 'compare'
      readonly base: string
      readonly head: string
      /** A pull request is being written. */
      readonly drafting: boolean
    }

export const ALL_COMMITS: GitPage = { page: 'commits', branch: null, commit: null }

/** The repository that is looked at: the chosen one, else the first. */
export const currentRepository = (
  repositories: readonly RepositoryView[],
  wanted: string | null,
): RepositoryView | undefined => repositories.find(({ name }) => name === wanted) ?? repositories[0]

/**
 * Two branches worth comparing: into the default branch, from the branch that has most that the default one has not, else
 * from any other one.
 */
export function firstComparison({ branches, defaultBranch }: RepositoryView): { base: string; head: string } {
  const others = branches.filter(({ name }) => name !== defaultBranch)
  const [head] = [...others].sort((one, other) => other.ahead - one.ahead)
  return { base: defaultBranch, head: head?.name ?? defaultBranch }
}

/** With a pull request as the engine has just answered it; the announcement may come after the answer. */
export function withPullRequest(
  repositories: readonly RepositoryView[],
  name: string,
  pull: PullRequestView,
): readonly RepositoryView[] {
  return repositories.map((repository) => {
    if (repository.name !== name) return repository
    const others = repository.pullRequests.filter(({ number }) => number !== pull.number)
    return { ...repository, pullRequests: [...others, pull].sort((one, other) => other.number - one.number) }
  })
}

export const cloneCommand = ({ url }: RepositoryView): string => `git clone ${url}`
