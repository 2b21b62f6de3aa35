import { X } from 'lucide-react'
import type { CommitView, RepositoryView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import { StateNote } from '../ui/state-note.tsx'
import { CommitDetail } from './commit-detail.tsx'
import { CommitList } from './commit-list.tsx'
import { ListAndDetail } from './list-and-detail.tsx'
import type { PageProps } from './page-props.ts'
import { reachedFrom } from './reach.ts'

interface CommitsPageProps extends PageProps {
  readonly branch: string | null
  readonly chosen: string | null
}

/** The commit graph, and the changes of the commit that is chosen in it. */
export function CommitsPage({ repository, wide, history, branch, chosen }: CommitsPageProps) {
  const { data, problem } = history
  if (data === null) {
    return problem === null ? (
      <p className="git__nothing git-late">Getting the commits…</p>
    ) : (
      <StateNote title={problem.happened}>{problem.remedy}</StateNote>
    )
  }
  return (
    <ListAndDetail
      wide={wide}
      list={<FilteredList repository={repository} commits={data} branch={branch} chosen={chosen} />}
      detail={
        chosen === null ? null : (
          <CommitDetail key={chosen} repository={repository} commits={data} id={chosen} branch={branch} />
        )
      }
      nothing="Choose a commit to see what it changed."
    />
  )
}

interface FilteredListProps {
  readonly repository: RepositoryView
  readonly commits: readonly CommitView[]
  readonly branch: string | null
  readonly chosen: string | null
}

function FilteredList({ repository, commits, branch, chosen }: FilteredListProps) {
  const { git } = useApp()
  const head = repository.branches.find(({ name }) => name === branch)?.head
  const reached = head === undefined ? null : reachedFrom(commits, head)
  const shown = reached === null ? commits : commits.filter(({ id }) => reached.has(id))
  return (
    <>
      {head === undefined ? null : (
        <p className="git-filter">
          Only what <b>{branch}</b> has
          <button
            type="button"
            className="button"
            onClick={() => git.show({ page: 'commits', branch: null, commit: chosen })}
          >
            <X size={14} aria-hidden="true" />
            Show all branches
          </button>
        </p>
      )}
      <CommitList repository={repository} commits={shown} branch={head === undefined ? null : branch} chosen={chosen} />
    </>
  )
}
