import { ArrowRight } from 'lucide-react'
import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { useApp } from '../state/app.ts'
import { Button } from '../ui/button.tsx'
import { VerdictMark } from '../ui/mark.tsx'
import { mayGoOn } from './lab-model.ts'
import type { StepPlace } from './lab-model.ts'
import { CHORDS } from '../palette/chords.ts'

/** At the end of the text: the step has passed, and what comes next; or the end of the lab. */
export function NextStep({ lab, place }: { readonly lab: LabSnapshot; readonly place: StepPlace }) {
  const { commands } = useApp()
  const { step, next } = place
  const passed = step.status.outcome === 'passed'
  if (!mayGoOn(place)) return null
  if (next === undefined) return lab.progress.state === 'done' ? <Finished lab={lab} /> : <NotAllYet lab={lab} />
  return (
    <div className="next-step" data-passed={passed || undefined}>
      <p className="next-step__words">
        {passed ? <VerdictMark mark="passed" /> : null}
        {passed ? 'This step has passed.' : 'You can go on and come back.'}
      </p>
      <Button
        look={passed ? 'main' : 'line'}
        tip={`Next: ${next.title}`}
        keys={CHORDS['next-step']}
        onClick={() => commands.detached(commands.openStep(next.name))}
      >
        Next step
        <ArrowRight size={14} aria-hidden="true" />
      </Button>
    </div>
  )
}

function Finished({ lab: { title, progress } }: { readonly lab: LabSnapshot }) {
  const { commands } = useApp()
  return (
    <div className="next-step" data-passed>
      <p className="next-step__words">
        <VerdictMark mark="passed" />
        <span>
          <b>{title}: done.</b> {progress.earned} of {progress.possible} points. The cluster stays up while you look
          around.
        </span>
      </p>
      <Button look="main" onClick={() => commands.go({ screen: 'catalogue' })}>
        All labs
      </Button>
    </div>
  )
}

/** The last step has passed, but an earlier one has not. */
function NotAllYet({ lab }: { readonly lab: LabSnapshot }) {
  const { commands } = useApp()
  const index = lab.steps.findIndex((step) => !step.everPassed && !step.shown)
  const left = lab.steps[index]
  if (left === undefined) return null
  return (
    <div className="next-step">
      <p className="next-step__words">
        This was the last step. Step {index + 1}, {left.title}, is still open.
      </p>
      <Button look="line" onClick={() => commands.detached(commands.openStep(left.name))}>
        Go to step {index + 1}
      </Button>
    </div>
  )
}
