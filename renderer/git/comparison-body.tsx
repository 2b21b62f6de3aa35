import type { CommitView, RepositoryView } from '../../electron/contract/git.ts'
import { counted } from '../catalogue/catalogue-words.ts'
import { useApp } from '../state/app.ts'
import { shortId } from '../state/git-words.ts'
import { Ago } from '../ui/time.tsx'
import { useRoving } from '../ui/use-roving.ts'
import { ChangedFiles } from './changed-files.tsx'
import { CommitWords } from './commit-words.tsx'
import { versionOf } from './revisions.ts'
import type { Revisions } from './revisions.ts'
import { useAnswer } from './use-answer.ts'

interface ComparisonBodyProps {
  readonly repository: RepositoryView
  readonly revisions: Revisions
  readonly none: string
}

/** What one side has that the other has not: its commits, then the files. */
export function ComparisonBody({ repository, revisions, none }: ComparisonBodyProps) {
  const { base, head } = revisions
  const answer = useAnswer('git/compare', { repository: repository.name, base, head }, versionOf(revisions, repository))
  return (
    <>
      {answer.data === null || answer.data.commits.length === 0 ? null : (
        <ComparedCommits repository={repository} commits={answer.data.commits} />
      )}
      <ChangedFiles answer={answer} none={none} />
    </>
  )
}

interface ComparedCommitsProps {
  readonly repository: RepositoryView
  readonly commits: readonly CommitView[]
}

function ComparedCommits({ repository, commits }: ComparedCommitsProps) {
  const { git } = useApp()
  const list = useRoving()
  return (
    <div className="compared">
      <h4 className="eyebrow">{counted(commits.length, 'commit')}</h4>
      <ol ref={list} className="git-list git-list--inset" aria-label="Commits of this comparison">
        {commits.map((commit) => (
          <li key={commit.id} className="git-row" data-row>
            <button
              type="button"
              className="commit-row"
              data-rove
              onClick={() => git.showCommit(repository.name, commit.id)}
            >
              <code className="git-id">{shortId(commit.id)}</code>
              <CommitWords commit={commit} />
              <span className="commit-row__when">
                <Ago atMs={commit.committedAtMs} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  )
}
