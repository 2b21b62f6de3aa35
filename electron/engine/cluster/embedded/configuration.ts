import { relative } from 'node:path'
import { parse } from 'yaml'

import { FLUX_CONTROLLERS } from '../../flux/controllers.ts'
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
 * - etcd elects itself after 100 ms instead of a second; it is alone. The API server, which comes up at the same time,
 *   else finds it not serving and waits a second before it asks again.
 * - One of each controller: electing a leader would only cost seconds, and make them exit whenever the API server does.
 * - kwok's address is read from the node as an internal DNS name, so that the node can show an ordinary IP address.
 * - kwok keeps no node lease of its own: see `node-stages.ts`.
 */
function flagsOf(component: Component, files: ClusterFiles): Flags {
  switch (component) {
    case 'etcd':
      return { 'unsafe-no-fsync': 'true', 'heartbeat-interval': '20', 'election-timeout': '100' }
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
      return { cidr: POD_RANGE, 'node-lease-duration-seconds': '0' }
  }
}

/** Flags of kwokctl's own that get another value: kwok, too, reads its path as a list, and runs in the file's folder. */
const OVERRIDES: Readonly<Partial<Record<Component, Flags>>> = {
  'kwok-controller': { config: 'kwok.yaml' },
}

/** How a cluster is to be run this time. */
export interface Run {
  readonly toolset: Toolset
  readonly files: ClusterFiles
  readonly ports: ClusterPorts
  readonly bootId: string
}

/** JSON is YAML, and quickly written. */
const asYaml = (documents: readonly object[]): string =>
  documents.map((document) => `${JSON.stringify(document)}\n`).join('---\n')

/** The file that `kwokctl create cluster --config` gets: every binary and every port is named, nothing is left to find. */
export const creationConfiguration = (run: Run): string => asYaml([kwokctlOptions(run), ...simulation(run)])

/**
 * The `kwok.yaml` of a cluster that exists, for other ports and today's rules of simulation. `text` is what kwokctl
 * left there: its first document says how each component is called.
 */
export function startConfiguration(text: string, before: ClusterPorts, run: Run): string {
  const installed: unknown = parse(text.split(/^---$/m, 1)[0] ?? '')
  return asYaml([withPorts(installed, before, run.ports) as object, ...simulation(run)])
}

const simulation = ({ toolset, files, ports, bootId }: Run): readonly object[] =>
  simulationDocuments({
    kubeletVersion: toolset.version('kube-apiserver'),
    kubeletAddress: LOOPBACK,
    kubeletPort: ports.kwok,
    bootId,
    logFile: files.containerLog,
    fluxLogs: Object.fromEntries(FLUX_CONTROLLERS.map((name) => [name, files.fluxLog(name)])),
  })

function kwokctlOptions({ toolset, files, ports }: Run): object {
  // From the folder in which kwokctl runs: it takes paths for addresses, and stumbles over `#` and `%`.
  const wrapper = (component: Component): string => relative(files.root, files.wrapper(component))
  return {
    apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
    kind: 'KwokctlConfiguration',
    options: {
      runtime: 'binary',
      kubeVersion: toolset.version('kube-apiserver'),
      bindAddress: LOOPBACK,
      etcdBinary: wrapper('etcd'),
      kubeApiserverBinary: wrapper('kube-apiserver'),
      kubeControllerManagerBinary: wrapper('kube-controller-manager'),
      kubeSchedulerBinary: wrapper('kube-scheduler'),
      kwokControllerBinary: wrapper('kwok-controller'),
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
      extraArgs: [...extraArgs(flagsOf(name, files), false), ...extraArgs(OVERRIDES[name] ?? {}, true)],
    })),
  }
}

const extraArgs = (flags: Flags, override: boolean): readonly object[] =>
  Object.entries(flags).map(([key, value]) => ({ key, value, override }))

/** `127.0.0.1:2379`, `--secure-port=6443`: only where a number is a port for certain. */
const PORT_IN_TEXT = /(127\.0\.0\.1:|-port=)(\d+)/g
const isPortField = (name: string): boolean => name === 'port' || name.endsWith('Port')

function withPorts(value: unknown, before: ClusterPorts, after: ClusterPorts): unknown {
  const names = Object.keys(before) as (keyof ClusterPorts)[]
  const moved = new Map(names.map((name) => [before[name], after[name]]))
  const visit = (node: unknown, field: string): unknown => {
    if (typeof node === 'string') {
      return node.replaceAll(
        PORT_IN_TEXT,
        (_, prefix: string, port: string) => `${prefix}${moved.get(Number(port)) ?? port}`,
      )
    }
    if (typeof node === 'number') return isPortField(field) ? (moved.get(node) ?? node) : node
    if (Array.isArray(node)) return node.map((item) => visit(item, field))
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, visit(child, name)]))
  }
  return visit(value, '')
}
