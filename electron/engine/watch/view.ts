import type { ObjectQuery } from '../../contract/lab.ts'
import type { Blind, KubeObject, Sight } from '../checks/observation.ts'
import type { CacheChange, ObjectCache } from './object-cache.ts'

/** When more changes than this wait to be read, the list is made anew. */
const MAX_PENDING = 200

/**
 * The objects of one query, kept up to date change by change. `read` gives the very same sight until something in it has
 * changed, so that whoever has looked at it need not look again.
 */
export class View {
  readonly #query: ObjectQuery
  #cache: ObjectCache | undefined
  #objects: readonly KubeObject[] | undefined
  #pending: CacheChange[] = []
  #sight: Sight | undefined
  #blind: Blind | undefined

  constructor(query: ObjectQuery) {
    this.#query = query
  }

  /** Takes note of a change of `cache`; cheap, since most changes are none of this query's. */
  note(cache: ObjectCache, change: CacheChange): void {
    if (cache !== this.#cache || this.#objects === undefined) return
    if (isWhole(change) || this.#pending.length >= MAX_PENDING) this.#objects = undefined
    else if (this.#concerns(change.before) || this.#concerns(change.after)) this.#pending.push(change)
    else return
    this.#sight = undefined
  }

  /** What is seen through `cache`; `blind` when there is none, or it cannot be relied on. */
  read(cache: ObjectCache | undefined, blind: Blind | undefined): Sight {
    if (cache !== this.#cache || blind !== this.#blind) this.#sight = undefined
    if (cache !== this.#cache) this.#objects = undefined
    this.#cache = cache
    this.#blind = blind
    return (this.#sight ??= this.#look(cache, blind))
  }

  #look(cache: ObjectCache | undefined, blind: Blind | undefined): Sight {
    if (cache === undefined || !cache.synced) return blind === undefined ? { objects: [] } : { blind }
    this.#objects = this.#objects === undefined ? this.#filter(cache) : this.#applyPending(this.#objects)
    this.#pending = []
    return blind === undefined ? { objects: this.#objects } : { blind, last: this.#objects }
  }

  #filter(cache: ObjectCache): readonly KubeObject[] {
    const found: KubeObject[] = []
    for (const object of cache.objects) if (fits(this.#query, object)) found.push(object)
    return found
  }

  #applyPending(objects: readonly KubeObject[]): readonly KubeObject[] {
    if (this.#pending.length === 0) return objects
    const next = objects.slice()
    for (const { before, after } of this.#pending) {
      const place = before === undefined ? -1 : next.indexOf(before)
      const inserted = after !== undefined && fits(this.#query, after) ? [after] : []
      if (place >= 0) next.splice(place, 1, ...inserted)
      else next.push(...inserted)
    }
    return next
  }

  #concerns(object: KubeObject | undefined): boolean {
    return object !== undefined && fits(this.#query, object)
  }
}

const isWhole = ({ before, after }: CacheChange): boolean => before === undefined && after === undefined

/** Whether the object is one that the query means; kinds are taken to agree. */
export function fits({ name, namespace, labels }: ObjectQuery, { metadata }: KubeObject): boolean {
  if (name !== undefined && name !== metadata.name) return false
  if (namespace !== undefined && metadata.namespace !== undefined && namespace !== metadata.namespace) return false
  if (labels === undefined) return true
  for (const label in labels) if (metadata.labels?.[label] !== labels[label]) return false
  return true
}
