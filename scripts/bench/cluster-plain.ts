import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiClient } from '../../electron/engine/cluster/embedded/api-client.ts'
import { choosePorts, LOOPBACK } from '../../electron/engine/cluster/embedded/ports.ts'
import { nodeReady } from '../../electron/engine/cluster/embedded/readiness.ts'
import { systemClock } from '../../electron/engine/lib/clock.ts'
import { run } from '../../electron/engine/process/run.ts'
import type { Toolset } from '../../electron/engine/tools/toolset.ts'

const NAME = 'plain'
/** What kwokctl calls the first node that it makes. */
const NODE = 'node-000000'
const LIMIT_MS = 120_000

/**
 * The peer: `kwokctl create cluster` with the same programs and kwokctl's own settings, then `kwokctl scale node`, until
 * the node is Ready. kwokctl is not asked to wait for anything (`--wait` would only add to its time).
 */
export async function plainCreate(toolset: Toolset): Promise<number> {
  const root = await mkdtemp(join(tmpdir(), 'drydock-bench-plain-'))
  const { apiServer } = await choosePorts()
  const config = join(root, 'kwokctl.json')
  await writeFile(config, JSON.stringify(configuration(toolset, apiServer)))
  const environment = { HOME: root, KWOK_WORKDIR: root, KUBECONFIG: join(root, 'kubeconfig'), PATH: '/usr/bin:/bin' }
  const kwokctl = (...args: readonly string[]): Promise<unknown> =>
    run(toolset.path('kwokctl'), ['--name', NAME, ...args], { environment, cwd: root })
  try {
    const startedAt = performance.now()
    await kwokctl('create', 'cluster', '--config', config, '--kubeconfig', '')
    await kwokctl('scale', 'node', '--replicas', '1')
    const api = new ApiClient(join(root, 'clusters', NAME, 'pki'), apiServer)
    await nodeReady(api, { name: NODE, bootId: undefined }, systemClock, AbortSignal.timeout(LIMIT_MS))
    const tookMs = performance.now() - startedAt
    api.dispose()
    return tookMs
  } finally {
    await kwokctl('delete', 'cluster', '--kubeconfig', environment.KUBECONFIG)
    await rm(root, { recursive: true, force: true })
  }
}

const configuration = (toolset: Toolset, apiServer: number): object => ({
  apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
  kind: 'KwokctlConfiguration',
  options: {
    runtime: 'binary',
    kubeVersion: toolset.version('kube-apiserver'),
    bindAddress: LOOPBACK,
    kubeApiserverPort: apiServer,
    etcdBinary: toolset.path('etcd'),
    etcdctlBinary: toolset.path('etcdctl'),
    etcdutlBinary: toolset.path('etcdutl'),
    kubeApiserverBinary: toolset.path('kube-apiserver'),
    kubeControllerManagerBinary: toolset.path('kube-controller-manager'),
    kubeSchedulerBinary: toolset.path('kube-scheduler'),
    kwokControllerBinary: toolset.path('kwok'),
    kubectlBinary: toolset.path('kubectl'),
  },
})
