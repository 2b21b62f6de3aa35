import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BENCH_LAB, type AppAtWork } from './app-at-work.ts'
import { done } from './app-api.ts'
import { residentMb } from './memory-resident.ts'

const PODS = '/api/v1/namespaces/bench/pods'
/** Pods that are asked for side by side. */
const AT_ONCE = 8
/** Between the last pod and the first look, so that what came with the pods is over; and between two looks. */
const SETTLE_MS = 5000
const LOOK_AGAIN_MS = 500

/** Memory that is resident, in MB, one sample a look. */
export interface MemoryUse {
  readonly engine: readonly number[]
  /** By the name of the component. */
  readonly components: Readonly<Record<string, readonly number[]>>
}

/** Creates that many pods in the open lab's namespace and waits until the lab has counted them. */
export async function fillWithPods(app: AppAtWork, pods: number): Promise<void> {
  let next = 0
  const create = async (): Promise<void> => {
    while (next < pods) done(await app.api.post(PODS, pod(next++)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, create))
  await app.until(`${pods} pods are on the socket`, (seen) => seen.pods.size >= pods)
}

export async function measureMemory(app: AppAtWork, looks: number): Promise<MemoryUse> {
  await sleep(SETTLE_MS)
  const processes = await componentPids(app.dataRoot)
  const engine: number[] = []
  const components: Record<string, number[]> = {}
  for (let look = 0; look < looks; look++) {
    if (look > 0) await sleep(LOOK_AGAIN_MS)
    engine.push(await residentMb(app.serve.pid))
    for (const [name, pid] of processes) (components[name] ??= []).push(await residentMb(pid))
  }
  return { engine, components }
}

/** Samples of all components together. */
export const together = ({ components }: MemoryUse): readonly number[] =>
  Object.values(components).reduce<number[]>(
    (sums, samples) => samples.map((sample, look) => sample + (sums[look] ?? 0)),
    [],
  )

async function componentPids(dataRoot: string): Promise<ReadonlyMap<string, number>> {
  const folder = join(dataRoot, 'clusters', BENCH_LAB, 'dev', 'run')
  const files = (await readdir(folder)).filter((file) => file.endsWith('.pid'))
  const entries = files.map(
    async (file) => [file.replace(/\.pid$/, ''), Number(await readFile(join(folder, file), 'utf8'))] as const,
  )
  return new Map(await Promise.all(entries))
}

const pod = (index: number): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `pod-${index}`, labels: { app: 'crowd', tier: 'front' } },
  spec: { containers: [{ name: 'main', image: 'nginx:alpine', ports: [{ containerPort: 80 }] }] },
})
