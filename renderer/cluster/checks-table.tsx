import { ListChecks } from 'lucide-react'
import type { LabSnapshot, StepView } from '../../electron/contract/protocol.ts'
import { checksOf } from '../lab/lab-model.ts'
import type { CheckNow } from '../lab/lab-model.ts'
import { counted } from '../catalogue/catalogue-words.ts'
import { MARK_WORDS, findingsOf, markOf } from '../state/verdict-words.ts'
import { VerdictMark } from '../ui/mark.tsx'
import { StateNote } from '../ui/state-note.tsx'
import { Ago } from '../ui/time.tsx'
import './checks-table.css'

/** Every check of every step of the lab, as it stands now. */
export function ChecksTable({ lab }: { readonly lab: LabSnapshot }) {
  const steps = lab.steps
    .map((step, index) => ({ step, number: index + 1 }))
    .filter(({ step }) => step.checks.length > 0)
  if (steps.length === 0) {
    return (
      <StateNote icon={<ListChecks size={24} aria-hidden="true" />} title="This lab checks nothing.">
        Read and try; every step is open.
      </StateNote>
    )
  }
  return (
    <div className="checks-table" role="group" aria-label="Every check of the lab" tabIndex={0}>
      {steps.map(({ step, number }) => (
        <StepTable key={step.name} step={step} number={number} current={step.name === lab.currentStep} />
      ))}
    </div>
  )
}

function StepTable({
  step,
  number,
  current,
}: {
  readonly step: StepView
  readonly number: number
  readonly current: boolean
}) {
  return (
    <table data-current={current || undefined}>
      <caption>
        {number} {step.title}
        <span>
          {step.earned} of {counted(step.possible, 'point')}
        </span>
      </caption>
      <colgroup>
        <col className="checks-table__col-title" />
        <col className="checks-table__col-verdict" />
        <col />
        <col className="checks-table__col-since" />
      </colgroup>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Check</th>
          <th scope="col">Verdict</th>
          <th scope="col">What was found</th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        {checksOf(step).map((check) => (
          <CheckRow key={check.view.name} check={check} />
        ))}
      </tbody>
    </table>
  )
}

function CheckRow({ check }: { readonly check: CheckNow }) {
  const { view, status } = check
  const mark = markOf(status.verdict, view)
  return (
    <tr data-mark={mark}>
      <th scope="row">
        <span className="checks-table__title">
          <VerdictMark mark={mark} />
          {view.title}
        </span>
      </th>
      <td>{MARK_WORDS[mark]}</td>
      <td className="checks-table__found">{foundWords(check)}</td>
      <td className="checks-table__since">{status.sinceMs === 0 ? '' : <Ago atMs={status.sinceMs} />}</td>
    </tr>
  )
}

function foundWords({ status: { verdict } }: CheckNow): string {
  if (verdict.outcome === 'unknown') return verdict.reason === 'not-observed' ? '' : verdict.detail
  return findingsOf(verdict)
    .map((finding) => finding.message)
    .join(' ')
}
