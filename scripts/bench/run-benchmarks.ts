import { toWire } from '../../electron/contract/errors.ts'
import type { Benchmark } from './benchmark.ts'
import type { BenchOptions } from './options.ts'
import { judge, type Failure, type Result } from './report.ts'

export interface Outcome {
  readonly results: readonly Result[]
  readonly failures: readonly Failure[]
}

/** Runs those that are wanted one after the other; one that cannot run does not keep the next from it. `signal` ends it early. */
export async function runBenchmarks(
  benchmarks: readonly Benchmark[],
  { only, runs, quick }: Pick<BenchOptions, 'only' | 'runs' | 'quick'>,
  { say, signal }: { readonly say: (line: string) => void; readonly signal: AbortSignal },
): Promise<Outcome> {
  const [results, failures]: [Result[], Failure[]] = [[], []]
  for (const { name, run } of benchmarks.filter((each) => only.includes(each.name))) {
    if (signal.aborted) break
    const startedAt = performance.now()
    try {
      results.push(...(await run({ runs, size: quick ? 'quick' : 'full', signal })).map(judge))
      say(`${name}: measured in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
    } catch (error) {
      const { code, happened, output } = toWire(error)
      const reason = code === 'bug' && error instanceof Error ? error.message : happened
      failures.push({ name, reason })
      say([`${name}: could not be measured`, reason, output].filter(Boolean).join('\n'))
    }
  }
  return { results, failures }
}
