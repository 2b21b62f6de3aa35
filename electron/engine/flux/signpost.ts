import type { KubeObject } from '../checks/observation.ts'
import type { ObjectQuery } from '../../contract/lab.ts'
import type { AdminApi } from './admin-api.ts'

/** What must be watched to know where the nodes send the API server. */
export const NODES: ObjectQuery = { apiVersion: 'v1', kind: 'Node' }

interface Node extends KubeObject {
  readonly status?: { readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port?: number } } }
}

/** Has every node say that its kubelet listens on this port; those that do already are left alone. */
export async function pointTo(port: number, nodes: readonly KubeObject[], api: AdminApi): Promise<void> {
  const others = nodes.filter((node) => (node as Node).status?.daemonEndpoints?.kubeletEndpoint?.Port !== port)
  const status = { daemonEndpoints: { kubeletEndpoint: { Port: port } } }
  await Promise.all(
    others.map(({ metadata }) => api.send('PATCH', `/api/v1/nodes/${metadata.name}/status`, { status })),
  )
}
