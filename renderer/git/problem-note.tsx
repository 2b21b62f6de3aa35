import type { WireError } from '../../electron/contract/errors.ts'

/** What stood in the way of something that was asked for here. */
export function ProblemNote({ problem }: { readonly problem: WireError | null }) {
  return (
    <div role="alert">
      {problem === null ? null : (
        <div className="problem-note">
          <p>
            <b>{problem.happened}</b> {problem.remedy}
          </p>
          {problem.output === undefined ? null : <pre className="tool-output">{problem.output}</pre>}
        </div>
      )}
    </div>
  )
}
