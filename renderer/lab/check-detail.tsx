import type { Finding } from '../../electron/contract/verdict.ts'
import { findingsOf } from '../state/verdict-words.ts'
import { FieldPath } from './field-path.tsx'
import { CommandBlock } from './command-block.tsx'
import type { CheckNow } from './lab-model.ts'

/** Everything that a check found, what the author says about it, and commands that show more. */
export function CheckDetail({ check: { view, status } }: { readonly check: CheckNow }) {
  const findings = findingsOf(status.verdict)
  return (
    <div className="detail">
      {view.explain === undefined ? null : <p className="detail__explain">{view.explain}</p>}
      <ul className="detail__findings">
        {findings.map((finding) => (
          <FindingItem key={`${finding.object} ${finding.path} ${finding.expected}`} finding={finding} />
        ))}
      </ul>
      {status.verdict.outcome === 'unknown' && findings.length > 0 ? (
        <p className="detail__old">That was seen last, before the sight was lost.</p>
      ) : null}
    </div>
  )
}

function FindingItem({ finding }: { readonly finding: Finding }) {
  return (
    <li className="finding">
      <p className="finding__object">{finding.object}</p>
      {finding.path === '' ? null : (
        <code className="finding__path">
          <FieldPath path={finding.path} />
        </code>
      )}
      <dl className="finding__values">
        <dt>wants</dt>
        <dd>{finding.expected}</dd>
        <dt>found</dt>
        <dd>{finding.found}</dd>
      </dl>
      {finding.path === '' ? null : <p className="finding__message">{finding.message}</p>}
      {finding.show === undefined ? null : <CommandBlock text={finding.show} compact />}
    </li>
  )
}
