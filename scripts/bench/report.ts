/** What the benchmarks have found, and whether it is what was aimed at. Pure. */

import { ratioOf, summarise, type Summary } from './statistics.ts'

export type Unit = 'ms' | 'MB' | 'requests'

/** The number that must not be exceeded, and of what. */
export interface Aim {
  readonly of: 'median' | 'p95' | 'most' | 'ratio'
  readonly atMost: number
}

/** One line of the table: samples of one thing, and those of the peer that were taken in the same run. */
export interface Measurement {
  readonly name: string
  /** From what to what, or of what. */
  readonly measured: string
  readonly unit: Unit
  readonly samples: readonly number[]
  readonly peer?: { readonly name: string; readonly samples: readonly number[] }
  readonly aim?: Aim
  /** What else was measured on the way, in the same unit (medians of parts); for those who look for what takes so long. */
  readonly parts?: Readonly<Record<string, number>>
}

/** A measurement with what follows from its samples. */
export interface Result extends Measurement {
  readonly ours: Summary
  readonly theirs?: Summary
  /** Our median by the peer's. */
  readonly ratio?: number
  /** What the aim speaks of, as it was measured. */
  readonly reached?: number
  /** Undefined where nothing is aimed at. */
  readonly met?: boolean
}

/** A benchmark that could not run, and why. */
export interface Failure {
  readonly name: string
  readonly reason: string
}

/** The machine, as far as it explains the numbers. */
export interface Machine {
  readonly platform: string
  readonly processor: string
  readonly cores: number
  readonly memoryMb: number
  readonly node: string
  /** Processes that wanted to run, on average over one minute, before and after. */
  readonly load: { readonly before: number; readonly after: number }
}

export interface Report {
  readonly schema: 1
  /** ISO 8601. */
  readonly date: string
  readonly quick: boolean
  readonly machine: Machine
  /** Versions by the name of the tool. */
  readonly tools: Readonly<Record<string, string>>
  readonly results: readonly Result[]
  readonly failures: readonly Failure[]
}

/** Adds what follows from the samples. */
export function judge(measurement: Measurement): Result {
  const { samples, peer, aim } = measurement
  const ours = summarise(samples)
  const compared = peer === undefined ? {} : { theirs: summarise(peer.samples), ratio: ratioOf(samples, peer.samples) }
  const result = { ...measurement, ours, ...compared }
  if (aim === undefined) return result
  const reached = aim.of === 'ratio' ? (result.ratio ?? Number.NaN) : ours[aim.of]
  return { ...result, reached, met: reached <= aim.atMost }
}
