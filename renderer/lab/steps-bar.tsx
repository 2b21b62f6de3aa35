import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { markOf } from '../state/verdict-words.ts'
import { VerdictMark } from '../ui/mark.tsx'
import { checksOf, currentPlace } from './lab-model.ts'
import { StepsList, StepsSummary } from './steps-pane.tsx'
import './steps.css'
import './steps-bar.css'

/** The steps on a narrow screen: one line with the marks of the open step, which unfolds into the list. */
export function StepsBar({ lab }: { readonly lab: LabSnapshot }) {
  const [open, setOpen] = useState(false)
  const list = useId()
  const place = currentPlace(lab)
  if (place === undefined) return null
  return (
    <nav className="steps-bar" aria-label="Steps" data-pane="steps">
      <button
        type="button"
        className="steps-bar__head"
        aria-expanded={open}
        aria-controls={list}
        onClick={() => setOpen(!open)}
      >
        <StepsSummary lab={lab} />
        <span className="steps-bar__marks">
          {checksOf(place.step).map(({ view, status }) => (
            <VerdictMark key={view.name} mark={markOf(status.verdict, view)} />
          ))}
        </span>
        <ChevronDown size={16} aria-hidden="true" className="steps-bar__arrow" />
      </button>
      <div id={list} className="steps-bar__list" hidden={!open}>
        <StepsList lab={lab} />
      </div>
    </nav>
  )
}
