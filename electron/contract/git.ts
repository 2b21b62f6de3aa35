/** Lab repositories as people see them: branches, commits, diffs, pull requests. */

/** A branch of a lab repository. */
export interface BranchView {
  readonly name: string
  /** Full commit id. */
  readonly head: string
  readonly isDefault: boolean
  /** Nobody can push to it; changes come in through a pull request. */
  readonly protected: boolean
  /** Commits that it has and the default branch has not, and the other way round. */
  readonly ahead: number
  readonly behind: number
}

/** One commit of the graph. */
export interface CommitView {
  readonly id: string
  /** Full ids, first parent first. */
  readonly parents: readonly string[]
  readonly author: string
  readonly subject: string
  /** Epoch milliseconds. */
  readonly committedAtMs: number
  /** Branches whose head it is. */
  readonly branches: readonly string[]
}

export type PullRequestState = 'open' | 'merged' | 'closed'
export type MergeMethod = 'merge' | 'squash'

export interface PullRequestView {
  readonly number: number
  readonly title: string
  readonly body: string
  /** The branch with the change. */
  readonly from: string
  /** The branch that gets it. */
  readonly into: string
  readonly state: PullRequestState
  readonly author: string
  readonly reviews: readonly ReviewView[]
  /** For an open one; `nothing` when `into` has every commit already. */
  readonly mergeable: 'clean' | 'conflicts' | 'nothing'
  /** Paths that conflict. */
  readonly conflicts: readonly string[]
  /** The commit that it became, once merged. */
  readonly mergedAs?: string
  readonly method?: MergeMethod
  /** Epoch milliseconds. */
  readonly openedAtMs: number
  readonly closedAtMs?: number
}

export interface ReviewView {
  readonly author: string
  readonly verdict: 'approved' | 'changes-requested' | 'comment'
  readonly body: string
  /** Epoch milliseconds. */
  readonly atMs: number
}

/** A push that the server did not take, and why. */
export interface RefusedPush {
  readonly branch: string
  readonly reason: string
  /** Epoch milliseconds. */
  readonly atMs: number
}

/** One repository of the open lab, without its contents. */
export interface RepositoryView {
  readonly name: string
  /** For `git clone`, without credentials. */
  readonly url: string
  readonly private: boolean
  readonly defaultBranch: string
  readonly branches: readonly BranchView[]
  readonly pullRequests: readonly PullRequestView[]
  /** The last one, until a push succeeds. */
  readonly refused?: RefusedPush
}

/** What one file of a comparison became. */
export interface FileDiff {
  readonly path: string
  /** Where it was before, when it was renamed. */
  readonly previousPath?: string
  readonly change: 'added' | 'changed' | 'removed' | 'renamed'
  /** Not text, or too large to show. */
  readonly opaque: boolean
  readonly hunks: readonly DiffHunk[]
}

export interface DiffHunk {
  /** `@@ -1,5 +1,6 @@` and what follows it. */
  readonly header: string
  readonly lines: readonly DiffLine[]
}

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
  /** Line numbers before and after, where there is one. */
  readonly before?: number
  readonly after?: number
}

/** Two revisions beside each other: what `head` has that `base` has not. */
export interface Comparison {
  readonly base: string
  readonly head: string
  readonly commits: readonly CommitView[]
  readonly files: readonly FileDiff[]
}
