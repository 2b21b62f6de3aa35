import { GitBranch } from 'lucide-react'
import { useRef } from 'react'
import type { RepositoryView } from '../../electron/contract/git.ts'
import { useEngine, useUi } from '../state/app.ts'
import { currentRepository } from '../state/git-page.ts'
import { StateNote } from '../ui/state-note.tsx'
import { useWidth } from '../ui/use-width.ts'
import { BranchesPage } from './branches-page.tsx'
import { CommitsPage } from './commits-page.tsx'
import { ComparePage } from './compare-page.tsx'
import { EmptyRepository } from './empty-repository.tsx'
import { GitBar } from './git-bar.tsx'
import type { PageProps } from './page-props.ts'
import { PullsPage } from './pulls-page.tsx'
import { RefusedNote } from './refused-note.tsx'
import { headsOf } from './revisions.ts'
import { useAnswer } from './use-answer.ts'
import './git.css'
import './git-lists.css'

/** From here on a list and what is chosen in it stand side by side; below they take turns. */
const SIDE_BY_SIDE_PX = 860

/** The repositories of the lab: branches, commits, comparisons, pull requests. */
export function GitPanel() {
  const repositories = useEngine((engine) => engine.repositories)
  const wanted = useUi((ui) => ui.repository)
  const pane = useRef<HTMLDivElement>(null)
  const wide = useWidth(pane, 0) >= SIDE_BY_SIDE_PX
  const repository = currentRepository(repositories, wanted)
  return (
    <div ref={pane} className="git" data-wide={wide || undefined}>
      {repository === undefined ? (
        <StateNote icon={<GitBranch size={24} aria-hidden="true" />} title="There is no repository yet.">
          What is created on this lab’s Git server appears here by itself.
        </StateNote>
      ) : (
        <Repository repository={repository} wide={wide} />
      )}
    </div>
  )
}

interface RepositoryProps {
  readonly repository: RepositoryView
  readonly wide: boolean
}

function Repository({ repository, wide }: RepositoryProps) {
  const history = useAnswer('git/history', { repository: repository.name }, headsOf(repository))
  const inDetail = useUi(
    ({ gitPage }) =>
      gitPage.page === 'compare' ||
      (gitPage.page === 'commits' && gitPage.commit !== null) ||
      (gitPage.page === 'pulls' && gitPage.number !== null),
  )
  const empty = repository.branches.length === 0
  return (
    <>
      {inDetail && !wide && !empty ? null : (
        <div className="git__head">
          <GitBar repository={repository} />
          <RefusedNote key={`${repository.name} ${repository.refused?.atMs}`} repository={repository} />
        </div>
      )}
      <div className="git__page">
        {empty ? (
          <EmptyRepository repository={repository} />
        ) : (
          <Page repository={repository} wide={wide} history={history} />
        )}
      </div>
    </>
  )
}

function Page(props: PageProps) {
  const page = useUi((ui) => ui.gitPage)
  const { repository } = props
  const { name } = repository
  switch (page.page) {
    case 'commits':
      return <CommitsPage key={name} {...props} branch={page.branch} chosen={page.commit} />
    case 'branches':
      return <BranchesPage key={name} repository={repository} />
    case 'pulls':
      return <PullsPage key={name} {...props} chosen={page.number} />
    case 'compare':
      return <ComparePage key={name} repository={repository} page={page} />
  }
}
