import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useId, useState } from 'react'
import type { BranchView, CommitView, RepositoryView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import { shortId } from '../state/git-words.ts'
import { ProblemNote } from './problem-note.tsx'
import { useAttempt } from './use-attempt.ts'

interface RevertQuestionProps {
  readonly open: boolean
  readonly repository: RepositoryView
  readonly commit: CommitView
  /** Those that have the commit. */
  readonly branches: readonly BranchView[]
  readonly onClose: () => void
}

/** Says what a revert does before it does it, and asks for which branch. */
export function RevertQuestion({ open, repository, commit, branches, onClose }: RevertQuestionProps) {
  const { git } = useApp()
  const attempt = useAttempt()
  const [chosen, setChosen] = useState<string | null>(null)
  const into = chosen ?? branches[0]?.name ?? repository.defaultBranch
  const revert = (): void =>
    attempt.run(async () => {
      const problem = await git.revert(repository.name, commit.id, into)
      if (problem === null) onClose()
      return problem
    })
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title className="dialog__title">Revert {shortId(commit.id)}?</AlertDialog.Title>
          <AlertDialog.Description className="dialog__text" render={<div />}>
            <p>
              A new branch <b>revert-{shortId(commit.id)}</b> takes “{commit.subject}” back, and a pull request asks for
              it to be merged into {into}. Nothing changes on {into} until you merge it.
            </p>
          </AlertDialog.Description>
          {branches.length > 1 ? <IntoField branches={branches} value={into} onChange={setChosen} /> : null}
          <ProblemNote problem={attempt.problem} />
          <div className="dialog__actions">
            <AlertDialog.Close className="button button--line">Cancel</AlertDialog.Close>
            <button
              type="button"
              className="button button--main"
              aria-disabled={attempt.busy || undefined}
              onClick={revert}
            >
              Make the branch and the pull request
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

interface IntoFieldProps {
  readonly branches: readonly BranchView[]
  readonly value: string
  readonly onChange: (value: string) => void
}

function IntoField({ branches, value, onChange }: IntoFieldProps) {
  const id = useId()
  return (
    <p className="git-field git-field--line">
      <label htmlFor={id}>Take it back on</label>
      <select id={id} className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        {branches.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </p>
  )
}
