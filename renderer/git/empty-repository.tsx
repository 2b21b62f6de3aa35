import { GitBranch } from 'lucide-react'
import type { RepositoryView } from '../../electron/contract/git.ts'
import { CodeBlock } from '../lab/code-block.tsx'
import { cloneCommand } from '../state/git-page.ts'

/** What to do first in a repository that has no commit. */
export function EmptyRepository({ repository }: { readonly repository: RepositoryView }) {
  return (
    <div className="git-empty" role="group" aria-label={`Repository ${repository.name}, empty`} tabIndex={0}>
      <GitBranch size={24} aria-hidden="true" />
      <p className="state-note__title">Nothing has been pushed to {repository.name} yet.</p>
      <p>Clone it, make a first commit, and push it; the branch appears here by itself.</p>
      <CodeBlock text={firstCommit(repository)} language="sh" />
    </div>
  )
}

const firstCommit = (repository: RepositoryView): string =>
  [
    cloneCommand(repository),
    `cd ${repository.name}`,
    `echo "# ${repository.name}" > README.md`,
    'git add README.md',
    'git commit -m "First commit"',
    `git push -u origin ${repository.defaultBranch}`,
  ].join('\n')
