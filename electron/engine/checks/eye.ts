import type { ObjectQuery } from '../../contract/lab.ts'
import type { Blind, KubeObject, Observation } from './observation.ts'

/** Looks at one cluster for a check that needs several kinds, and remembers what stood in the way. */
export class Eye {
  readonly observation: Observation
  readonly cluster: string | undefined
  #blind: Blind | undefined
  #remembersAll = true

  constructor(observation: Observation, cluster: string | undefined) {
    this.observation = observation
    this.cluster = cluster
  }

  /** Why something could not be seen; undefined when all was. */
  get blind(): Blind | undefined {
    return this.#blind
  }

  /** Whether all that cannot be seen now was seen before, so that what was found then can be told. */
  get remembersAll(): boolean {
    return this.#remembersAll
  }

  /** What there is, or was when it was last seen; undefined where the cluster has no such kind. */
  see(query: ObjectQuery): readonly KubeObject[] | undefined {
    const sight = this.observation.sight(query, this.cluster)
    if (!('blind' in sight)) return sight.objects
    if (sight.blind.reason === 'kind-unknown') return undefined
    this.#blind ??= sight.blind
    if (sight.last === undefined) this.#remembersAll = false
    return sight.last ?? []
  }
}
