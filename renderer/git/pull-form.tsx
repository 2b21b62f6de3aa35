import { useEffect, useId, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import type { RepositoryView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import type { GitPage } from '../state/git-page.ts'
import { titleFrom } from './draft-title.ts'
import { ProblemNote } from './problem-note.tsx'
import { versionOf } from './revisions.ts'
import { useAnswer } from './use-answer.ts'
import { useAttempt } from './use-attempt.ts'

interface PullFormProps {
  readonly repository: RepositoryView
  readonly page: GitPage & { page: 'compare' }
}

/** Title and words of a new pull request. */
export function PullForm({ repository, page: { base, head } }: PullFormProps) {
  const { git } = useApp()
  const attempt = useAttempt()
  const [typed, setTyped] = useState<string | null>(null)
  const [body, setBody] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const [titleId, bodyId] = [useId(), useId()]
  const revisions = { base, head }
  const { data } = useAnswer(
    'git/compare',
    { repository: repository.name, ...revisions },
    versionOf(revisions, repository),
  )
  const title = typed ?? titleFrom(head, data?.commits ?? [])
  const because = whyNot(title, data?.commits.length, base, head)
  useEffect(() => field.current?.focus({ preventScroll: true }), [])
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (because !== null) return
    attempt.run(() => git.open(repository.name, { title: title.trim(), body: body.trim(), from: head, into: base }))
  }
  return (
    <form className="git-form" onSubmit={send} aria-label="New pull request">
      <div className="git-field">
        <label htmlFor={titleId}>Title</label>
        <input
          ref={field}
          data-pull-title
          id={titleId}
          className="field"
          value={title}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div className="git-field">
        <label htmlFor={bodyId}>What it is for</label>
        <textarea
          id={bodyId}
          className="field"
          rows={2}
          value={body}
          onChange={(event) => setBody(event.target.value)}
        />
      </div>
      <ProblemNote problem={attempt.problem} />
      <div className="git-form__buttons">
        <button
          type="submit"
          className="button button--main"
          aria-disabled={because !== null || attempt.busy || undefined}
        >
          Open the pull request
        </button>
        {because === null ? null : <span className="git-soft">{because}</span>}
      </div>
    </form>
  )
}

function whyNot(title: string, commits: number | undefined, base: string, head: string): string | null {
  if (commits === 0) return `Nothing to merge: ${base} has every commit of ${head}.`
  return title.trim() === '' ? 'It needs a title.' : null
}
