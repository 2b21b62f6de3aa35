import { useEffect, useRef } from 'react'
import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { capabilityWords } from '../catalogue/catalogue-words.ts'
import { StateNote } from '../ui/state-note.tsx'
import { Hints } from './hints.tsx'
import { currentPlace } from './lab-model.ts'
import type { StepPlace } from './lab-model.ts'
import { Markdown } from './markdown.tsx'
import { NextStep } from './next-step.tsx'
import './instructions.css'

/** The text of the open step, its hints, and the way on. */
export function InstructionsPane({ lab }: { readonly lab: LabSnapshot }) {
  const place = currentPlace(lab)
  const pane = useRef<HTMLElement>(null)
  const name = place?.step.name
  useEffect(() => {
    if (name !== undefined) pane.current?.scrollTo(0, 0)
  }, [name])
  return (
    <article
      ref={pane}
      className="instructions"
      aria-label="Instructions"
      tabIndex={0}
      data-pane="instructions"
      data-pane-focus
    >
      {place === undefined ? (
        <StateNote title="This step does not exist any more.">
          The lab was changed; choose a step on the left.
        </StateNote>
      ) : (
        <Page lab={lab} place={place} />
      )}
    </article>
  )
}

function Page({ lab, place }: { readonly lab: LabSnapshot; readonly place: StepPlace }) {
  const { step, number } = place
  return (
    <div className="instructions__page">
      <p className="eyebrow">Step {number}</p>
      <h2 className="instructions__title">{step.title}</h2>
      {step.missing.length === 0 ? null : (
        <p className="note note--dunno">
          This step needs {capabilityWords(step.missing)}, which this cluster does not have. Read it, but it cannot be
          checked or earn points here.
        </p>
      )}
      <Markdown text={step.instructions} step={step.name} />
      <Hints step={step} />
      <NextStep lab={lab} place={place} />
    </div>
  )
}
