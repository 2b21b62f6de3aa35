/** What a check says about the cluster, and why. Shared by the app, the command line and the record. */

/** `unknown` is never shown as failed and never graded. */
export type Outcome = 'passed' | 'failed' | 'unknown'

/** Why a check cannot tell. */
export type UnknownReason =
  | 'not-observed'
  | 'api-unreachable'
  | 'kind-unknown'
  | 'forbidden'
  | 'watch-stale'
  | 'check-broken'
  | 'capability-missing'
  | 'no-record'

/** One mismatch between what a check wants and what is there. A failed check carries all of them. */
export interface Finding {
  /** For people: `deployment/vote in instavote`, `context dev`, `your answer`. */
  readonly object: string
  /** Where in the object, as a field path: `spec.template.spec.containers[0].image`; empty for the whole object. */
  readonly path: string
  /** What the check wants, in words or as compact JSON. */
  readonly expected: string
  /** What is there; `nothing` when the field or object does not exist. */
  readonly found: string
  /** The whole finding as one sentence that a learner understands. */
  readonly message: string
  /** A command for the terminal that shows more. */
  readonly show?: string
}

/** A check that holds now but must go on holding: epoch milliseconds, and a length in milliseconds. */
export interface Holding {
  readonly sinceMs: number
  readonly forMs: number
}

export type Verdict =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly findings: readonly Finding[]; readonly holding?: Holding }
  | {
      readonly outcome: 'unknown'
      readonly reason: UnknownReason
      /** One sentence: what stands in the way, and what happens next. */
      readonly detail: string
      /** The findings before sight was lost, if there were any. */
      readonly findings?: readonly Finding[]
    }

export interface CheckStatus {
  readonly check: string
  readonly verdict: Verdict
  /** When this outcome began; epoch milliseconds. */
  readonly sinceMs: number
}

export interface StepStatus {
  readonly step: string
  /** Passed when every check has passed; failed when any has failed; else unknown. */
  readonly outcome: Outcome
  readonly checks: readonly CheckStatus[]
}

/** The outcome of a step with these verdicts. A step without checks has passed. */
export function combine(verdicts: readonly Verdict[]): Outcome {
  if (verdicts.some((verdict) => verdict.outcome === 'failed')) return 'failed'
  if (verdicts.some((verdict) => verdict.outcome === 'unknown')) return 'unknown'
  return 'passed'
}
