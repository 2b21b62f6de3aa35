/** The benchmarks of the app as a whole, from its processes to its socket. */

import { withApp } from './app-at-work.ts'
import { CROWD, measureGitops } from './app-gitops.ts'
import { measureGoingBack } from './app-going-back.ts'
import { countRequests, measureIdle } from './app-idle.ts'
import { measureStarts } from './app-start.ts'
import { measureVerdicts } from './app-verdict.ts'
import { IDLE_MS, WRITES, type Benchmark, type Plan } from './benchmark.ts'
import { fillWithPods, measureMemory, together } from './memory.ts'
import type { Measurement } from './report.ts'

const PODS = 1000
const LOOKS = { full: 20, quick: 5 }

async function goingBack({ runs, signal }: Plan): Promise<readonly Measurement[]> {
  const { samplesMs, parts } = await withApp(signal, (app) => measureGoingBack(app, runs))
  const measured = 'back to the start of a step, until the verdicts are right'
  const aim = { of: 'median', atMost: 2000 } as const
  return [{ name: 'going-back', measured, unit: 'ms', samples: samplesMs, aim, parts }]
}

async function verdict({ size, signal }: Plan): Promise<readonly Measurement[]> {
  const samples = await withApp(signal, (app) => measureVerdicts(app, WRITES[size]))
  const measured = 'acknowledged write to verdict on the socket'
  return [{ name: 'verdict', measured, unit: 'ms', samples, aim: { of: 'p95', atMost: 25 } }]
}

async function idle({ size, signal }: Plan): Promise<readonly Measurement[]> {
  await using count = await countRequests()
  const requests = await withApp(signal, () => measureIdle(count, IDLE_MS[size], signal), {
    environment: count.environment,
  })
  const measured = `requests besides watches in ${IDLE_MS[size] / 1000} s of idling`
  const aim = { of: 'most', atMost: 0 } as const
  return [{ name: 'idle', measured, unit: 'requests', samples: [requests.length], aim }]
}

async function start({ runs, signal }: Plan): Promise<readonly Measurement[]> {
  const { readyMs, interactiveMs, npmStartMs } = await measureStarts(runs, signal)
  return [
    { name: 'start-ready', measured: 'built app to its ready line', unit: 'ms', samples: readyMs },
    {
      name: 'start',
      measured: 'built app to labs that can be clicked',
      unit: 'ms',
      samples: interactiveMs,
      aim: { of: 'median', atMost: 1500 },
    },
    {
      name: 'npm-start',
      measured: 'a second npm start to labs that can be clicked',
      unit: 'ms',
      samples: npmStartMs,
      aim: { of: 'median', atMost: 3000 },
    },
  ]
}

async function memory({ size, signal }: Plan): Promise<readonly Measurement[]> {
  const [empty, full] = await withApp(signal, async (app) => {
    const before = await measureMemory(app, LOOKS[size])
    await fillWithPods(app, PODS)
    return [before, await measureMemory(app, LOOKS[size])] as const
  })
  const withPods = `with ${PODS.toLocaleString('en')} pods`
  const line = (name: string, measured: string, samples: readonly number[]): Measurement => ({
    name: `memory-${name}`,
    measured,
    unit: 'MB',
    samples,
  })
  return [
    { ...line('engine', `engine ${withPods}`, full.engine), aim: { of: 'median', atMost: 200 } },
    line('engine-new', 'engine at the start of a lab', empty.engine),
    line('cluster-new', 'cluster at the start of a lab', together(empty)),
    line('cluster', `cluster ${withPods}`, together(full)),
    ...Object.entries(full.components).map(([name, samples]) => line(name, `${name} ${withPods}`, samples)),
  ]
}

async function gitops({ runs, signal }: Plan): Promise<readonly Measurement[]> {
  const { pushMs, byHandMs, crowdMs } = await measureGitops(runs, signal)
  const pushed = { measured: 'push to the verdict that it runs', unit: 'ms', samples: pushMs } as const
  const peer = { name: 'push, then flux reconcile source git', samples: byHandMs }
  return [
    { name: 'gitops', ...pushed, aim: { of: 'median', atMost: 2000 } },
    { name: 'gitops-by-hand', ...pushed, peer, aim: { of: 'ratio', atMost: 1 } },
    { name: 'gitops-crowd', measured: `${CROWD} clones and pushes at once`, unit: 'ms', samples: crowdMs },
  ]
}

export const APP_BENCHMARKS: readonly Benchmark[] = [
  { name: 'going-back', built: true, run: goingBack },
  { name: 'verdict', built: true, run: verdict },
  { name: 'idle', built: true, run: idle },
  { name: 'start', built: true, run: start },
  { name: 'memory', built: true, run: memory },
  { name: 'gitops', built: true, run: gitops },
]
