/**
 * A lab as the engine holds it: validated, defaults filled in, variables still to be put in (`${name}`) until
 * `personalise` has run. The words are those of the YAML; the schema in `engine/labs` is checked against these types.
 */

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

export type Check = ResourceCheck | AbsentCheck | CountCheck | KubeconfigCheck | RanCheck | AnswerCheck
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
  readonly variables: readonly Variable[]
  /** The namespace that the terminal starts in; `default` when not given. */
  readonly namespace: string
  /** Commands run once, before the first step. */
  readonly setup?: string
  readonly steps: readonly Step[]
  /** Folder that holds `lab.yaml`; `files/` in it is copied into the learner's folder. */
  readonly directory: string
  /** Content digest of the folder: which version of the lab a record speaks of. */
  readonly version: string
}
