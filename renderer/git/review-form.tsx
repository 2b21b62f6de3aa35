import { useEffect, useId, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import type { PullRequestView, RepositoryView, ReviewView } from '../../electron/contract/git.ts'
import { useApp } from '../state/app.ts'
import { ProblemNote } from './problem-note.tsx'
import { useAttempt } from './use-attempt.ts'

type Verdict = ReviewView['verdict']

const CHOICES: readonly { readonly verdict: Verdict; readonly name: string }[] = [
  { verdict: 'approved', name: 'Approve' },
  { verdict: 'changes-requested', name: 'Request changes' },
  { verdict: 'comment', name: 'Comment' },
]

interface ReviewFormProps {
  readonly repository: RepositoryView
  readonly pull: PullRequestView
  readonly onDone: () => void
}

/** A verdict and a few words. Only an approval may go without them. */
export function ReviewForm({ repository, pull, onDone }: ReviewFormProps) {
  const { git } = useApp()
  const attempt = useAttempt()
  const [verdict, setVerdict] = useState<Verdict>('approved')
  const [body, setBody] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const [name, text] = [useId(), useId()]
  useEffect(() => {
    first.current?.focus()
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const missing = verdict !== 'approved' && body.trim() === ''
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (missing) return
    attempt.run(async () => {
      const problem = await git.review(repository.name, pull.number, verdict, body.trim())
      if (problem === null) onDone()
      return problem
    })
  }
  return (
    <form ref={form} className="git-form" onSubmit={send} aria-label={`Review of pull request ${pull.number}`}>
      <p className="git-soft">Nobody reviews a change of their own: here you speak as the instructor.</p>
      <fieldset className="git-form__choices">
        <legend className="visually-hidden">Your verdict</legend>
        {CHOICES.map((choice, index) => (
          <label key={choice.verdict} className="answer__choice">
            <input
              ref={index === 0 ? first : undefined}
              type="radio"
              name={name}
              checked={verdict === choice.verdict}
              onChange={() => setVerdict(choice.verdict)}
            />
            {choice.name}
          </label>
        ))}
      </fieldset>
      <div className="git-field">
        <label htmlFor={text}>{verdict === 'approved' ? 'Words, if you like' : 'Words'}</label>
        <textarea id={text} className="field" rows={2} value={body} onChange={(event) => setBody(event.target.value)} />
      </div>
      <ProblemNote problem={attempt.problem} />
      <div className="git-form__buttons">
        <button type="submit" className="button button--main" aria-disabled={missing || attempt.busy || undefined}>
          Send the review
        </button>
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
        {missing ? <span className="git-soft">Say in a few words what you mean.</span> : null}
      </div>
    </form>
  )
}
