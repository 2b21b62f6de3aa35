import type {
  CommitView,
  Comparison,
  MergeMethod,
  PullRequestView,
  RepositoryView,
  ReviewView,
} from '../../contract/git.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import type { Event } from '../lib/emitter.ts'
import { silentLog, type Log } from '../lib/log.ts'
import type { RepositoryChange } from './repository.ts'
import type { LabWithRepositories } from './repository-shelf.ts'
import type { RepositoryState } from './repository-state.ts'
import { LabGitServer } from './lab-git-server.ts'

export type { RepositoryChange } from './repository.ts'
export { readRepositories } from './read-repositories.ts'

/** One lab's repositories and the server in front of them. */
export interface LabGit {
  /** `https://localhost:PORT`; empty before `prepare`. */
  readonly address: string
  /** The port of the last time was taken, so the address is another one than before. */
  readonly moved: boolean
  /** Addresses of other times, newest first. Git of the lab's shells finds the way from them by itself. */
  readonly formerAddresses: readonly string[]
  /** For the lab's terminals; right after `prepare`. */
  readonly environment: Readonly<Record<string, string>>
  /** Certificate of the authority that vouches for the server. */
  readonly caFile: string
  /** After refs, pull requests, protection or a refusal changed; `state` is new already. */
  readonly onChange: Event<RepositoryChange>
  /** Seeds what is missing, listens; again: nothing. */
  prepare(): Promise<void>
  repositories(): readonly RepositoryView[]
  state(name: string): RepositoryState | undefined
  /** Newest first; at most 500 when no limit is given. */
  history(name: string, limit?: number): Promise<readonly CommitView[]>
  /** What `head` has that `base` has not; branches, tags or commit ids. */
  compare(name: string, base: string, head: string): Promise<Comparison>
  openPullRequest(name: string, wish: PullRequestWish): Promise<PullRequestView>
  /** A word of the instructor. */
  review(name: string, number: number, review: Pick<ReviewView, 'verdict' | 'body'>): Promise<PullRequestView>
  merge(name: string, number: number, method: MergeMethod): Promise<PullRequestView>
  closePullRequest(name: string, number: number): Promise<PullRequestView>
  /** Makes a branch `revert-SHORT` with the revert and opens a pull request for it. */
  revert(name: string, commit: string, into: string): Promise<PullRequestView>
  /** `at` is a branch, tag or commit; the default branch when not given. */
  createBranch(name: string, branch: string, at?: string): Promise<void>
  deleteBranch(name: string, branch: string): Promise<void>
  setProtected(name: string, branch: string, isProtected: boolean): Promise<void>
  keep(name: string): Promise<void>
  bringBack(name: string): Promise<void>
  kept(): Promise<readonly string[]>
  /** As seeded, nothing kept. */
  reset(): Promise<void>
  /** Stops listening; running git processes end. */
  dispose(): Promise<void>
}

export interface PullRequestWish {
  readonly title: string
  readonly body: string
  readonly from: string
  readonly into: string
}

export interface LabGitDeps {
  readonly dataRoot: string
  readonly lab: LabWithRepositories
  readonly clock?: Clock
  readonly log?: Log
}

export function createLabGit(deps: LabGitDeps): LabGit {
  return new LabGitServer({ clock: systemClock, log: silentLog, ...deps })
}
