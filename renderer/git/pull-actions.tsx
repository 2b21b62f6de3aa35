import { Menu } from '@base-ui/react/menu'
import { ChevronDown, GitMerge } from 'lucide-react'
import { useRef, useState } from 'react'
import type { MergeMethod, PullRequestView, RepositoryView } from '../../electron/contract/git.ts'
import { CodeBlock } from '../lab/code-block.tsx'
import { useApp } from '../state/app.ts'
import { conflictCommands, mergeWords, reviewWords } from '../state/git-words.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from './problem-note.tsx'
import { ReviewForm } from './review-form.tsx'
import { useAttempt } from './use-attempt.ts'

interface PullActionsProps {
  readonly repository: RepositoryView
  readonly pull: PullRequestView
}

/** Can it be merged, and what can be done with it. */
export function PullActions({ repository, pull }: PullActionsProps) {
  const { git } = useApp()
  const attempt = useAttempt()
  const [reviewing, setReviewing] = useState(false)
  const review = useRef<HTMLButtonElement>(null)
  const onReviewed = (): void => {
    setReviewing(false)
    review.current?.focus()
  }
  const wanted = reviewWords(pull) === 'changes requested' ? ' A reviewer asked for changes.' : ''
  return (
    <div className="pull-actions">
      <p className="pull-actions__merge" data-mergeable={pull.mergeable}>
        {mergeWords(pull)}
        {wanted}
      </p>
      {pull.mergeable === 'conflicts' ? <Conflicts repository={repository} pull={pull} /> : null}
      <div className="pull-actions__buttons">
        <MergeMenu
          pull={pull}
          busy={attempt.busy}
          onMerge={(method) => attempt.run(() => git.merge(repository.name, pull.number, method))}
        />
        <Button ref={review} look="line" aria-expanded={reviewing} onClick={() => setReviewing(!reviewing)}>
          Review
        </Button>
        <Button onClick={() => attempt.run(() => git.close(repository.name, pull.number))}>
          Close without merging
        </Button>
      </div>
      <ProblemNote problem={attempt.problem} />
      {reviewing ? <ReviewForm repository={repository} pull={pull} onDone={onReviewed} /> : null}
    </div>
  )
}

function Conflicts({ repository, pull }: PullActionsProps) {
  const guarded = repository.branches.some((branch) => branch.name === pull.from && branch.protected)
  return (
    <div className="conflicts">
      <ul aria-label="Files that conflict">
        {pull.conflicts.map((path) => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
      <p>
        {guarded
          ? `In the terminal, in your clone, bring the two together on a new branch, since nobody can push to ${pull.from}; then open a pull request from it into ${pull.into}.`
          : 'In the terminal, in your clone, bring the two together and push; this page follows.'}
      </p>
      <CodeBlock text={conflictCommands(pull, guarded)} language="sh" />
    </div>
  )
}

const METHODS: readonly { readonly method: MergeMethod; readonly name: string; readonly note: string }[] = [
  { method: 'merge', name: 'Merge', note: 'Keeps every commit and adds one that brings the two branches together' },
  { method: 'squash', name: 'Squash and merge', note: 'Makes one new commit of all of them' },
]

const WHY_NOT = {
  clean: undefined,
  conflicts: 'The conflicts come first',
  nothing: 'There is nothing to merge',
} as const

interface MergeMenuProps {
  readonly pull: PullRequestView
  readonly busy: boolean
  readonly onMerge: (method: MergeMethod) => void
}

function MergeMenu({ pull, busy, onMerge }: MergeMenuProps) {
  const [open, setOpen] = useState(false)
  const because = busy ? 'Merging…' : WHY_NOT[pull.mergeable]
  return (
    <Menu.Root modal={false} open={open && because === undefined} onOpenChange={setOpen}>
      <Menu.Trigger
        render={
          <Button look="main" because={because}>
            <GitMerge size={14} aria-hidden="true" />
            Merge into {pull.into}
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="start" className="layer-menu">
          <Menu.Popup className="menu">
            {METHODS.map(({ method, name, note }) => (
              <Menu.Item key={method} className="menu__item menu__item--group" onClick={() => onMerge(method)}>
                {name}
                <span className="menu__note">{note}</span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
