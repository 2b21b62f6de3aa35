import { GitMerge, GitPullRequest, GitPullRequestClosed } from 'lucide-react'
import type { PullRequestState } from '../../electron/contract/git.ts'
import { PULL_WORDS } from '../state/git-words.ts'

const ICONS = { open: GitPullRequest, merged: GitMerge, closed: GitPullRequestClosed }

/** The state of a pull request as shape and word. */
export function PullState({ state }: { readonly state: PullRequestState }) {
  const Icon = ICONS[state]
  return (
    <span className={`pull-state pull-state--${state}`}>
      <Icon size={14} aria-hidden="true" />
      {PULL_WORDS[state]}
    </span>
  )
}
