import { useEffect, useRef } from 'react'
import type { PullRequestView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import { shortId } from '../state/git-words.ts'
import { nothingHasFocus } from '../shared/panes.ts'
import { Ago } from '../ui/time.tsx'
import { useEscape } from '../ui/use-escape.ts'
import { BranchLabel } from './branch-label.tsx'
import { ComparisonBody } from './comparison-body.tsx'
import { DetailHead, focusAgain } from './detail-head.tsx'
import type { PageProps } from './page-props.ts'
import { PullActions } from './pull-actions.tsx'
import { PullState } from './pull-state.tsx'
import { Reviews } from './reviews.tsx'
import { revisionsOf } from './revisions.ts'

interface PullProps extends Pick<PageProps, 'repository' | 'history'> {
  readonly pull: PullRequestView
}

/** One pull request: what it asks for, what was said about it, what it changes, and what can be done. */
export function PullDetail({ repository, history, pull }: PullProps) {
  const { git } = useApp()
  const pane = useRef<HTMLDivElement>(null)
  const leave = (): void => {
    git.show({ page: 'pulls', number: null })
    focusAgain(`[data-pull="${pull.number}"]`)
  }
  useEscape(pane, leave)
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Merging and closing take the buttons away that were pressed for it.
    if (pull.state !== 'open' && nothingHasFocus()) body.current?.focus()
  }, [pull.state])
  return (
    <div ref={pane} className="git-detail" role="group" aria-label={`Pull request ${pull.number}`}>
      <DetailHead
        back="All pull requests"
        onBack={leave}
        title={
          <>
            <span className="git-soft">#{pull.number}</span> {pull.title}
          </>
        }
      />
      <div ref={body} className="git-detail__body" role="group" aria-label="The pull request" tabIndex={0}>
        <Facts pull={pull} />
        {pull.body.trim() === '' ? null : <p className="pull-body">{pull.body}</p>}
        {pull.state === 'open' ? <PullActions repository={repository} pull={pull} /> : null}
        <Reviews reviews={pull.reviews} />
        <Changes repository={repository} history={history} pull={pull} />
      </div>
    </div>
  )
}

function Facts({ pull }: { readonly pull: PullRequestView }) {
  const { state, from, into, author, openedAtMs, closedAtMs, mergedAs, method } = pull
  return (
    <p className="git-facts">
      <PullState state={state} />
      <span className="git-facts__labels">
        <BranchLabel name={from} />
        <span aria-hidden="true">→</span>
        <span className="visually-hidden"> into </span>
        <BranchLabel name={into} />
      </span>
      <span>
        opened by {author} <Ago atMs={openedAtMs} />
      </span>
      {closedAtMs === undefined ? null : (
        <span>
          {state === 'merged' ? 'merged' : 'closed'} <Ago atMs={closedAtMs} />
          {mergedAs === undefined
            ? ''
            : ` as ${shortId(mergedAs)}${method === 'squash' ? ', squashed into one commit' : ''}`}
        </span>
      )}
    </p>
  )
}

function Changes({ repository, history: { data: commits }, pull }: PullProps) {
  if (commits === null) return <p className="git-late">Getting the changes…</p>
  const revisions = revisionsOf(pull, repository, commits)
  if (revisions === null) {
    return <p className="git-soft">What it changed cannot be shown: its branch is gone.</p>
  }
  const none = `${pull.from} and ${pull.into} have the same contents.`
  return <ComparisonBody repository={repository} revisions={revisions} none={none} />
}
