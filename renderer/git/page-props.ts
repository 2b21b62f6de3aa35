import type { CommitView, RepositoryView } from '../../electron/contract/git.ts'
import type { Answer } from './use-answer.ts'

/** What every page of a repository gets. */
export interface PageProps {
  readonly repository: RepositoryView
  /** There is room for a list and what is chosen in it. */
  readonly wide: boolean
  readonly history: Answer<readonly CommitView[]>
}
