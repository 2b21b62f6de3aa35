import { GitPullRequest } from 'lucide-react'
import type { RepositoryView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import { firstComparison } from '../state/git-page.ts'
import { Button } from '../ui/button.tsx'

/** To the form of a new pull request. */
export function NewPull({ repository }: { readonly repository: RepositoryView }) {
  const { git } = useApp()
  return (
    <Button
      look="line"
      aria-label="New pull request"
      because={repository.branches.length < 2 ? 'Push a second branch first: a pull request is between two' : undefined}
      onClick={() => git.show({ page: 'compare', ...firstComparison(repository), drafting: true })}
    >
      <GitPullRequest size={14} aria-hidden="true" />
      <span>
        New<span className="git-bar__long"> pull request</span>
      </span>
    </Button>
  )
}
