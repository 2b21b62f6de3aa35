import type { ApiClient } from './api-client.ts'

export const nodeName = (cluster: string): string => `${cluster}-node-1`

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

const SIMULATED = 'simulated-containers'

/**
 * What needs a program in the container is refused, with the reason. Without it kwok would run the command of a
 * `kubectl exec` on this very machine, or the API server would call pod addresses that nobody has.
 */
const policy = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: SIMULATED },
  spec: {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: [''],
          apiVersions: ['v1'],
          operations: ['CONNECT'],
          resources: ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy'],
        },
      ],
    },
    validations: [
      {
        expression: 'false',
        reason: 'Forbidden',
        message:
          'This container is simulated: the cluster keeps its objects for real, but runs no program in it, so nothing ' +
          'can be run, attached or connected to. Look at it with "kubectl describe", or use a cluster with real containers.',
      },
    ],
  },
}

const binding = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: SIMULATED },
  spec: { policyName: SIMULATED, validationActions: ['Deny'] },
}

const ADMISSION = '/apis/admissionregistration.k8s.io/v1'

/** What every cluster has from the start, beside what Kubernetes itself makes. */
export const baseObjects = (cluster: string): readonly { readonly path: string; readonly object: object }[] => [
  { path: '/api/v1/nodes', object: node(nodeName(cluster)) },
  { path: `${ADMISSION}/validatingadmissionpolicies`, object: policy },
  { path: `${ADMISSION}/validatingadmissionpolicybindings`, object: binding },
]

/** Makes what is not there yet. */
export async function createBaseObjects(api: ApiClient, cluster: string, signal: AbortSignal): Promise<void> {
  for (const { path, object } of baseObjects(cluster)) {
    const { status, body } = await api.post(path, object, signal)
    if (status !== 201 && status !== 409) throw new Error(`${path} answered ${status}: ${body}`)
  }
}

/** A prepared state comes from a cluster of another name: its node goes. */
export async function removeOtherNodes(api: ApiClient, cluster: string, signal: AbortSignal): Promise<void> {
  const { body } = await api.get('/api/v1/nodes', signal)
  const names = (JSON.parse(body) as { items: { metadata: { name: string } }[] }).items.map(
    ({ metadata }) => metadata.name,
  )
  for (const name of names.filter((other) => other !== nodeName(cluster))) {
    await api.delete(`/api/v1/nodes/${name}`, signal)
    await api.delete(`/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`, signal)
  }
}
