/** What caused what in a GitOps lab: one entry per change that Flux applies, from the commit to Pods that are ready. */

import type { ClusterName } from './ids.ts'

/** The stations of a change, in order. */
export const STATIONS = ['committed', 'fetched', 'applied', 'rolledOut', 'ready'] as const
export type Station = (typeof STATIONS)[number]

/** One commit on its way through one Kustomization of one cluster. */
export interface ChangeEntry {
  /** Unique within the lab, and the same whenever the same change is seen again. */
  readonly id: string
  readonly cluster: ClusterName
  readonly repository: string
  readonly branch: string
  /** Full commit id. */
  readonly commit: string
  readonly subject: string
  readonly author: string
  /** `NAMESPACE/NAME` of the GitRepository that fetched it; undefined until one has. */
  readonly source?: string
  /** `NAMESPACE/NAME` of the Kustomization that applies it. */
  readonly kustomization?: string
  /** Epoch milliseconds at which each station was reached. A station that has not been reached is not in it. */
  readonly reachedAtMs: Readonly<Partial<Record<Station, number>>>
  /** Workloads that the change touched: `deployment/vote in dev`. */
  readonly workloads: readonly string[]
  /** What Flux or the cluster said that stands in the way, in its own words. */
  readonly problem?: string
  /** A newer commit overtook it before it was ready. */
  readonly superseded: boolean
}
