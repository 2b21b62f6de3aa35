import { ArrowLeftRight, GitBranch, Lock, Star } from 'lucide-react'
import type { BranchView, RepositoryView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import { firstComparison } from '../state/git-page.ts'
import { aheadWords, shortId } from '../state/git-words.ts'
import { useRoving } from '../ui/use-roving.ts'

/** The branches of a repository: which one is the default, which ones are protected, and how far they are apart. */
export function BranchesPage({ repository }: { readonly repository: RepositoryView }) {
  const list = useRoving()
  const branches = [...repository.branches].sort((one, other) => Number(other.isDefault) - Number(one.isDefault))
  return (
    <ul ref={list} className="git-list" aria-label={`Branches of ${repository.name}`}>
      {branches.map((branch) => (
        <BranchRow key={branch.name} branch={branch} repository={repository} />
      ))}
    </ul>
  )
}

interface BranchRowProps {
  readonly branch: BranchView
  readonly repository: RepositoryView
}

function BranchRow({ branch, repository }: BranchRowProps) {
  const { git } = useApp()
  const compare = (): void => {
    const pair = branch.isDefault ? firstComparison(repository) : { base: repository.defaultBranch, head: branch.name }
    git.show({ page: 'compare', ...pair, drafting: false })
  }
  return (
    <li className="git-row branch-row" data-row>
      <button
        type="button"
        className="branch-row__main"
        data-rove
        onClick={() => git.show({ page: 'commits', branch: branch.name, commit: null })}
      >
        <GitBranch size={14} aria-hidden="true" />
        <span className="branch-row__name">{branch.name}</span>
        <span className="visually-hidden">, </span>
        <Marks branch={branch} />
        <span className="branch-row__ahead">{aheadWords(branch, repository.defaultBranch)}</span>
        <code className="git-id">{shortId(branch.head)}</code>
      </button>
      {repository.branches.length > 1 ? (
        <button
          type="button"
          className="button"
          data-rove
          aria-label={branch.isDefault ? `Compare ${branch.name} with another branch` : `Compare ${branch.name}`}
          onClick={compare}
        >
          <ArrowLeftRight size={14} aria-hidden="true" />
          Compare
        </button>
      ) : null}
    </li>
  )
}

function Marks({ branch }: { readonly branch: BranchView }) {
  return (
    <>
      {branch.isDefault ? (
        <span className="git-mark">
          <Star size={12} aria-hidden="true" />
          default
        </span>
      ) : null}
      {branch.protected ? (
        <span className="git-mark" title="Changes come in through a pull request">
          <Lock size={12} aria-hidden="true" />
          protected
        </span>
      ) : null}
    </>
  )
}
