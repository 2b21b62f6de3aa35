import { useId, useState } from 'react'
import type { FormEvent } from 'react'
import type { CheckView } from '../../electron/contract/protocol.ts'
import { useApp } from '../state/app.ts'

interface AnswerFormProps {
  readonly step: string
  readonly check: CheckView
}

/** The question of an `answer` check, with a text field or the author's choices. */
export function AnswerForm({ step, check }: AnswerFormProps) {
  const { commands } = useApp()
  const [typed, setTyped] = useState<string | null>(null)
  const answer = typed ?? check.answered ?? ''
  const same = answer.trim() === '' || answer === check.answered
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (!same) commands.detached(commands.answer(step, check.name, answer.trim()).then(() => setTyped(null)))
  }
  return (
    <form className="answer" onSubmit={send}>
      {check.choices === undefined ? (
        <TextAnswer check={check} value={answer} onChange={setTyped} />
      ) : (
        <ChoiceAnswer check={check} choices={check.choices} value={answer} onChange={setTyped} />
      )}
      <button type="submit" className="button button--line" aria-disabled={same || undefined}>
        Answer
      </button>
    </form>
  )
}

interface FieldProps {
  readonly check: CheckView
  readonly value: string
  readonly onChange: (value: string) => void
}

function TextAnswer({ check, value, onChange }: FieldProps) {
  const id = useId()
  return (
    <>
      <label className="answer__question" htmlFor={id}>
        {check.question ?? check.title}
      </label>
      <input
        id={id}
        className="answer__input"
        value={value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  )
}

function ChoiceAnswer({ check, choices, value, onChange }: FieldProps & { readonly choices: readonly string[] }) {
  const name = useId()
  return (
    <fieldset className="answer__choices">
      <legend className="answer__question">{check.question ?? check.title}</legend>
      {choices.map((choice) => (
        <label key={choice} className="answer__choice">
          <input type="radio" name={name} value={choice} checked={value === choice} onChange={() => onChange(choice)} />
          {choice}
        </label>
      ))}
    </fieldset>
  )
}
