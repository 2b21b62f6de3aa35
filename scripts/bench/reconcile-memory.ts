import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { apiWriter, type Write } from './api-writer.ts'

const PODS = 1000
const AT_ONCE = 8
const NAMESPACE = 'drydock-bench'

export interface MemoryResult {
  readonly pods: number
  /** Of a process that only watches and reconciles, after it has seen everything, in megabytes. */
  readonly residentMb: number
  readonly heapMb: number
  /** The same before it has seen anything. */
  readonly residentAtStartMb: number
  /** From the first request until everything is seen, in milliseconds. */
  readonly syncMs: number
}

/** How much memory watching and reconciling take with a thousand pods, on a real cluster. */
export async function benchMemory(kubeconfigYaml: string): Promise<MemoryResult> {
  const write = await apiWriter(kubeconfigYaml)
  const folder = await mkdtemp(join(tmpdir(), 'drydock-bench-'))
  try {
    await createPods(write)
    const kubeconfig = join(folder, 'kubeconfig.yaml')
    await writeFile(kubeconfig, kubeconfigYaml, { mode: 0o600 })
    const child = join(import.meta.dirname, 'reconcile-memory-child.ts')
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, kubeconfig, String(PODS)])
    return JSON.parse(stdout) as MemoryResult
  } finally {
    await write('DELETE', `/api/v1/namespaces/${NAMESPACE}`)
    await rm(folder, { recursive: true })
  }
}

async function createPods(write: Write): Promise<void> {
  await write('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
  await write('POST', `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'bench' },
  })
  const indexes = Array.from({ length: PODS }, (_, index) => index)
  const workers = Array.from({ length: AT_ONCE }, async (_, worker) => {
    for (const index of indexes.filter((each) => each % AT_ONCE === worker))
      await write('POST', `/api/v1/namespaces/${NAMESPACE}/pods`, podOf(index))
  })
  await Promise.all(workers)
}

const podOf = (index: number): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `pod-${index}`, labels: { app: `app-${index % 20}`, tier: 'front' } },
  spec: {
    serviceAccountName: 'bench',
    containers: [
      {
        name: 'main',
        image: 'nginx:1.27',
        ports: [{ containerPort: 80 }],
        resources: { requests: { cpu: '10m', memory: '16Mi' } },
      },
      { name: 'side', image: 'busybox:1.36', command: ['sleep', '3600'], env: [{ name: 'MODE', value: 'bench' }] },
    ],
  },
})
