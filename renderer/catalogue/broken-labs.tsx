import { FileWarning } from 'lucide-react'
import type { WireError } from '../../electron/contract/errors.ts'
import type { BrokenLab } from '../../electron/contract/protocol.ts'
import { counted } from './catalogue-words.ts'

/** Lab files that do not load, each with its located errors. For whoever writes them. */
export function BrokenLabs({ broken }: { readonly broken: readonly BrokenLab[] }) {
  if (broken.length === 0) return null
  return (
    <section className="track" aria-label="Labs that do not load">
      <div className="track__head">
        <h2 className="track__title">Labs that do not load</h2>
        <p className="track__count">the others are not affected</p>
      </div>
      <ul className="track__labs">
        {broken.map((lab) => (
          <li key={lab.folder} className="broken">
            <FileWarning size={20} aria-hidden="true" className="broken__icon" />
            <div>
              <p className="broken__folder">
                <code>{lab.folder}</code> <span>{counted(lab.problems.length, 'problem')}</span>
              </p>
              <ul className="broken__problems">
                {lab.problems.map((problem) => (
                  <BrokenLine key={`${problem.at} ${problem.happened}`} problem={problem} />
                ))}
              </ul>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function BrokenLine({ problem }: { readonly problem: WireError }) {
  return (
    <li>
      {problem.at === undefined ? null : <code className="broken__at">{problem.at}</code>}
      {problem.happened} <span className="broken__remedy">{problem.remedy}</span>
    </li>
  )
}
