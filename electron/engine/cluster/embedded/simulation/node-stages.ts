import type { Stage } from './stage.ts'

/** An ordinary address, like that of a node in a container. Nothing listens there. */
const NODE_ADDRESS = '172.18.0.2'

/** One size for every machine, so that labs about requests and quotas give the same answers everywhere. */
const RESOURCES = `
  cpu: "4"
  memory: 8Gi
  ephemeral-storage: 50Gi
  pods: "110"`

const nodeStatus = (kubeletVersion: string, kubeletAddress: string): string => `
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
  address: ${kubeletAddress}
daemonEndpoints:
  kubeletEndpoint:
    Port: {{ NodePort }}
capacity:${RESOURCES}
allocatable:${RESOURCES}
nodeInfo:
  architecture: amd64
  bootID: ""
  containerRuntimeVersion: simulated://${'{{ Version }}'}
  kernelVersion: simulated
  kubeProxyVersion: ""
  kubeletVersion: ${kubeletVersion}
  machineID: ""
  operatingSystem: linux
  osImage: Drydock simulated node
  systemUUID: ""
phase: Running`

/** A node that is Ready, renewed from time to time and whenever the simulated kubelet listens on another port. */
export function nodeStages(kubeletVersion: string, kubeletAddress: string, kubeletPort: number): readonly Stage[] {
  const status = nodeStatus(kubeletVersion, kubeletAddress)
  const ready = 'any(.status.conditions[]?; .type == "Ready" and .status == "True")'
  const here = `.status.daemonEndpoints.kubeletEndpoint.Port == ${kubeletPort}`
  return [
    { name: 'node-initialize', kind: 'Node', when: [`(${ready} and ${here}) | not`], status },
    { name: 'node-heartbeat', kind: 'Node', when: [`${ready} and ${here}`], delayMs: [540_000, 600_000], status },
  ]
}
