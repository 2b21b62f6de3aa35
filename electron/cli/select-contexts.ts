/** One kubeconfig, looked at as each of a lab's clusters. */

import { parse, stringify } from 'yaml'
import { DrydockError } from '../contract/errors.ts'
import type { ClusterName } from '../contract/ids.ts'
import { viewKubeconfig } from '../engine/workspace/kubeconfig.ts'

/**
 * The context that is called like the cluster; for a lab with one cluster the current one will do. Throws `not-found`
 * when there is none, so that nobody is graded on another cluster than the one that was meant.
 */
export function selectContexts(
  kubeconfigText: string,
  clusters: readonly ClusterName[],
): ReadonlyMap<ClusterName, string> {
  const view = viewKubeconfig(kubeconfigText)
  if ('blind' in view) throw unusable(view.blind.detail)
  const names = view.contexts.map((context) => context.name)
  return new Map(
    clusters.map((cluster) => {
      const context = names.includes(cluster) ? cluster : clusters.length === 1 ? view.currentContext : undefined
      if (context === undefined || !names.includes(context)) throw noContext(cluster, names)
      const config = parse(kubeconfigText) as Record<string, unknown>
      return [cluster, stringify({ ...config, 'current-context': context })] as const
    }),
  )
}

const unusable = (why: string): DrydockError =>
  new DrydockError({ code: 'not-found', happened: why, remedy: 'Give a kubeconfig that kubectl accepts.' })

const noContext = (cluster: string, names: readonly string[]): DrydockError =>
  new DrydockError({
    code: 'not-found',
    happened: `The kubeconfig has no context for the cluster ${cluster}; it has ${names.length === 0 ? 'none' : names.join(', ')}.`,
    remedy: `Add a context that is called ${cluster}.`,
  })
