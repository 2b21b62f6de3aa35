import type { ObjectQuery } from '../../../electron/contract/lab.ts'
import type { Blind, KubeObject, Sight } from '../../../electron/engine/checks/observation.ts'
import { Emitter } from '../../../electron/engine/lib/emitter.ts'
import { fits } from '../../../electron/engine/watch/view.ts'
import type { WatchChange, WatchSet } from '../../../electron/engine/watch/watch-set.ts'

/** A cluster that holds what a test puts there, one change at a time. */
export class HandWatchSet implements WatchSet {
  readonly wants = new Map<string, readonly ObjectQuery[]>()
  readonly looks: string[] = []
  retries = 0
  #objects: readonly KubeObject[] = []
  #blind: Blind | undefined
  #sights = new Map<string, Sight>()
  readonly #changed = new Emitter<WatchChange>()

  readonly onChange = this.#changed.event

  want(owner: string, queries: readonly ObjectQuery[]): void {
    this.wants.set(owner, queries)
  }

  sight(query: ObjectQuery): Sight {
    const key = JSON.stringify(query)
    this.looks.push(key)
    const objects = this.#objects.filter((object) => object.kind === query.kind && fits(query, object))
    const known = this.#sights.get(key)
    if (known !== undefined && isSame(known, objects, this.#blind)) return known
    const sight = this.#blind === undefined ? { objects } : { blind: this.#blind, last: objects }
    this.#sights.set(key, sight)
    return sight
  }

  put(...objects: readonly KubeObject[]): void {
    for (const object of objects) {
      this.#objects = [
        ...this.#objects.filter(({ kind, metadata }) => kind !== object.kind || metadata.name !== object.metadata.name),
        object,
      ]
      this.#tell(object.kind, object.apiVersion)
    }
  }

  remove(object: KubeObject): void {
    this.#objects = this.#objects.filter(
      ({ kind, metadata }) => kind !== object.kind || metadata.name !== object.metadata.name,
    )
    this.#tell(object.kind, object.apiVersion)
  }

  goBlind(blind: Blind, kind = 'Deployment', apiVersion = 'apps/v1'): void {
    this.#blind = blind
    this.#tell(kind, apiVersion, true)
  }

  see(kind = 'Deployment', apiVersion = 'apps/v1'): void {
    this.#blind = undefined
    this.#tell(kind, apiVersion, true)
  }

  /** Something may have been missed. */
  gap(kind = 'Deployment', apiVersion = 'apps/v1'): void {
    this.#tell(kind, apiVersion, true)
  }

  get listeners(): number {
    return this.#changed.size
  }

  #tell(kind: string, apiVersion: string, gap = false): void {
    this.#changed.fire({ apiVersion, kind, gap })
  }

  suspend(): void {
    this.#sights = new Map()
  }

  reset(): void {
    this.#sights = new Map()
  }

  retry(): void {
    this.retries++
  }

  dispose(): void {
    this.#changed.dispose()
  }
}

function isSame(sight: Sight, objects: readonly KubeObject[], blind: Blind | undefined): boolean {
  const before = 'blind' in sight ? (sight.last ?? []) : sight.objects
  const blindBefore = 'blind' in sight ? sight.blind : undefined
  return (
    blindBefore === blind &&
    before.length === objects.length &&
    before.every((object, index) => object === objects[index])
  )
}
