import { Lock } from 'lucide-react'
import type { RepositoryView } from '../../electron/contract/git.ts'
import { useApp, useEngine, useUi } from '../state/app.ts'
import { cloneCommand } from '../state/git-page.ts'
import type { GitPage } from '../state/git-page.ts'
import { CopyText } from './copy-text.tsx'
import { NewPull } from './new-pull.tsx'

/** Which repository this is, what of it is shown, and how to clone it. */
export function GitBar({ repository }: { readonly repository: RepositoryView }) {
  const onPulls = useUi((ui) => ui.gitPage.page === 'pulls')
  return (
    <div className="git-bar">
      <RepositoryChooser repository={repository} />
      <PageSwitch repository={repository} />
      {onPulls && repository.pullRequests.length > 0 ? (
        <NewPull repository={repository} />
      ) : (
        <CopyText text={cloneCommand(repository)} name="Copy the clone command" label="Clone" />
      )}
    </div>
  )
}

function RepositoryChooser({ repository }: { readonly repository: RepositoryView }) {
  const { git } = useApp()
  const names = useEngine((engine) => engine.repositories).map(({ name }) => name)
  return (
    <div className="git-bar__repository">
      {names.length > 1 ? (
        <select
          className="select"
          aria-label="Repository"
          value={repository.name}
          onChange={(event) => git.chooseRepository(event.target.value)}
        >
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      ) : (
        <h3 className="git-bar__name">{repository.name}</h3>
      )}
      {repository.private ? (
        <span className="git-mark" title="Only with the lab’s token">
          <Lock size={12} aria-hidden="true" />
          private
        </span>
      ) : null}
    </div>
  )
}

function PageSwitch({ repository }: { readonly repository: RepositoryView }) {
  const { git } = useApp()
  const current = useUi((ui) => ui.gitPage.page)
  const open = repository.pullRequests.filter(({ state }) => state === 'open').length
  const pages: readonly { readonly to: GitPage; readonly name: string; readonly count?: number }[] = [
    { to: { page: 'commits', branch: null, commit: null }, name: 'Commits' },
    { to: { page: 'branches' }, name: 'Branches', count: repository.branches.length },
    { to: { page: 'pulls', number: null }, name: 'Pull requests', count: open },
  ]
  return (
    <div className="view-switch git-bar__pages" role="group" aria-label={`What is shown of ${repository.name}`}>
      {pages.map(({ to, name, count }) => (
        <button
          key={name}
          type="button"
          className="view-switch__view"
          aria-pressed={to.page === current}
          onClick={() => git.show(to)}
        >
          {name}
          {count === undefined ? null : <span className="git-bar__count">{count}</span>}
        </button>
      ))}
    </div>
  )
}
