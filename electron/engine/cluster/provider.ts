/** What every cluster provider can do. The engine knows clusters only through this. */

import type { ProviderName, ClusterStatus } from '../../contract/cluster.ts'
import type { ClusterName, LabId } from '../../contract/ids.ts'
import type { Capability } from '../../contract/lab.ts'
import type { Event } from '../lib/emitter.ts'

/** One cluster of one lab. Its folder, ports and processes belong to nobody else. */
export interface ClusterId {
  readonly lab: LabId
  readonly cluster: ClusterName
}

/**
 * Every method rejects with a `DrydockError`, resolves only when it is really done, and can be called again after
 * a failure. Progress and whatever happens by itself (a component died, was brought back) go through `onStatus`.
 */
export interface ClusterProvider {
  readonly name: ProviderName
  /** As of now: some come with tools that are still being fetched. */
  readonly capabilities: readonly Capability[]
  readonly onStatus: Event<ClusterHealth>
  /** A fresh cluster with one Ready node; from the prepared template where there is one. Exists already: starts it. */
  create(id: ClusterId, signal?: AbortSignal): Promise<void>
  /** Starts it on its data; finds one that a killed engine left running; does nothing when it is up. */
  start(id: ClusterId, signal?: AbortSignal): Promise<void>
  /** Stops all processes; the data stays. */
  stop(id: ClusterId): Promise<void>
  /** Lets a cluster go on without this engine, until one starts or deletes it. Else it ends with the engine. */
  letGo(id: ClusterId): Promise<void>
  /** Deletes it and makes it anew under the same name: a new address, new certificates. Its kept states stay. */
  renew(id: ClusterId, signal?: AbortSignal): Promise<void>
  /** Nothing of it is left, running or on disk. */
  delete(id: ClusterId): Promise<void>
  status(id: ClusterId): ClusterStatus
  /** Administrator's kubeconfig as YAML, with one context named like the cluster. */
  kubeconfig(id: ClusterId): Promise<string>
  /** Keeps the state under a name; an older one of that name is replaced. */
  snapshot(id: ClusterId, name: string): Promise<void>
  /** Back to a kept state. Resource versions go backwards: caches must list again afterwards. */
  restore(id: ClusterId, name: string): Promise<void>
  /** Names of the kept states. */
  snapshots(id: ClusterId): Promise<readonly string[]>
  /** Last lines that the components printed. */
  log(id: ClusterId): Promise<string>
  /** Stops every cluster it started; called when the engine goes. */
  dispose(): Promise<void>
}

export interface ClusterHealth {
  readonly id: ClusterId
  readonly status: ClusterStatus
}
