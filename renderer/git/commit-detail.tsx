import { Undo2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { CommitView, RepositoryView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import { shortId } from '../state/git-words.ts'
import { Button } from '../ui/button.tsx'
import { Ago } from '../ui/time.tsx'
import { useEscape } from '../ui/use-escape.ts'
import { BranchLabel } from './branch-label.tsx'
import { ChangedFiles } from './changed-files.tsx'
import { CopyText } from './copy-text.tsx'
import { DetailHead, focusAgain } from './detail-head.tsx'
import { branchesWith } from './reach.ts'
import { RevertQuestion } from './revert-question.tsx'
import { beforeOf } from './revisions.ts'
import { useAnswer } from './use-answer.ts'

interface CommitDetailProps {
  readonly repository: RepositoryView
  readonly commits: readonly CommitView[]
  readonly id: string
  readonly branch: string | null
}

/** What one commit changed, against its first parent. */
export function CommitDetail({ repository, commits, id, branch }: CommitDetailProps) {
  const { git } = useApp()
  const pane = useRef<HTMLDivElement>(null)
  const commit = commits.find((one) => one.id === id)
  const leave = (): void => {
    git.show({ page: 'commits', branch, commit: null })
    focusAgain(`[data-commit="${id}"]`)
  }
  useEscape(pane, leave)
  return (
    <div ref={pane} className="git-detail" role="group" aria-label={`Commit ${shortId(id)}`}>
      <DetailHead back="All commits" onBack={leave} title={commit?.subject ?? `Commit ${shortId(id)}`}>
        {commit === undefined ? null : <Revert repository={repository} commits={commits} commit={commit} />}
      </DetailHead>
      {commit === undefined ? (
        <p className="git__nothing">No branch of {repository.name} has this commit any more.</p>
      ) : (
        <Body repository={repository} commits={commits} commit={commit} />
      )}
    </div>
  )
}

interface OneCommitProps {
  readonly repository: RepositoryView
  readonly commits: readonly CommitView[]
  readonly commit: CommitView
}

function Body({ repository, commits, commit }: OneCommitProps) {
  const revisions = { base: beforeOf(commit), head: commit.id }
  const answer = useAnswer('git/compare', { repository: repository.name, ...revisions }, '')
  const within = branchesWith(commits, repository.branches, commit.id)
  const [parent] = commit.parents
  return (
    <div className="git-detail__body" role="group" aria-label="What it changed" tabIndex={0}>
      <p className="git-facts">
        <CopyText text={commit.id} name="Copy the id" label={shortId(commit.id)} />
        <span>
          {commit.author}, <Ago atMs={commit.committedAtMs} />
        </span>
        {commit.parents.length > 1 && parent !== undefined ? (
          <span>a merge; compared with its first parent {shortId(parent)}</span>
        ) : null}
        <span className="git-facts__labels">
          <span className="git-soft">in</span>
          {within.length === 0 ? 'no branch' : null}
          {within.map(({ name, protected: isProtected }) => (
            <BranchLabel key={name} name={name} isProtected={isProtected} />
          ))}
        </span>
      </p>
      <ChangedFiles answer={answer} none="This commit changes no file." />
    </div>
  )
}

function Revert({ repository, commits, commit }: OneCommitProps) {
  const [asking, setAsking] = useState(false)
  const within = branchesWith(commits, repository.branches, commit.id)
  return (
    <>
      <Button
        because={within.length === 0 ? 'No branch has this commit: there is nothing to take back' : undefined}
        tip="Makes a branch that undoes it, and a pull request"
        onClick={() => setAsking(true)}
      >
        <Undo2 size={14} aria-hidden="true" />
        Revert…
      </Button>
      <RevertQuestion
        open={asking}
        repository={repository}
        commit={commit}
        branches={within}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
