/**
 * Names that travel between the engine and its faces, as distinct types: a step key cannot be handed over
 * where a terminal id is wanted. All are plain strings on the wire.
 */

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A lab's `metadata.name`, which is also its folder's name. */
export type LabId = Branded<'LabId'>

/** `LAB/STEP`: one step of one lab. */
export type StepKey = Branded<'StepKey'>

/** `LAB/STEP/CHECK`: one check of one step. */
export type CheckKey = Branded<'CheckKey'>

/** One shell in the engine; valid until that shell's tab is closed. */
export type TerminalId = Branded<'TerminalId'>

/** A cluster as the lab calls it (`dev`, `staging`, `prod`); also the name of its context. */
export type ClusterName = Branded<'ClusterName'>

export const labId = (name: string): LabId => name as LabId
export const terminalId = (name: string): TerminalId => name as TerminalId
export const clusterName = (name: string): ClusterName => name as ClusterName
export const stepKey = (lab: LabId, step: string): StepKey => `${lab}/${step}` as StepKey
export const checkKey = (step: StepKey, check: string): CheckKey => `${step}/${check}` as CheckKey
