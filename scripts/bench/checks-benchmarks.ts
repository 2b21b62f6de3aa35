/** The benchmarks of checks without an app around them. */

import type { Benchmark } from './benchmark.ts'
import { benchRecheck } from './checks-recheck.ts'
import type { Measurement } from './report.ts'

async function recheck(): Promise<readonly Measurement[]> {
  const { checks, objects, samplesMs, cpuMs, firstLookMs } = await benchRecheck()
  const measured = `${checks} checks over ${objects.toLocaleString('en')} objects after one change`
  const aim = { of: 'median', atMost: 10 } as const
  const parts = { 'processor time on average': cpuMs, 'first look at everything': firstLookMs }
  return [{ name: 'checks', measured, unit: 'ms', samples: samplesMs, aim, parts }]
}

export const CHECKS_BENCHMARKS: readonly Benchmark[] = [{ name: 'checks', built: false, run: recheck }]
