import type { Measurement } from './report.ts'

/** How thoroughly it is measured this time. */
export interface Plan {
  /** How often something is measured that takes a second or more. */
  readonly runs: number
  readonly size: 'full' | 'quick'
  /** Somebody wants it to end: what was started is stopped, and the benchmark rejects. */
  readonly signal: AbortSignal
}

/** What is run as one; gives one or more lines of the table. Leaves nothing running and nothing on disk. */
export interface Benchmark {
  readonly name: string
  /** It runs the built app. */
  readonly built: boolean
  readonly run: (plan: Plan) => Promise<readonly Measurement[]>
}

/** Writes whose verdicts are timed. */
export const WRITES = { full: 200, quick: 40 } as const

/** How long nobody does anything, in milliseconds. */
export const IDLE_MS = { full: 30_000, quick: 5000 } as const
