import type { ObjectQuery } from '../../contract/lab.ts'
import type { Blind, Sight } from '../checks/observation.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import { silentLog, type Log } from '../lib/log.ts'
import { readApiAccess } from './api-access.ts'
import { createApiServer, type ApiServer } from './api-server.ts'
import { blindTo } from './blindness.ts'
import { createKindArrivals, type KindArrivals } from './kind-arrivals.ts'
import { KindSource, type Reach, type SourceChange } from './kind-source.ts'
import { createKinds, type Kinds } from './kinds.ts'
import { View } from './view.ts'

/** What has changed: some object of a kind, or whether the kind can be seen. */
export interface WatchChange {
  readonly apiVersion: string
  readonly kind: string
  /** Changes may have been missed before this one: nothing can be said to have lasted until now. */
  readonly gap: boolean
}

/** One cluster's live copies of whatever somebody wants to see. */
export interface WatchSet extends Disposable {
  /** Watches exactly these from now on (merged by kind and namespace); others are stopped. Each owner has its own. */
  want(owner: string, queries: readonly ObjectQuery[]): void
  /** What is there now. The same value as before as long as nothing in it has changed. */
  sight(query: ObjectQuery): Sight
  /** Fires after each change, so that a listener reads the new state; also when sight is lost or comes back. */
  readonly onChange: Event<WatchChange>
  /** Forgets everything and looks at nothing until `reset`: the cluster is about to be taken back. */
  suspend(): void
  /** Forgets everything and lists again: after a restore, when resource versions went back, or with a new kubeconfig. */
  reset(kubeconfigYaml?: string): void
  /** Tries again now wherever it waits to try again. */
  retry(): void
}

export interface WatchSetDeps {
  readonly kubeconfigYaml: string
  readonly clock?: Clock
  readonly log?: Log
  readonly random?: () => number
}

/** Throws a `DrydockError` when the kubeconfig cannot be used. */
export function createWatchSet(deps: WatchSetDeps): WatchSet {
  return new Watches(deps)
}

/** Everything that belongs to one connection, and goes with it. */
interface Link {
  readonly server: ApiServer
  readonly kinds: Kinds
  readonly arrivals: KindArrivals
  readonly sources: Map<string, KindSource>
}

class Watches implements WatchSet {
  readonly #deps: WatchSetDeps
  readonly #clock: Clock
  readonly #log: Log
  readonly #wants = new Map<string, readonly ObjectQuery[]>()
  readonly #views = new Map<string, { readonly kind: string; readonly view: View }>()
  readonly #changed = new Emitter<WatchChange>()
  readonly #unwatchedKinds = new Map<string, Blind>()
  #kubeconfigYaml: string
  #link: Link
  #isSuspended = false
  #isDisposed = false

  readonly onChange = this.#changed.event

  constructor(deps: WatchSetDeps) {
    this.#deps = deps
    this.#clock = deps.clock ?? systemClock
    this.#log = deps.log ?? silentLog
    this.#kubeconfigYaml = deps.kubeconfigYaml
    this.#link = this.#connect()
  }

  want(owner: string, queries: readonly ObjectQuery[]): void {
    if (this.#isDisposed) return
    if (queries.length === 0) this.#wants.delete(owner)
    else this.#wants.set(owner, queries)
    this.#dropViews()
    if (!this.#isSuspended) this.#arrange()
  }

  sight(query: ObjectQuery): Sight {
    const { view } = this.#viewOf(query)
    const source = this.#link.sources.get(kindKey(query))
    if (source === undefined) return view.read(undefined, this.#unwatched(query.kind))
    const { cache, blind } = source.lookup(query.namespace)
    return view.read(cache, blind ?? (cache === undefined ? this.#unwatched(query.kind) : undefined))
  }

  /** For a query of a kind or namespace that nobody wants; the same value each time. */
  #unwatched(kind: string): Blind {
    const blind = this.#unwatchedKinds.get(kind) ?? blindTo(kind, 'not-observed')
    this.#unwatchedKinds.set(kind, blind)
    return blind
  }

  suspend(): void {
    if (this.#isDisposed || this.#isSuspended) return
    this.#isSuspended = true
    this.#disconnect()
    const kinds = [...this.#link.sources.values()]
    this.#link.sources.clear()
    for (const { apiVersion, kind } of kinds) this.#changed.fire({ apiVersion, kind, gap: true })
  }

  reset(kubeconfigYaml: string = this.#kubeconfigYaml): void {
    if (this.#isDisposed) return
    this.#disconnect()
    this.#isSuspended = false
    this.#kubeconfigYaml = kubeconfigYaml
    this.#link = this.#connect()
    this.#arrange()
    for (const { apiVersion, kind } of this.#link.sources.values()) this.#changed.fire({ apiVersion, kind, gap: true })
  }

  retry(): void {
    this.#link.arrivals.retry()
    for (const source of this.#link.sources.values()) source.retry()
  }

  #connect(): Link {
    const { random } = this.#deps
    const server = createApiServer(readApiAccess(this.#kubeconfigYaml), this.#clock)
    const cacheDeps = { server, clock: this.#clock, log: this.#log, ...(random === undefined ? {} : { random }) }
    return { server, kinds: createKinds(server), arrivals: createKindArrivals(cacheDeps), sources: new Map() }
  }

  #disconnect(): void {
    for (const source of this.#link.sources.values()) source.dispose()
    this.#link.arrivals.dispose()
    this.#link.server.dispose()
  }

  /** One source for each kind that somebody wants. */
  #arrange(): void {
    const { sources } = this.#link
    const wanted = Map.groupBy([...this.#wants.values()].flat(), kindKey)
    for (const [key, source] of sources) {
      if (wanted.has(key)) continue
      source.dispose()
      sources.delete(key)
    }
    for (const [key, queries] of wanted) (sources.get(key) ?? this.#open(key, queries)).setReach(reachOf(queries))
  }

  #open(key: string, queries: readonly ObjectQuery[]): KindSource {
    const { apiVersion = '', kind = '' } = queries[0] ?? {}
    const { server, kinds, arrivals, sources } = this.#link
    const { random } = this.#deps
    const deps = {
      server,
      kinds,
      arrivals,
      clock: this.#clock,
      log: this.#log,
      ...(random === undefined ? {} : { random }),
    }
    const source = new KindSource(apiVersion, kind, deps)
    sources.set(key, source)
    source.onChange((change) => this.#onSourceChange(key, source, change))
    return source
  }

  #onSourceChange(key: string, { apiVersion, kind }: KindSource, { cache, change }: SourceChange): void {
    if (cache !== undefined)
      for (const each of this.#views.values()) if (each.kind === key) each.view.note(cache, change)
    this.#changed.fire({ apiVersion, kind, gap: change.gap })
  }

  #viewOf(query: ObjectQuery): { readonly view: View } {
    const key = queryKey(query)
    const known = this.#views.get(key)
    if (known !== undefined) return known
    const made = { kind: kindKey(query), view: new View(query) }
    this.#views.set(key, made)
    return made
  }

  /** Views of queries that nobody wants any more. */
  #dropViews(): void {
    const wanted = new Set([...this.#wants.values()].flat().map(queryKey))
    for (const key of this.#views.keys()) if (!wanted.has(key)) this.#views.delete(key)
  }

  dispose(): void {
    if (this.#isDisposed) return
    this.#isDisposed = true
    this.#disconnect()
    this.#views.clear()
    this.#wants.clear()
    this.#changed.dispose()
  }
}

const kindKey = ({ apiVersion, kind }: ObjectQuery): string => `${apiVersion}/${kind}`

const queryKeys = new WeakMap<ObjectQuery, string>()

/** The same for queries that ask for the same; made once for each query object, since a check's never changes. */
function queryKey(query: ObjectQuery): string {
  const known = queryKeys.get(query)
  if (known !== undefined) return known
  const labels = Object.entries(query.labels ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const key = JSON.stringify([kindKey(query), query.namespace, query.name, labels])
  queryKeys.set(query, key)
  return key
}

function reachOf(queries: readonly ObjectQuery[]): Reach {
  const namespaces = queries.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace]))
  return { everywhere: namespaces.length < queries.length, namespaces: new Set(namespaces) }
}
