/** The benchmark of watching and reconciling alone, without a session, a socket or terminals around them. */

import { readFile } from 'node:fs/promises'
import { withApp } from './app-at-work.ts'
import { IDLE_MS, WRITES, type Benchmark, type Plan } from './benchmark.ts'
import { benchIdle } from './reconcile-idle.ts'
import { benchLatency } from './reconcile-latency.ts'
import { benchMemory } from './reconcile-memory.ts'
import type { Measurement } from './report.ts'
import { median } from './statistics.ts'

async function watching({ size, signal }: Plan): Promise<readonly Measurement[]> {
  const [latency, idle, memory] = await withApp(signal, async ({ kubeconfigFile }) => {
    const kubeconfig = await readFile(kubeconfigFile, 'utf8')
    const first = await benchLatency(kubeconfig, WRITES[size])
    signal.throwIfAborted()
    const second = await benchIdle(kubeconfig, IDLE_MS[size])
    signal.throwIfAborted()
    return [first, second, await benchMemory(kubeconfig)] as const
  })
  return [
    {
      name: 'watching-latency',
      measured: 'acknowledged write to verdict, reconciler alone',
      unit: 'ms',
      samples: latency.samplesMs,
      parts: { 'from the sent write': median(latency.fromSentMs) },
    },
    {
      name: 'watching-idle',
      measured: `requests that the API server counted in ${idle.idleMs / 1000} s`,
      unit: 'requests',
      samples: [idle.requestsWhileIdle],
      parts: { 'requests until all is seen': idle.requestsToSync },
    },
    {
      name: 'watching-memory',
      measured: `reconciler alone with ${memory.pods.toLocaleString('en')} pods`,
      unit: 'MB',
      samples: [memory.residentMb],
      parts: { 'before it has seen anything': memory.residentAtStartMb, heap: memory.heapMb },
    },
  ]
}

export const RECONCILE_BENCHMARKS: readonly Benchmark[] = [{ name: 'watching', built: true, run: watching }]
