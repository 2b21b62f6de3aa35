import { connect } from 'node:net'
import { DrydockError } from '../contract/errors.ts'
import type { ClusterName } from '../contract/ids.ts'
import type { Lab } from '../contract/lab.ts'
import type { ClusterId, ClusterProvider } from '../engine/cluster/provider.ts'
import { readApiAccess } from '../engine/watch/api-access.ts'

/**
 * Kubeconfigs of the lab's clusters on this machine, which are started where they do not run; the provider stops those
 * again when it is disposed. Rejects when the lab was never opened here.
 */
export async function openOwnClusters(
  provider: ClusterProvider,
  lab: Lab,
  signal: AbortSignal,
): Promise<ReadonlyMap<ClusterName, string>> {
  const kubeconfigs = new Map<ClusterName, string>()
  for (const cluster of lab.clusters) {
    const id = { lab: lab.id, cluster }
    const { answers } = await isAnswering(await kubeconfigOf(provider, id))
    if (!answers) await provider.start(id, signal)
    kubeconfigs.set(cluster, await kubeconfigOf(provider, id))
  }
  return kubeconfigs
}

async function kubeconfigOf(provider: ClusterProvider, id: ClusterId): Promise<string> {
  return await provider.kubeconfig(id).catch((error: unknown) => {
    throw new DrydockError(
      {
        code: 'not-found',
        happened: `The lab ${id.lab} has no cluster ${id.cluster} on this machine.`,
        remedy: 'Open the lab first, or give --kubeconfig with the cluster to grade.',
      },
      { cause: error },
    )
  })
}

const ANSWER_LIMIT_MS = 1000

/** Whether somebody listens where the API server should, and where that is. */
export async function isAnswering(
  kubeconfigYaml: string,
): Promise<{ readonly server: string; readonly answers: boolean }> {
  const { href, hostname, port } = readApiAccess(kubeconfigYaml).server
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: ANSWER_LIMIT_MS })
    const end = (result: boolean) => () => {
      socket.destroy()
      resolve(result)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
  })
  return { server: href, answers }
}
