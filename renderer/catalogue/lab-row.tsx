import { useId } from 'react'
import type { LabSummary } from '../../electron/contract/protocol.ts'
import { useApp } from '../state/app.ts'
import { capabilityWords, progressWords } from './catalogue-words.ts'
import { ProgressRing } from './progress-ring.tsx'

/** One lab: its number, what one learns, how long it takes, how far it is, or what it lacks here. */
export function LabRow({ lab }: { readonly lab: LabSummary }) {
  const { commands } = useApp()
  const about = useId()
  const lacks = lab.missing.length > 0
  const share = lab.progress.state === 'done' ? 1 : lab.progress.passedSteps / Math.max(1, lab.stepCount)
  return (
    <li>
      <button
        type="button"
        className="lab-row"
        aria-label={`${lab.order} ${lab.title}, ${lab.minutes} min, ${progressWords(lab)}`}
        aria-describedby={about}
        aria-disabled={lacks || undefined}
        onClick={lacks ? undefined : () => commands.go({ screen: 'lab', lab: lab.id })}
      >
        <ProgressRing share={Math.min(share, lab.progress.state === 'done' ? 1 : 0.97)} />
        <span className="lab-row__number">{lab.order}</span>
        <span className="lab-row__words">
          <span className="lab-row__title">{lab.title}</span>
          <span id={about} className="lab-row__about">
            <span className="lab-row__summary">{lab.summary}</span>
            {lacks ? <Lacks lab={lab} /> : null}
          </span>
        </span>
        <span className="lab-row__minutes">{lab.minutes} min</span>
        <span className="lab-row__progress">{progressWords(lab)}</span>
      </button>
    </li>
  )
}

function Lacks({ lab }: { readonly lab: LabSummary }) {
  return (
    <span className="lab-row__lacks">
      Cannot run here: it needs {capabilityWords(lab.missing)}, which no cluster provider of this machine has. Take it
      on a machine that has one; the other labs do not need it.
    </span>
  )
}
