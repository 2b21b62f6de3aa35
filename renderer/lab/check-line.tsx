import { useId, useState } from 'react'
import type { Finding, Verdict } from '../../electron/contract/verdict.ts'
import { findingLine, findingsOf, holdingShare, holdingWords, markOf } from '../state/verdict-words.ts'
import type { Mark } from '../state/verdict-words.ts'
import { VerdictMark } from '../ui/mark.tsx'
import { useNow } from '../ui/use-now.ts'
import { AnswerForm } from './answer-form.tsx'
import { FieldPath } from './field-path.tsx'
import { CheckDetail } from './check-detail.tsx'
import type { CheckNow } from './lab-model.ts'
import './checks.css'

const SMOOTH_MS = 100

interface CheckLineProps {
  readonly step: string
  readonly check: CheckNow
}

/** One check: its mark, what it wants, what was found; opens to everything that was found. */
export function CheckLine({ step, check }: CheckLineProps) {
  const { view, status } = check
  const [open, setOpen] = useState(false)
  const detail = useId()
  const mark = markOf(status.verdict, view)
  const more = hasMore(check, mark)
  return (
    <li className="check" data-mark={mark}>
      {mark === 'holding' ? <HoldingMark verdict={status.verdict} /> : <VerdictMark mark={mark} />}
      <div className="check__body">
        <p className="check__title">{view.title}</p>
        <Why check={check} mark={mark} />
        {view.kind === 'answer' ? <Answer step={step} check={check} passed={mark === 'passed'} /> : null}
        {more ? (
          <button
            type="button"
            className="link-button check__more"
            aria-expanded={open}
            aria-controls={detail}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Show less' : 'Show more'}
            <span className="visually-hidden"> about “{view.title}”</span>
          </button>
        ) : null}
        {more ? (
          <div id={detail} hidden={!open}>
            {open ? <CheckDetail check={check} /> : null}
          </div>
        ) : null}
      </div>
    </li>
  )
}

/** An answer that is right stands there as such; until then it can be given. */
function Answer({ step, check: { view }, passed }: CheckLineProps & { readonly passed: boolean }) {
  if (!passed) return <AnswerForm step={step} check={view} />
  return view.answered === undefined ? null : <p className="check__why">You answered “{view.answered}”.</p>
}

/** There is more to say than the line does. */
function hasMore({ view, status }: CheckNow, mark: Mark): boolean {
  if (mark === 'passed') return false
  const findings = findingsOf(status.verdict)
  if (mark === 'open' && view.kind === 'answer') return findings.some((finding) => finding.show !== undefined)
  return findings.length > 0 || (view.explain !== undefined && mark !== 'open')
}

function Why({ check, mark }: { readonly check: CheckNow; readonly mark: Mark }) {
  const { verdict } = check.status
  if (verdict.outcome === 'passed' || mark === 'open') return null
  if (verdict.outcome === 'unknown') return <p className="check__why">cannot tell: {verdict.detail}</p>
  if (verdict.holding !== undefined) return <HoldingWords verdict={verdict} />
  const [first, ...others] = verdict.findings
  if (first === undefined) return null
  return (
    <p className="check__why">
      {check.view.kind === 'answer' ? first.message : <FindingWords finding={first} />}
      {others.length > 0 ? ` And ${others.length} more.` : ''}
    </p>
  )
}

function FindingWords({ finding }: { readonly finding: Finding }) {
  const line = findingLine(finding)
  if (line.kind === 'sentence') return <>{line.text}</>
  return (
    <>
      <code>
        <FieldPath path={line.path} />
      </code>{' '}
      wants {line.expected}, found {line.found}.
    </>
  )
}

const holdingOf = (verdict: Verdict) => (verdict.outcome === 'failed' ? verdict.holding : undefined)

function HoldingMark({ verdict }: { readonly verdict: Verdict }) {
  const now = useNow(SMOOTH_MS)
  const holding = holdingOf(verdict)
  return <VerdictMark mark="holding" share={holding === undefined ? 0 : holdingShare(holding, now)} />
}

function HoldingWords({ verdict }: { readonly verdict: Verdict }) {
  const now = useNow(SMOOTH_MS * 2)
  const holding = holdingOf(verdict)
  return holding === undefined ? null : <p className="check__why">{holdingWords(holding, now)}</p>
}
