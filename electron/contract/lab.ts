/**
 * A lab as the engine holds it: validated, defaults filled in, variables still to be put in (`${name}`) until
 * `personalise` has run. The words are those of the YAML; the schema in `engine/labs` is checked against these types.
 */

import type { MergeMethod, PullRequestState } from './git.ts'
import type { ClusterName, LabId } from './ids.ts'

/** What a lab or step needs from a cluster provider. */
export const CAPABILITIES = [
  'objects',
  'rbac',
  'quota',
  'scheduling',
  'git',
  'flux',
  'snapshot',
  'containers',
  'dns',
  'exec',
] as const
export type Capability = (typeof CAPABILITIES)[number]

/** Any JSON value; what `match` holds. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Which objects a check looks at. With `name` one object; without it every object that fits the other fields. */
export interface ObjectQuery {
  readonly apiVersion: string
  readonly kind: string
  readonly name?: string
  readonly namespace?: string
  /** Labels that the object must carry, all of them. */
  readonly labels?: Readonly<Record<string, string>>
}

/** A CEL expression over `object`, and what to say when it is not true. */
export interface CelRule {
  readonly rule: string
  readonly message?: string
}

interface CheckCommon {
  /** Unique within the step; what `mistakes[].fails` and the record refer to. */
  readonly name: string
  /** What the check wants, as a short statement: "vote runs 4 replicas". */
  readonly title: string
  readonly points: number
  /** `live` turns red again on regression; `latched` stays once seen. */
  readonly mode: 'live' | 'latched'
  /** How long it must hold without a break; 0 for at once. */
  readonly holdForMs: number
  /** Which of the lab's clusters; undefined means the first. */
  readonly cluster?: ClusterName
  /** Author's words, shown with the findings while the check fails. */
  readonly explain?: string
}

/** At least one object of the query fits `match` and every CEL rule. */
export interface ResourceCheck extends CheckCommon {
  readonly kind: 'resource'
  readonly object: ObjectQuery
  readonly match?: Json
  readonly cel: readonly CelRule[]
}

/** No object of the query (that fits `match` and every CEL rule, where given) exists. */
export interface AbsentCheck extends CheckCommon {
  readonly kind: 'absent'
  readonly object: ObjectQuery
  readonly match?: Json
  readonly cel: readonly CelRule[]
}

/** How many objects of the query (that fit `match` and every CEL rule) there are. */
export interface CountCheck extends CheckCommon {
  readonly kind: 'count'
  readonly object: ObjectQuery
  readonly match?: Json
  readonly cel: readonly CelRule[]
  readonly equals?: number
  readonly atLeast?: number
  readonly atMost?: number
  /** Bounds that a variable gives, by its name; `personalise` turns them into numbers. */
  readonly drawn?: Readonly<Partial<Record<'equals' | 'atLeast' | 'atMost', string>>>
}

/** The lab's own kubeconfig. */
export interface KubeconfigCheck extends CheckCommon {
  readonly kind: 'kubeconfig'
  /** The current context's name. */
  readonly currentContext?: string
  /** The context that the fields below speak of; undefined means the current one. */
  readonly context?: string
  readonly namespace?: string
  readonly user?: string
  /** `false`: there must be no such context. */
  readonly exists?: boolean
}

/** A command was run in the lab's terminal. Latched by nature: what was run stays run. */
export interface RanCheck extends CheckCommon {
  readonly kind: 'ran'
  /** RE2 expression for the whole command line, white space folded to single blanks. */
  readonly command: string
  readonly exitCode?: number
  /** A ready command for the finding's `show`, and for people: "kubectl get nodes". */
  readonly example?: string
}

/** What the learner types, compared with a value read from the cluster or given by the author. */
export interface AnswerCheck extends CheckCommon {
  readonly kind: 'answer'
  readonly question: string
  /** Offered as a choice when given, else a text field. */
  readonly choices?: readonly string[]
  /** Exactly one of `equals` and `from`. */
  readonly equals?: string
  /** Read from the cluster: a CEL expression over `object`, or over `objects` for a query without a name. */
  readonly from?: { readonly object: ObjectQuery; readonly value: string }
}

/** What a lab repository holds, on one branch where it speaks of one. */
export interface GitCheck extends CheckCommon {
  readonly kind: 'git'
  /** One of the lab's `repositories`. */
  readonly repository: string
  /** The branch that the fields below speak of; undefined means the default branch. */
  readonly branch?: string
  /** `false`: there must be no such branch. */
  readonly exists?: boolean
  readonly protected?: boolean
  /** Wishes for files at the head of the branch, all of them. */
  readonly files: readonly FileWish[]
  /** There is such a commit on the branch. */
  readonly commit?: CommitWish
  /** A branch, every commit of which is in this one. */
  readonly contains?: string
  /** A branch that has the same contents. */
  readonly sameTreeAs?: string
  /** There is such a pull request; `branch` has no part in it. */
  readonly pullRequest?: PullRequestWish
  /** RE2 expression for the whole subject of a commit that was reverted on the branch later. */
  readonly reverted?: string
  /** A push to the branch was refused at some time since the lab began. */
  readonly refused?: boolean
}

/** One file of a branch; exactly one wish beside `path`. */
export interface FileWish {
  readonly path: string
  /** Some YAML document of the file fits, as an object fits the `match` of a `resource` check. */
  readonly match?: Json
  /** Text that is somewhere in it. */
  readonly contains?: string
  /** RE2 expression that fits somewhere in it. */
  readonly matches?: string
  /** The whole of it; line breaks at its end do not count. */
  readonly equals?: string
  readonly exists?: boolean
}

/** All that is given must be so of one commit. */
export interface CommitWish {
  /** RE2 expression for the whole subject. */
  readonly subject?: string
  /** RE2 expression for the whole name of the author. */
  readonly author?: string
  /** Path of a file that it changed, or of a folder in which it changed one. */
  readonly touches?: string
}

/** All that is given must be so of one pull request. */
export interface PullRequestWish {
  readonly from?: string
  readonly into?: string
  readonly state?: PullRequestState
  readonly method?: MergeMethod
  /** Somebody has approved it, and nobody asked for changes after that. */
  readonly approved?: boolean
}

/** What Git says is what runs: fetched, applied, and (`running`) rolled out. */
export interface SyncedCheck extends CheckCommon {
  readonly kind: 'synced'
  /** Name of a GitRepository. */
  readonly source: string
  /** Name of a Kustomization; without it only fetching counts. */
  readonly kustomization?: string
  /** Of both. */
  readonly namespace: string
  /** One of the lab's `repositories`: the source must be at the head of its `branch`. */
  readonly repository?: string
  /** Of `repository`; undefined means its default branch. */
  readonly branch?: string
  /** Objects that the Kustomization must have applied. */
  readonly inventory: readonly InventoryWish[]
  /** Every Deployment, StatefulSet and DaemonSet of the inventory must be rolled out. */
  readonly running: boolean
}

export interface InventoryWish {
  /** Filled in for kinds that every cluster has. */
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace?: string
}

export type Check =
  ResourceCheck | AbsentCheck | CountCheck | KubeconfigCheck | RanCheck | AnswerCheck | GitCheck | SyncedCheck
export type CheckKind = Check['kind']

export interface Hint {
  readonly text: string
  /** Points that opening it takes off the step; 0 when it is free. */
  readonly cost: number
}

/** A named wrong answer, as commands, that must leave the step red. */
export interface Mistake {
  readonly name: string
  readonly commands: string
  /** Checks that must fail because of it; when empty, at least one must. */
  readonly fails: readonly string[]
  /** Answers typed with it. */
  readonly answers: Readonly<Record<string, string>>
}

export interface Step {
  readonly name: string
  readonly title: string
  /** Markdown. A fenced block of language `sh` can be run in the terminal; `console` and others cannot. */
  readonly instructions: string
  readonly requires: readonly Capability[]
  /** `passed`: the next step opens only when this one has passed or was shown. `free`: it is open anyway. */
  readonly gate: 'passed' | 'free'
  /** Clusters that are deleted and made anew when the step begins, before its `setup`. */
  readonly freshClusters: readonly ClusterName[]
  /** Commands that the lab itself runs when the step begins. */
  readonly setup?: string
  readonly checks: readonly Check[]
  readonly hints: readonly Hint[]
  /** Shell commands that make the step pass, run from the learner's folder. */
  readonly solution: string
  /** Answers that make the `answer` checks pass, as CEL-free text or `${…}`; taken from the check where not given. */
  readonly answers: Readonly<Record<string, string>>
  readonly mistakes: readonly Mistake[]
}

/** Either one value for everybody or one that is drawn per learner from the seed. */
export type Variable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly from: readonly string[] }
  | { readonly name: string; readonly between: readonly [number, number] }

/** A repository on the lab's own Git server. What it begins with lies in the lab's folder `repositories/NAME`. */
export interface RepositorySeed {
  readonly name: string
  /** `learner`: it is not there until the learner makes it (as `flux bootstrap` does); checks may speak of it before. */
  readonly madeBy: 'lab' | 'learner'
  /** Reading it needs the token, too. */
  readonly private: boolean
  /** Branches that take changes through pull requests only. */
  readonly protected: readonly string[]
  readonly defaultBranch: string
}

export interface Lab {
  readonly id: LabId
  readonly title: string
  readonly summary: string
  readonly track: 'kubernetes' | 'gitops'
  /** Place in the catalogue. */
  readonly order: number
  readonly minutes: number
  readonly requires: readonly Capability[]
  readonly clusters: readonly ClusterName[]
  readonly repositories: readonly RepositorySeed[]
  /** After a push, the GitRepository objects that point to that repository are asked to fetch at once. */
  readonly reconcileOnPush: boolean
  readonly variables: readonly Variable[]
  /** The namespace that the terminal starts in; `default` when not given. */
  readonly namespace: string
  /** Commands run once, before the first step. */
  readonly setup?: string
  readonly steps: readonly Step[]
  /** Folder that holds `lab.yaml`; `files/` in it is copied into the learner's folder, `repositories/` seeds them. */
  readonly directory: string
  /** Content digest of the folder: which version of the lab a record speaks of. */
  readonly version: string
}
