/** The cluster as people see it: how it is coming up, whether it is well, and what lives in it. */

import type { WireError } from './errors.ts'
import type { ClusterName } from './ids.ts'
import type { Capability } from './lab.ts'

export type ProviderName = 'embedded' | 'k3d' | 'existing'

export type ClusterPhase =
  | 'absent'
  | 'creating'
  | 'starting'
  | 'ready'
  /** Something in it died and is being brought back; verdicts are `unknown` meanwhile. */
  | 'recovering'
  | 'restoring'
  | 'stopping'
  | 'stopped'
  | 'failed'

/** One numbered step of bringing a cluster up (or back). Times in milliseconds. */
export interface ProvisionStep {
  readonly title: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  /** Epoch milliseconds. */
  readonly startedAtMs?: number
  readonly tookMs?: number
  /** What it took the last time on this machine. */
  readonly lastTookMs?: number
}

export interface ClusterStatus {
  readonly cluster: ClusterName
  readonly provider: ProviderName
  readonly phase: ClusterPhase
  /** Kubernetes version as the API server says it, `v1.36.3`. */
  readonly kubernetesVersion?: string
  readonly capabilities: readonly Capability[]
  /** What is being done now, step by step; kept after a failure. */
  readonly steps: readonly ProvisionStep[]
  /** How long the last creation or start took, from command to node Ready. */
  readonly readyAfterMs?: number
  readonly problem?: WireError
}

/** How an object is doing; always shown as a shape and a word. */
export type ObjectState = 'well' | 'progressing' | 'unwell' | 'leaving' | 'neutral'

/** One object of the cluster panel: what a person wants to know at a glance. */
export interface ObjectSummary {
  readonly cluster: ClusterName
  readonly uid: string
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  /** `uid`s of the owners, for the ownership graph. */
  readonly owners: readonly string[]
  readonly state: ObjectState
  /** "3 of 3 ready", "ImagePullBackOff", "ClusterIP 10.0.0.12:80". */
  readonly word: string
  /** Short facts worth a second line: image, strategy. */
  readonly facts: readonly string[]
  /** Epoch milliseconds. */
  readonly createdAtMs: number
}

export interface ObjectRef {
  readonly cluster: ClusterName
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

/** One object in full, for the panel's detail view. */
export interface ObjectDetail {
  readonly ref: ObjectRef
  /** Without managed fields; Secret values replaced by their sizes. */
  readonly yaml: string
  readonly events: readonly ObjectEvent[]
}

export interface ObjectEvent {
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly count: number
  /** Epoch milliseconds. */
  readonly lastSeenMs: number
}
