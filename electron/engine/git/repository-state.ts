import type { PullRequestView, RefusedPush } from '../../contract/git.ts'

/** What a check sees of one repository; all of it in memory, so that looking at it takes no time and cannot fail. */
export interface RepositoryState {
  readonly name: string
  readonly defaultBranch: string
  readonly branches: readonly BranchState[]
  /** Every commit that a branch (or a merged pull request) reaches, newest first. */
  readonly commits: readonly CommitState[]
  readonly pullRequests: readonly PullRequestView[]
  readonly refused: readonly RefusedPush[]
}

export interface BranchState {
  readonly name: string
  /** Full commit id. */
  readonly head: string
  readonly protected: boolean
  /** Object id of the tree at the head: the same for the same contents. */
  readonly tree: string
  /** Text files by path; undefined for one that is not text or larger than 256 KiB. */
  readonly files: Readonly<Record<string, string | undefined>>
}

export interface CommitState {
  readonly id: string
  readonly parents: readonly string[]
  readonly tree: string
  readonly author: string
  readonly subject: string
  readonly body: string
  readonly committedAtMs: number
  /** Paths that it added, changed or removed against its first parent; of a first commit, all. */
  readonly paths: readonly string[]
}
