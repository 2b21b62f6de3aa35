import type { ObjectQuery } from '../../electron/contract/lab.ts'
import type { KubeObject, Sight } from '../../electron/engine/checks/observation.ts'
import { Emitter } from '../../electron/engine/lib/emitter.ts'
import type { CacheChange, ObjectCache } from '../../electron/engine/watch/object-cache.ts'
import { View } from '../../electron/engine/watch/view.ts'
import type { WatchChange, WatchSet } from '../../electron/engine/watch/watch-set.ts'

/** A watch set of one kind without a cluster behind it: the same views over objects that are put in by hand. */
export class MemoryWatchSet implements WatchSet {
  readonly #objects = new Map<string, KubeObject>()
  readonly #views = new Map<string, View>()
  readonly #changed = new Emitter<WatchChange>()
  readonly #cacheChanged = new Emitter<CacheChange>()
  readonly #cache: ObjectCache

  readonly onChange = this.#changed.event

  constructor(objects: readonly KubeObject[]) {
    for (const object of objects) this.#objects.set(object.metadata.name, object)
    this.#cache = {
      blind: undefined,
      synced: true,
      objects: { [Symbol.iterator]: () => this.#objects.values() },
      onChange: this.#cacheChanged.event,
      retry: () => undefined,
      dispose: () => undefined,
    }
  }

  want(): void {
    this.#views.clear()
  }

  sight(query: ObjectQuery): Sight {
    const key = keyOf(query)
    const view = this.#views.get(key) ?? new View(query)
    this.#views.set(key, view)
    return view.read(this.#cache, undefined)
  }

  /** Adds or changes one object, as a watch event does. */
  put(object: KubeObject): void {
    const before = this.#objects.get(object.metadata.name)
    this.#objects.set(object.metadata.name, object)
    this.#tell(before, object)
  }

  /** Removes one object, as a watch event does. */
  remove(name: string): void {
    const before = this.#objects.get(name)
    this.#objects.delete(name)
    this.#tell(before, undefined)
  }

  #tell(before: KubeObject | undefined, after: KubeObject | undefined): void {
    for (const view of this.#views.values()) view.note(this.#cache, { before, after, gap: false })
    const { apiVersion = '', kind = '' } = after ?? before ?? {}
    this.#changed.fire({ apiVersion, kind, gap: false })
  }

  suspend(): void {
    this.#views.clear()
  }

  reset(): void {
    this.#views.clear()
  }

  retry(): void {
    this.#views.clear()
  }

  dispose(): void {
    this.#changed.dispose()
  }
}

const keys = new WeakMap<ObjectQuery, string>()

function keyOf(query: ObjectQuery): string {
  const key = keys.get(query) ?? JSON.stringify(query)
  keys.set(query, key)
  return key
}
