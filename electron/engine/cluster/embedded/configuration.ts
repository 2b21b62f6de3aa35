import { stringify } from 'yaml'

import type { Toolset } from '../../tools/toolset.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { COMPONENTS, type Component } from './components.ts'
import { LOOPBACK, type ClusterPorts } from './ports.ts'
import { simulationDocuments } from './simulation/simulation.ts'

/**
 * The address that the `kubernetes` Service's endpoint shows. Nobody connects to it. It must be given: an API server
 * that is bound to loopback looks for a default route instead, and does not start on a machine without network.
 */
const ADVERTISED_ADDRESS = '172.18.0.1'
const SERVICE_RANGE = '10.96.0.0/16'
const POD_RANGE = '10.244.0.1/24'

type Flags = Readonly<Record<string, string>>

/**
 * Flags beside kwokctl's own.
 *
 * - etcd does not wait for the disk. A component that is killed loses nothing, since what it wrote is with the
 *   system; only a power cut can cost the last seconds, and a lab's state can be had again from a snapshot.
 * - One of each controller: electing a leader would only cost seconds, and make them exit whenever the API server does.
 * - kwok's address is read from the node as an internal DNS name, so that the node can show an ordinary IP address.
 */
function flagsOf(component: Component, files: ClusterFiles): Flags {
  switch (component) {
    case 'etcd':
      return { 'unsafe-no-fsync': 'true' }
    case 'kube-apiserver':
      return {
        'advertise-address': ADVERTISED_ADDRESS,
        'service-cluster-ip-range': SERVICE_RANGE,
        'kubelet-preferred-address-types': 'InternalDNS,InternalIP',
      }
    case 'kube-controller-manager':
      return {
        'leader-elect': 'false',
        'cluster-signing-cert-file': `${files.pki}/ca.crt`,
        'cluster-signing-key-file': `${files.pki}/ca.key`,
      }
    case 'kube-scheduler':
      return { 'leader-elect': 'false' }
    case 'kwok-controller':
      return { cidr: POD_RANGE }
  }
}

/** The file that `kwokctl create cluster --config` gets: every binary and every port is named, nothing is left to find. */
export function kwokctlConfiguration(toolset: Toolset, files: ClusterFiles, ports: ClusterPorts): string {
  const documents = [
    kwokctlOptions(toolset, files, ports),
    ...simulationDocuments({
      kubeletVersion: toolset.version('kube-apiserver'),
      kubeletAddress: LOOPBACK,
      kubeletPort: ports.kwok,
      logFile: files.containerLog,
    }),
  ]
  return documents.map((document) => stringify(document, { lineWidth: 0 })).join('---\n')
}

function kwokctlOptions(toolset: Toolset, files: ClusterFiles, ports: ClusterPorts): object {
  return {
    apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
    kind: 'KwokctlConfiguration',
    options: {
      runtime: 'binary',
      kubeVersion: toolset.version('kube-apiserver'),
      bindAddress: LOOPBACK,
      etcdBinary: files.wrapper('etcd'),
      kubeApiserverBinary: files.wrapper('kube-apiserver'),
      kubeControllerManagerBinary: files.wrapper('kube-controller-manager'),
      kubeSchedulerBinary: files.wrapper('kube-scheduler'),
      kwokControllerBinary: files.wrapper('kwok-controller'),
      kubectlBinary: toolset.path('kubectl'),
      etcdctlBinary: toolset.path('etcdctl'),
      etcdutlBinary: toolset.path('etcdutl'),
      kubeApiserverPort: ports.apiServer,
      etcdPort: ports.etcd,
      etcdPeerPort: ports.etcdPeer,
      kubeControllerManagerPort: ports.controllerManager,
      kubeSchedulerPort: ports.scheduler,
      kwokControllerPort: ports.kwok,
    },
    componentsPatches: COMPONENTS.map((name) => ({
      name,
      extraArgs: Object.entries(flagsOf(name, files)).map(([key, value]) => ({ key, value, override: false })),
    })),
  }
}
