/** What the proof of a lab says. */

import type { Finding } from '../../../contract/verdict.ts'

export type DefectKind =
  /** The lab's or step's own setup does not run. */
  | 'setup-fails'
  /** Commands of a mistake or solution that do not come to an end. */
  | 'commands-hang'
  /** The step is green before anybody has done anything. */
  | 'green-before'
  /** The step is green although a mistake was made. */
  | 'mistake-passes'
  /** A check that the mistake says it fails does not fail. */
  | 'mistake-misses'
  /** The step is not green after its own solution. */
  | 'solution-fails'
  /** The step was green for a moment only. */
  | 'solution-fades'
  /** The check failed neither before the solution nor after any mistake. */
  | 'never-fails'
  /** Too few wrong answers for a step with state. */
  | 'few-mistakes'
  /** A verdict is unknown where the proof needs a clear one. */
  | 'cannot-tell'

/** One thing for which the lab must not ship. */
export interface Defect {
  readonly kind: DefectKind
  /** Undefined for the lab as a whole. */
  readonly step?: string
  readonly mistake?: string
  readonly check?: string
  /** One sentence. */
  readonly message: string
  readonly findings?: readonly Finding[]
  /** The last lines that the lab's own setup printed. */
  readonly output?: string
}

/** One thing that was tried: the start of a step, a mistake, the solution. */
export interface Trial {
  readonly step: string
  readonly of: 'start' | 'mistake' | 'solution'
  /** For `mistake`. */
  readonly mistake?: string
  /** Checks that failed after it. */
  readonly failed: readonly string[]
  readonly defects: readonly Defect[]
  readonly tookMs: number
  /** Where there are defects: the last lines that the commands printed. */
  readonly output?: string
  /** What had not come to rest when the verdict was taken. */
  readonly restless?: string
}

export interface LabProof {
  readonly lab: string
  readonly title: string
  readonly seed: string
  readonly outcome: 'proven' | 'refused'
  readonly readyAfterMs: number
  readonly tookMs: number
  readonly trials: readonly Trial[]
  /** All defects, those of the trials included. */
  readonly defects: readonly Defect[]
  /** Steps that are not green any more when the whole lab is done; later steps may have undone them on purpose. */
  readonly redAtTheEnd: readonly string[]
}

/** What happens while a lab is being proven. */
export type ProofEvent =
  | { readonly kind: 'ready'; readonly lab: string; readonly tookMs: number }
  | { readonly kind: 'step'; readonly lab: string; readonly step: string; readonly title: string }
  | { readonly kind: 'trial'; readonly lab: string; readonly trial: Trial }
  | { readonly kind: 'defect'; readonly lab: string; readonly defect: Defect }
  | { readonly kind: 'done'; readonly lab: string; readonly proof: LabProof }
