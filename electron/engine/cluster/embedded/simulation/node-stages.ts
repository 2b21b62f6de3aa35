import type { Stage } from './stage.ts'

export interface NodeOptions {
  readonly kubeletVersion: string
  readonly kubeletAddress: string
  readonly kubeletPort: number
  /** Another one each time the cluster is started: a node is Ready when it has said so in this life. */
  readonly bootId: string
}

/** An ordinary address, like that of a node in a container. Nothing listens there. */
const NODE_ADDRESS = '172.18.0.2'

/** One size for every machine, so that labs about requests and quotas give the same answers everywhere. */
const RESOURCES = `
  cpu: "4"
  memory: 8Gi
  ephemeral-storage: 50Gi
  pods: "110"`

const status = (options: NodeOptions, port: string): string => `
{{- $now := Now }}
{{- $since := or .metadata.creationTimestamp $now }}
conditions:
{{- range NodeConditions }}
- {{ toJson (dict "type" .type "status" .status "reason" .reason "message" .message "lastHeartbeatTime" $now "lastTransitionTime" $since) }}
{{- end }}
addresses:
- type: InternalIP
  address: ${NODE_ADDRESS}
- type: Hostname
  address: {{ .metadata.name | quote }}
- type: InternalDNS
  address: ${options.kubeletAddress}
daemonEndpoints:
  kubeletEndpoint:
    Port: ${port}
capacity:${RESOURCES}
allocatable:${RESOURCES}
nodeInfo:
  architecture: amd64
  bootID: ${options.bootId}
  containerRuntimeVersion: simulated://{{ Version }}
  kernelVersion: simulated
  kubeProxyVersion: ""
  kubeletVersion: ${options.kubeletVersion}
  machineID: ""
  operatingSystem: linux
  osImage: Drydock simulated node
  systemUUID: ""
phase: Running`

/**
 * The lease as a kubelet would keep it. kwok's own is switched off: a kwok that was killed holds it for minutes, and
 * its successor leaves node and pods alone until then.
 */
const LEASE = `{{ toJson (dict "apiVersion" "coordination.k8s.io/v1" "kind" "Lease"
  "metadata" (dict "name" .metadata.name "namespace" "kube-node-lease")
  "spec" (dict "holderIdentity" .metadata.name "leaseDurationSeconds" 200 "renewTime" (now | date "2006-01-02T15:04:05.000000Z07:00"))) }}`

/** Whoever has put itself before the simulated kubelet since the node came up stays there. */
const PRESENT_PORT = '{{ .status.daemonEndpoints.kubeletEndpoint.Port }}'

/** A node that is Ready, and says so again from time to time. */
export function nodeStages(options: NodeOptions): readonly Stage[] {
  const ready = 'any(.status.conditions[]?; .type == "Ready" and .status == "True")'
  const present = `${ready} and .status.nodeInfo.bootID == ${JSON.stringify(options.bootId)}`
  const node = (port: string) => ({ kind: 'Node', status: status(options, port), renews: LEASE }) as const
  return [
    { ...node(String(options.kubeletPort)), name: 'node-initialize', when: [`(${present}) | not`] },
    { ...node(PRESENT_PORT), name: 'node-heartbeat', when: [present], delayMs: [50_000, 60_000] },
  ]
}
