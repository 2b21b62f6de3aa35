/** What is said about a list of samples. Pure. Without samples every number is NaN. */

export interface Summary {
  readonly count: number
  readonly median: number
  readonly least: number
  readonly most: number
  /** Nineteen of twenty samples are at most this. */
  readonly p95: number
}

/** The middle sample, or half way between the two in the middle. */
export function median(samples: readonly number[]): number {
  const sorted = inOrder(samples)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN
  return (lower + upper) / 2
}

/** The smallest sample that so many percent of the samples do not exceed (nearest rank). */
export function percentile(samples: readonly number[], percent: number): number {
  const rank = Math.ceil((samples.length * percent) / 100)
  return inOrder(samples)[Math.max(rank, 1) - 1] ?? Number.NaN
}

export function summarise(samples: readonly number[]): Summary {
  const sorted = inOrder(samples)
  return {
    count: sorted.length,
    median: median(sorted),
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
    p95: percentile(sorted, 95),
  }
}

/** How our median compares with the peer's: below 1 is less than the peer. */
export function ratioOf(ours: readonly number[], peer: readonly number[]): number {
  return median(ours) / median(peer)
}

/**
 * Samples of several contenders, taken in turns (A B A B …), so that a machine that grows slower or faster while it
 * measures does so for all of them alike.
 */
export async function interleave<Name extends string>(
  runs: number,
  contenders: Readonly<Record<Name, () => Promise<number>>>,
  signal?: AbortSignal,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let run = 0; run < runs; run++) {
    for (const name of names) {
      signal?.throwIfAborted()
      samples[name].push(await contenders[name]())
    }
  }
  return samples
}

const inOrder = (samples: readonly number[]): readonly number[] => samples.toSorted((one, other) => one - other)
