import type { Blind } from '../checks/observation.ts'
import type { Disposable } from '../lib/disposable.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import { asFailure } from './api-failure.ts'
import { Backoff, type BackoffLimits } from './backoff.ts'
import { blindBy, blindTo } from './blindness.ts'
import type { KindArrivals } from './kind-arrivals.ts'
import type { KindInfo, Kinds } from './kinds.ts'
import { createObjectCache, type CacheChange, type ObjectCache, type ObjectCacheDeps } from './object-cache.ts'

const RETRY: BackoffLimits = { firstMs: 50, longestMs: 2000 }

export interface KindSourceDeps extends ObjectCacheDeps {
  readonly kinds: Kinds
  readonly arrivals: KindArrivals
}

/** Which namespaces of a kind are wanted; `everywhere` when some query names none. */
export interface Reach {
  readonly everywhere: boolean
  readonly namespaces: ReadonlySet<string>
}

/** A change, and the cache in which it was; undefined when it is the kind as a whole that came or went. */
export interface SourceChange {
  readonly cache: ObjectCache | undefined
  readonly change: CacheChange
}

const ALL = ''

/**
 * One kind of object: finds out whether the cluster knows it, and keeps the caches that are wanted of it. Waits for a
 * kind that is not there yet, and begins again when it goes away.
 */
export class KindSource implements Disposable {
  readonly apiVersion: string
  readonly kind: string
  readonly #deps: KindSourceDeps
  readonly #gone = new AbortController()
  readonly #changed = new Emitter<SourceChange>()
  readonly #backoff: Backoff
  readonly #reachable: Disposable
  readonly #caches = new Map<string, ObjectCache>()
  #reach: Reach = { everywhere: false, namespaces: new Set() }
  #info: KindInfo | undefined
  #lost: (() => void) | undefined
  #blind: Blind

  readonly onChange: Event<SourceChange> = this.#changed.event

  constructor(apiVersion: string, kind: string, deps: KindSourceDeps) {
    this.apiVersion = apiVersion
    this.kind = kind
    this.#deps = deps
    this.#blind = blindTo(kind, 'not-observed')
    this.#backoff = new Backoff(deps.clock, deps.random)
    this.#reachable = deps.server.onReachable(() => this.#backoff.wake())
    this.#run().catch((error: unknown) => deps.log.error('a kind was given up by a bug', { apiVersion, kind, error }))
  }

  setReach(reach: Reach): void {
    this.#reach = reach
    this.#arrange()
  }

  /** The cache that answers for the namespace (undefined for all of them), and why it cannot be relied on. */
  lookup(namespace: string | undefined): {
    readonly cache: ObjectCache | undefined
    readonly blind: Blind | undefined
  } {
    const all = this.#caches.get(ALL)
    const own = namespace === undefined ? undefined : this.#caches.get(namespace)
    const cache = [all, own].find((each) => each !== undefined && each.blind === undefined) ?? own ?? all
    return cache === undefined ? { cache, blind: this.#blind } : { cache, blind: cache.blind }
  }

  /** Does not wait any longer to try again. */
  retry(): void {
    this.#backoff.wake()
    for (const cache of this.#caches.values()) cache.retry()
  }

  async #run(): Promise<void> {
    const { signal } = this.#gone
    while (!signal.aborted) {
      try {
        const info = await this.#deps.kinds.find(this.apiVersion, this.kind)
        signal.throwIfAborted()
        if (info === undefined) await this.#waitForKind(signal)
        else await this.#keepCaches(info, signal)
      } catch (error) {
        if (!signal.aborted) await this.#recover(error, signal)
      }
    }
  }

  async #waitForKind(signal: AbortSignal): Promise<void> {
    this.#setBlind(blindTo(this.kind, 'kind-unknown'))
    await this.#deps.arrivals.until(this.apiVersion, this.kind, signal)
    await this.#backoff.wait(RETRY, signal)
    this.#deps.kinds.forget(this.apiVersion)
  }

  /** Resolves when the kind is no longer there. */
  async #keepCaches(info: KindInfo, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const lost = (): void => resolve(undefined)
    signal.addEventListener('abort', lost, { once: true })
    this.#lost = lost
    this.#info = info
    this.#blind = blindTo(this.kind, 'not-observed')
    this.#arrange()
    await promise.finally(() => signal.removeEventListener('abort', lost))
    this.#info = undefined
    this.#deps.kinds.forget(this.apiVersion)
    for (const scope of this.#caches.keys()) this.#close(scope)
    this.#setBlind(blindTo(this.kind, 'kind-unknown'))
    await this.#backoff.wait(RETRY, signal)
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    this.#setBlind(blindBy(this.kind, asFailure(error)))
    await this.#backoff.wait(RETRY, signal)
  }

  /** Opens the caches that are wanted; closes others once these can be relied on, so that sight is never lost between. */
  #arrange(): void {
    if (this.#info === undefined) return
    const wanted = this.#wantedScopes(this.#info)
    for (const scope of wanted) if (!this.#caches.has(scope)) this.#open(scope, this.#info)
    const areReady = [...wanted].every((scope) => this.#caches.get(scope)?.blind === undefined)
    if (!areReady && wanted.size > 0) return
    for (const scope of this.#caches.keys()) if (!wanted.has(scope)) this.#close(scope)
  }

  /** All namespaces at once where that is wanted and allowed; else each by itself. */
  #wantedScopes({ namespaced }: KindInfo): ReadonlySet<string> {
    const { everywhere, namespaces } = this.#reach
    if (!namespaced) return everywhere || namespaces.size > 0 ? new Set([ALL]) : new Set()
    if (!everywhere) return namespaces
    return this.#caches.get(ALL)?.blind?.reason === 'forbidden' ? new Set([ALL, ...namespaces]) : new Set([ALL])
  }

  #open(scope: string, info: KindInfo): void {
    const path = info.path(scope === ALL ? undefined : scope)
    const cache = createObjectCache({ kind: this.kind, path }, this.#deps)
    this.#caches.set(scope, cache)
    cache.onChange((change) => this.#onCacheChange(cache, change))
  }

  #onCacheChange(cache: ObjectCache, change: CacheChange): void {
    if (cache.blind?.reason === 'kind-unknown') {
      this.#lost?.()
      return
    }
    if (cache.blind === undefined) this.#backoff.forget()
    this.#changed.fire({ cache, change })
    if (change.before === undefined && change.after === undefined) this.#arrange()
  }

  #close(scope: string): void {
    this.#caches.get(scope)?.dispose()
    this.#caches.delete(scope)
  }

  #setBlind(blind: Blind): void {
    const isNew = this.#blind.reason !== blind.reason || this.#blind.detail !== blind.detail
    this.#blind = blind
    if (isNew && !this.#gone.signal.aborted) this.#tell()
  }

  #tell(): void {
    this.#changed.fire({ cache: undefined, change: { before: undefined, after: undefined, gap: true } })
  }

  dispose(): void {
    this.#gone.abort()
    this.#reachable.dispose()
    for (const scope of this.#caches.keys()) this.#close(scope)
    this.#changed.dispose()
  }
}
