import type { ApiClient } from './api-client.ts'

export const nodeName = (cluster: string): string => `${cluster}-node-1`

/** What every cluster has from the start, beside what Kubernetes itself makes. */
const baseObjects = (cluster: string): readonly { readonly path: string; readonly object: object }[] => [
  { path: '/api/v1/nodes', object: node(nodeName(cluster)) },
]

/** Makes what is not there yet. */
export async function createBaseObjects(api: ApiClient, cluster: string, signal: AbortSignal): Promise<void> {
  for (const { path, object } of baseObjects(cluster)) {
    const { status, body } = await api.post(path, object, signal)
    if (status !== 201 && status !== 409) throw new Error(`${path} answered ${status}: ${body}`)
  }
}

const node = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    labels: {
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
    },
  },
})
