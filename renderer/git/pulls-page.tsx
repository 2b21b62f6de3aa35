import { GitPullRequest } from 'lucide-react'
import type { PullRequestView, RepositoryView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import { reviewWords } from '../state/git-words.ts'
import { StateNote } from '../ui/state-note.tsx'
import { Ago } from '../ui/time.tsx'
import { useRoving } from '../ui/use-roving.ts'
import { BranchLabel } from './branch-label.tsx'
import { NewPull } from './new-pull.tsx'
import { ListAndDetail } from './list-and-detail.tsx'
import type { PageProps } from './page-props.ts'
import { PullDetail } from './pull-detail.tsx'
import { PullState } from './pull-state.tsx'

/** The pull requests of a repository, and the one that is chosen. */
export function PullsPage({ repository, wide, history, chosen }: PageProps & { readonly chosen: number | null }) {
  const pull = repository.pullRequests.find(({ number }) => number === chosen)
  return (
    <ListAndDetail
      wide={wide}
      list={<PullList repository={repository} chosen={chosen} />}
      detail={
        pull === undefined ? null : (
          <PullDetail key={pull.number} repository={repository} history={history} pull={pull} />
        )
      }
      nothing="Choose a pull request to see what it changes."
    />
  )
}

function PullList({ repository, chosen }: { readonly repository: RepositoryView; readonly chosen: number | null }) {
  const list = useRoving()
  const pulls = [...repository.pullRequests].sort(openFirst)
  if (pulls.length === 0) {
    return (
      <StateNote
        icon={<GitPullRequest size={24} aria-hidden="true" />}
        title="There is no pull request yet."
        actions={<NewPull repository={repository} />}
      >
        Push a branch, then ask here for it to be merged; it can be looked at and talked about before it is.
      </StateNote>
    )
  }
  return (
    <ul ref={list} className="git-list" aria-label={`Pull requests of ${repository.name}`}>
      {pulls.map((pull) => (
        <PullRow key={pull.number} pull={pull} chosen={pull.number === chosen} />
      ))}
    </ul>
  )
}

const openFirst = (one: PullRequestView, other: PullRequestView): number =>
  Number(other.state === 'open') - Number(one.state === 'open') || other.number - one.number

function PullRow({ pull, chosen }: { readonly pull: PullRequestView; readonly chosen: boolean }) {
  const { git } = useApp()
  const words = reviewWords(pull)
  return (
    <li className="git-row" data-row>
      <button
        type="button"
        className="pull-row"
        data-rove
        data-pull={pull.number}
        aria-current={chosen || undefined}
        onClick={() => git.show({ page: 'pulls', number: pull.number })}
      >
        <PullState state={pull.state} />
        <span className="pull-row__words">
          <span className="pull-row__title">
            <span className="git-soft">#{pull.number}</span> {pull.title}
          </span>
          <span className="pull-row__line">
            <BranchLabel name={pull.from} />
            <span aria-hidden="true">→</span>
            <span className="visually-hidden"> into </span>
            <BranchLabel name={pull.into} />
            {words === '' ? null : <span className="pull-row__review">{words}</span>}
            {pull.state === 'open' && pull.mergeable === 'conflicts' ? (
              <span className="pull-row__bad">conflicts</span>
            ) : null}
          </span>
        </span>
        <span className="commit-row__when">
          <Ago atMs={pull.closedAtMs ?? pull.openedAtMs} />
        </span>
      </button>
    </li>
  )
}
