import type { CommitView, RepositoryView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import { shortId } from '../state/git-words.ts'
import { Ago } from '../ui/time.tsx'
import { useRoving } from '../ui/use-roving.ts'
import { BranchLabel } from './branch-label.tsx'
import { CommitWords } from './commit-words.tsx'
import { LaneCell } from './lane-cell.tsx'
import { layLanes } from './lanes.ts'
import type { LaneRow } from './lanes.ts'

interface CommitListProps {
  readonly repository: RepositoryView
  readonly commits: readonly CommitView[]
  /** What the list is narrowed to; it then is the trunk. */
  readonly branch: string | null
  readonly chosen: string | null
}

/** More names than this at one commit are counted. */
const MOST_LABELS = 2

/** The commit graph as a list, newest first. */
export function CommitList({ repository, commits, branch, chosen }: CommitListProps) {
  const list = useRoving()
  const trunk = repository.branches.find(({ name }) => name === (branch ?? repository.defaultBranch))?.head
  const { rows, width } = layLanes(commits, trunk)
  return (
    <ol ref={list} className="git-list" aria-label={`Commits of ${branch ?? repository.name}, newest first`}>
      {rows.map((row) => (
        <CommitRow
          key={row.commit.id}
          row={row}
          width={width}
          repository={repository}
          branch={branch}
          chosen={row.commit.id === chosen}
        />
      ))}
    </ol>
  )
}

interface CommitRowProps {
  readonly row: LaneRow
  readonly width: number
  readonly repository: RepositoryView
  readonly branch: string | null
  readonly chosen: boolean
}

function CommitRow({ row, width, repository, branch, chosen }: CommitRowProps) {
  const { git } = useApp()
  const { commit } = row
  return (
    <li className="git-row" data-row>
      <button
        type="button"
        className="commit-row"
        data-rove
        data-commit={commit.id}
        aria-current={chosen || undefined}
        onClick={() => git.show({ page: 'commits', branch, commit: commit.id })}
      >
        <LaneCell row={row} width={width} />
        <Labels commit={commit} repository={repository} />
        <CommitWords commit={commit} />
        <code className="git-id commit-row__id">{shortId(commit.id)}</code>
        <span className="commit-row__when">
          <Ago atMs={commit.committedAtMs} />
        </span>
      </button>
    </li>
  )
}

function Labels({ commit, repository }: { readonly commit: CommitView; readonly repository: RepositoryView }) {
  const more = commit.branches.length - MOST_LABELS
  if (commit.branches.length === 0) return null
  return (
    <span className="commit-row__labels">
      {commit.branches.slice(0, MOST_LABELS).map((name) => (
        <BranchLabel
          key={name}
          name={name}
          isProtected={repository.branches.find((branch) => branch.name === name)?.protected ?? false}
        />
      ))}
      {more > 0 ? <span title={commit.branches.slice(MOST_LABELS).join(', ')}>+{more}</span> : null}
    </span>
  )
}
