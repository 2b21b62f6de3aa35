import type { ObjectState } from '../../contract/cluster.ts'
import type { KubeObject } from '../checks/observation.ts'

/** What the panel says about one object. */
export interface Glance {
  readonly state: ObjectState
  readonly word: string
  readonly facts: readonly string[]
}

/** What a glance may need besides the object itself. */
export interface Surroundings {
  /** Ready endpoints of a Service; undefined when they cannot be seen. */
  readonly readyEndpoints: (service: KubeObject) => number | undefined
  /** `uid` of the GitRepository `NAMESPACE/NAME`; undefined when it is not seen. */
  readonly sourceUid: (key: string) => string | undefined
}

export type GlanceAt = (object: KubeObject, surroundings: Surroundings) => Glance

/** A glance; facts that are undefined are left out. */
export function glance(state: ObjectState, word: string, ...facts: readonly (string | undefined)[]): Glance {
  return { state, word, facts: facts.filter((fact): fact is string => fact !== undefined && fact !== '') }
}
