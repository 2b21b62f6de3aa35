import { Lock } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { StepView } from '../../electron/contract/protocol.ts'
import { capabilityWords } from '../catalogue/catalogue-words.ts'
import { useApp } from '../state/app.ts'
import { VerdictMark } from '../ui/mark.tsx'
import { CheckLine } from './check-line.tsx'
import { checksOf, standingOf, standingWords } from './lab-model.ts'

interface StepItemProps {
  readonly step: StepView
  readonly number: number
  readonly current: boolean
}

/** One step of the list; the one that is open shows its checks. */
export function StepItem({ step, number, current }: StepItemProps) {
  const { commands } = useApp()
  const standing = standingOf(step)
  const settling = useSettling(step.status.outcome === 'passed')
  const locked = standing === 'locked'
  return (
    <li
      className="step"
      data-standing={standing}
      data-current={current || undefined}
      data-settling={settling || undefined}
    >
      <button
        type="button"
        className="step__head"
        aria-current={current ? 'step' : undefined}
        aria-disabled={locked || undefined}
        onClick={locked || current ? undefined : () => commands.detached(commands.openStep(step.name))}
      >
        <span className="step__number" aria-hidden="true">
          {standing === 'passed' || standing === 'shown' ? <Tick /> : number}
        </span>
        <span className="step__title">
          <span className="visually-hidden">Step {number}: </span>
          {step.title}
          <span className="visually-hidden">, {standingWords(step, number - 1)}</span>
        </span>
        {locked ? <Lock size={12} aria-hidden="true" className="step__lock" /> : null}
        {standing === 'regressed' && !current ? <VerdictMark mark="failed" /> : null}
        {standing === 'shown' ? <span className="step__shown">shown</span> : null}
      </button>
      {current ? <StepChecks step={step} /> : null}
    </li>
  )
}

function StepChecks({ step }: { readonly step: StepView }) {
  const { commands } = useApp()
  const blind = step.status.checks.some(
    ({ verdict }) => verdict.outcome === 'unknown' && verdict.reason !== 'not-observed',
  )
  return (
    <div className="step__body">
      {step.missing.length === 0 ? null : (
        <p className="step__missing">
          This step needs {capabilityWords(step.missing)}, which this cluster does not have. It cannot earn points here.
        </p>
      )}
      {step.checks.length === 0 ? <p className="step__none">Nothing is checked here: read, try, and go on.</p> : null}
      <ul className="checks" aria-label="Checks of this step">
        {checksOf(step).map((check) => (
          <CheckLine key={check.view.name} step={step.name} check={check} />
        ))}
      </ul>
      {blind ? (
        <button
          type="button"
          className="link-button step__again"
          onClick={() => commands.detached(commands.recheck(step.name))}
        >
          Check again now
        </button>
      ) : null}
    </div>
  )
}

const Tick = () => (
  <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
    <path className="step__tick" d="m3 8.6 3.2 3.2L13 4.6" pathLength="1" />
  </svg>
)

/** Long enough for the one quiet movement of `steps.css`. */
const SETTLE_MS = 900

/** True for a moment after `passed` has become true before our eyes, not when it was already. */
function useSettling(passed: boolean): boolean {
  const before = useRef(passed)
  const [settling, setSettling] = useState(false)
  useEffect(() => {
    const became = passed && !before.current
    before.current = passed
    if (!became) return
    setSettling(true)
    const timer = setTimeout(() => setSettling(false), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [passed])
  return settling
}
