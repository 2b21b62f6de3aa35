import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { StepItem } from './step-item.tsx'
import './steps.css'

export function StepsPane({ lab }: { readonly lab: LabSnapshot }) {
  return (
    <nav className="steps-pane" aria-label="Steps" data-pane="steps">
      <StepsSummary lab={lab} />
      <StepsList lab={lab} />
    </nav>
  )
}

export function StepsSummary({ lab }: { readonly lab: LabSnapshot }) {
  const number = lab.steps.findIndex((step) => step.name === lab.currentStep) + 1
  const { earned, possible } = lab.progress
  return (
    <p className="eyebrow steps-pane__summary">
      Step {number} of {lab.steps.length}
      <span className="steps-pane__points">
        {' '}
        · {earned} of {possible} points
      </span>
    </p>
  )
}

export function StepsList({ lab }: { readonly lab: LabSnapshot }) {
  return (
    <ol className="steps">
      {lab.steps.map((step, index) => (
        <StepItem key={step.name} step={step} number={index + 1} current={step.name === lab.currentStep} />
      ))}
    </ol>
  )
}
