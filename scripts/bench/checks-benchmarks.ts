/** The benchmarks of checks without an app around them. */

import type { Benchmark } from './benchmark.ts'
import { benchRecheck } from './checks-recheck.ts'
import type { Measurement } from './report.ts'

async function recheck(): Promise<readonly Measurement[]> {
  const { checks, objects, samplesMs } = await benchRecheck()
  const measured = `${checks} checks over ${objects.toLocaleString('en')} objects after one change`
  return [{ name: 'checks', measured, unit: 'ms', samples: samplesMs, aim: { of: 'median', atMost: 10 } }]
}

export const CHECKS_BENCHMARKS: readonly Benchmark[] = [{ name: 'checks', run: recheck }]
