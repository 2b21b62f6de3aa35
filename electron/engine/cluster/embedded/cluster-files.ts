import { dirname, join } from 'node:path'

import { DrydockError } from '../../../contract/errors.ts'
import type { ClusterId } from '../provider.ts'
import type { Component } from './components.ts'

/** Where everything of one cluster lies. `root` is the home folder that kwokctl is given; all but the lock is in it. */
export interface ClusterFiles {
  readonly root: string
  /** kwokctl's name for the cluster, and what its context is called. */
  readonly name: string
  /** Who uses the folder: one engine at a time. Beside it, so that the folder can be removed under it. */
  readonly lock: string
  /** Written last on creation: without it the folder holds a half-made cluster. */
  readonly record: string
  /** What kwokctl creates the cluster from. */
  readonly configuration: string
  /** What a simulated container has printed. */
  readonly containerLog: string
  readonly snapshots: string
  /** Where the snapshots wait while the cluster is made anew. Beside it, so that the folder can be removed. */
  readonly snapshotsAside: string
  /** kwokctl's own folder of the cluster. */
  readonly workdir: string
  /** What kwokctl starts the cluster from, and the simulated kubelet's rules. */
  readonly kwokYaml: string
  readonly kubeconfig: string
  readonly pki: string
  readonly etcdData: string
  /** What a kept state was unpacked to. */
  readonly unpackedData: string
  readonly logs: string
  /** What belongs to the real Flux controllers. */
  readonly flux: string
  /** Pipes and numbers of what runs. */
  readonly run: string
  /** Programs that kwokctl finds first. */
  readonly bin: string
  readonly kubectl: string
  /** The small program that stands before a component's own. */
  wrapper(component: Component): string
  /** A pipe that is held open exactly as long as the component lives. */
  lifeline(component: Component): string
  /** A pipe on which a controller waits for the word to start. */
  gate(component: Component): string
  log(component: Component): string
  /** What a real Flux controller has printed, in the format of container logs. */
  fluxLog(controller: string): string
  /** Where a component has noted its own number. */
  pid(component: Component): string
  /** Where kwokctl has noted it. */
  kwokctlPid(component: Component): string
}

export function clusterFiles(root: string, name: string): ClusterFiles {
  const workdir = join(root, '.kwok', 'clusters', name)
  return {
    root,
    name,
    lock: `${root}.lock`,
    record: join(root, 'cluster.json'),
    configuration: join(root, 'kwokctl.yaml'),
    containerLog: join(root, 'container.log'),
    snapshots: join(root, 'snapshots'),
    snapshotsAside: join(dirname(root), `.${name}.snapshots`),
    workdir,
    kwokYaml: join(workdir, 'kwok.yaml'),
    kubeconfig: join(workdir, 'kubeconfig.yaml'),
    pki: join(workdir, 'pki'),
    etcdData: join(workdir, 'etcd'),
    unpackedData: join(workdir, 'etcd.unpacked'),
    logs: join(workdir, 'logs'),
    flux: join(root, 'flux'),
    run: join(root, 'run'),
    bin: join(root, 'bin'),
    kubectl: join(root, 'bin', 'kubectl'),
    wrapper: (component) => join(root, 'bin', component),
    lifeline: (component) => join(root, 'run', `${component}.life`),
    gate: (component) => join(root, 'run', `${component}.gate`),
    log: (component) => join(workdir, 'logs', `${component}.log`),
    fluxLog: (controller) => join(root, 'flux', controller, 'container.log'),
    pid: (component) => join(root, 'run', `${component}.pid`),
    kwokctlPid: (component) => join(workdir, 'pids', `${component}.pid`),
  }
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/
const SNAPSHOT_NAME = /^[A-Za-z0-9][-A-Za-z0-9_.]{0,99}$/

/** The files of a lab's cluster; refuses names that would leave the data folder. */
export function filesOf(dataRoot: string, id: ClusterId): ClusterFiles {
  requireName(DNS_LABEL, 'lab', id.lab)
  requireName(DNS_LABEL, 'cluster', id.cluster)
  return clusterFiles(join(dataRoot, 'clusters', id.lab, id.cluster), id.cluster)
}

/** Where a kept state lies; refuses names that would leave the snapshots' folder. */
export function snapshotFile(files: ClusterFiles, name: string): string {
  requireName(SNAPSHOT_NAME, 'snapshot', name)
  return join(files.snapshots, `${name}.db`)
}

function requireName(allowed: RegExp, what: string, name: string): void {
  if (allowed.test(name)) return
  throw new DrydockError({
    code: 'usage',
    happened: `${JSON.stringify(name)} cannot be the name of a ${what}.`,
    remedy: 'Use letters, digits and hyphens, with a letter or digit first.',
    terminal: true,
  })
}
