/**
 * What a check sees. Evaluation is a pure function of (check, observation), so that it can be run again on a
 * record; nothing in here may reach for the cluster.
 */

import type { ObjectQuery } from '../../contract/lab.ts'
import type { UnknownReason } from '../../contract/verdict.ts'
import type { RepositoryState } from '../git/repository-state.ts'

/** A Kubernetes object as JSON; whatever its kind. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: KubeMetadata
  readonly [field: string]: unknown
}

export interface KubeMetadata {
  readonly name: string
  readonly namespace?: string
  readonly uid: string
  readonly resourceVersion?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly ownerReferences?: readonly { readonly uid: string; readonly kind: string; readonly name: string }[]
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
}

/** Why a query cannot be answered now. */
export interface Blind {
  readonly reason: UnknownReason
  readonly detail: string
}

/** Objects as last seen, or why they cannot be seen; `last` is what was seen before that. */
export type Sight =
  { readonly objects: readonly KubeObject[] } | { readonly blind: Blind; readonly last?: readonly KubeObject[] }

/** One command that was run in the lab's terminal. */
export interface RanCommand {
  readonly commandLine: string
  readonly exitCode: number
  readonly directory: string
  /** Epoch milliseconds when it ended. */
  readonly endedAtMs: number
}

/** The lab's kubeconfig, read; `blind` when it cannot be parsed or is gone. */
export type KubeconfigView =
  | {
      readonly currentContext: string | undefined
      readonly contexts: readonly {
        readonly name: string
        readonly cluster: string
        readonly user: string
        readonly namespace?: string
      }[]
    }
  | { readonly blind: Blind }

/** A repository of the lab, or why it cannot be seen; undefined state: there is no such repository. */
export type RepositorySight = { readonly state: RepositoryState | undefined } | { readonly blind: Blind }

export interface Observation {
  /** Objects of the query's kind (and namespace, name, labels where given) in the cluster; undefined name = first. */
  sight(query: ObjectQuery, cluster: string | undefined): Sight
  readonly kubeconfig: KubeconfigView
  /** Commands run since the step began, oldest first; `null` where no terminal record exists. */
  readonly commands: readonly RanCommand[] | null
  /** Answer typed for a check of this step; undefined when none was, `null` where no record exists. */
  answer(check: string): string | undefined | null
  /** A repository on the lab's own Git server. */
  repository(name: string): RepositorySight
}
