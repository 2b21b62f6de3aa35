import type { Blind, KubeObject } from '../checks/observation.ts'
import type { Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import type { Log } from '../lib/log.ts'
import { asFailure, STATUS_GONE } from './api-failure.ts'
import type { ApiServer, StreamListener } from './api-server.ts'
import { Backoff, type BackoffLimits } from './backoff.ts'
import { blindBy, blindTo } from './blindness.ts'
import { readEvents, type WatchEvent } from './watch-event.ts'

/** Bookmarks come about once a minute; a watch that misses two of them is taken for lost. Milliseconds. */
export const STALE_AFTER_MS = 150_000
/** How long a connection may be gone, with the server there, before what was seen counts as old. Milliseconds. */
export const GRACE_MS = 1000
/** The server ends each watch after a time in this range, in seconds; the next goes on where it stopped. */
const WATCH_SECONDS = { least: 1800, most: 3600 }
/** A watch that ends sooner than this was no good; the next one waits. Milliseconds. */
const SHORT_WATCH_MS = 1000
const PAGE_SIZE = 500

const SOON: BackoffLimits = { firstMs: 50, longestMs: 2000 }
const SELDOM: BackoffLimits = { firstMs: 1000, longestMs: 30_000 }

/** What is kept: one kind, in one namespace or in all. */
export interface CacheTarget {
  readonly kind: string
  /** The list's path: `/apis/apps/v1/namespaces/instavote/deployments`. */
  readonly path: string
}

/** What a change was: one object, or everything at once (`before` and `after` are then both undefined). */
export interface CacheChange {
  readonly before: KubeObject | undefined
  readonly after: KubeObject | undefined
  /** Changes may have been missed before this one. */
  readonly gap: boolean
}

/**
 * The engine's live copy of one kind of object: listed once, then watched.
 *
 * Reads are immediate and may trail the API server by an event; they never show half an update. It restarts on its own
 * after whatever happens, and asks the API server for nothing but the watch while all is well.
 *
 * While `blind` is set the contents are kept. Checks must then answer `unknown`, never `failed`: a learner must not lose
 * a passed step because a laptop went to sleep.
 */
export interface ObjectCache extends Disposable {
  /** Why the contents cannot be relied on now; undefined while they can. */
  readonly blind: Blind | undefined
  /** Whether there was ever a full list. */
  readonly synced: boolean
  readonly objects: Iterable<KubeObject>
  /** Fires after the contents, or the reason not to rely on them, have changed; a listener always reads the new state. */
  readonly onChange: Event<CacheChange>
  /** Does not wait any longer to try again. */
  retry(): void
}

export interface ObjectCacheDeps {
  readonly server: ApiServer
  readonly clock: Clock
  readonly log: Log
  readonly random?: () => number
  /** Makes an object smaller before it is kept. */
  readonly trim?: (object: KubeObject) => KubeObject
}

export function createObjectCache(target: CacheTarget, deps: ObjectCacheDeps): ObjectCache {
  return new Cache(target, deps)
}

class Cache implements ObjectCache {
  readonly #target: CacheTarget
  readonly #deps: ObjectCacheDeps
  readonly #gone = new AbortController()
  readonly #changed = new Emitter<CacheChange>()
  readonly #backoff: Backoff
  readonly #reachable: Disposable
  readonly #objects = new Map<string, KubeObject>()
  #resourceVersion: string | undefined
  #synced = false
  #blind: Blind | undefined
  #losing: Blind | undefined
  #cancelGrace: (() => void) | undefined

  readonly onChange = this.#changed.event

  constructor(target: CacheTarget, deps: ObjectCacheDeps) {
    this.#target = target
    this.#deps = deps
    this.#blind = blindTo(target.kind, 'not-observed')
    this.#backoff = new Backoff(deps.clock, deps.random)
    this.#reachable = deps.server.onReachable(() => this.retry())
    this.#run().catch((error: unknown) => deps.log.error('a watch ended by a bug', { kind: target.kind, error }))
  }

  get blind(): Blind | undefined {
    return this.#blind
  }

  get synced(): boolean {
    return this.#synced
  }

  get objects(): Iterable<KubeObject> {
    return this.#objects.values()
  }

  retry(): void {
    this.#backoff.wake()
  }

  async #run(): Promise<void> {
    const { signal } = this.#gone
    while (!signal.aborted) {
      try {
        if (this.#resourceVersion === undefined) await this.#list(signal)
        await this.#watch(signal)
      } catch (error) {
        if (!signal.aborted) await this.#recover(error, signal)
      }
    }
  }

  /** Everything that there is, page by page; takes effect at once when it is complete. */
  async #list(signal: AbortSignal): Promise<void> {
    const fresh = new Map<string, KubeObject>()
    let from = ''
    let resourceVersion: string | undefined
    do {
      const page = (await this.#deps.server.get(`${this.#target.path}?limit=${PAGE_SIZE}${from}`, signal)) as ListPage
      for (const object of page.items ?? []) this.#keep(fresh, object, page)
      resourceVersion = page.metadata?.resourceVersion
      from = page.metadata?.continue ? `&continue=${encodeURIComponent(page.metadata.continue)}` : ''
    } while (from !== '')
    signal.throwIfAborted()
    this.#replace(fresh)
    this.#resourceVersion = resourceVersion
    this.#synced = true
    if (this.#blind === undefined) this.#changed.fire(EVERYTHING)
  }

  /** Elements of a list carry no kind of their own; an object that has not changed stays the same. */
  #keep(fresh: Map<string, KubeObject>, item: KubeObject, page: ListPage): void {
    const kind = { apiVersion: page.apiVersion, kind: this.#target.kind }
    const key = keyOf(item)
    const known = this.#objects.get(key)
    const isSame =
      known !== undefined &&
      known.metadata.uid === item.metadata.uid &&
      known.metadata.resourceVersion === item.metadata.resourceVersion
    fresh.set(key, isSame ? known : this.#trim({ ...kind, ...item }))
  }

  #replace(fresh: ReadonlyMap<string, KubeObject>): void {
    for (const key of this.#objects.keys()) if (!fresh.has(key)) this.#objects.delete(key)
    for (const [key, object] of fresh) this.#objects.set(key, object)
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { clock, server } = this.#deps
    const startedAtMs = clock.now()
    const lasted = (): boolean => clock.now() - startedAtMs >= SHORT_WATCH_MS
    const listener: StreamListener = {
      silenceMs: STALE_AFTER_MS,
      onOpen: () => this.#setSight(undefined),
      onLines: (lines) => this.#apply(readEvents(lines)),
    }
    try {
      await server.stream(this.#watchPath(), listener, signal)
    } finally {
      if (lasted()) this.#backoff.forget()
    }
    if (!lasted()) await this.#backoff.wait(SOON, signal)
  }

  #watchPath(): string {
    const { random = Math.random } = this.#deps
    const seconds = Math.round(WATCH_SECONDS.least + random() * (WATCH_SECONDS.most - WATCH_SECONDS.least))
    const query = {
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: this.#resourceVersion ?? '',
      timeoutSeconds: String(seconds),
    }
    return `${this.#target.path}?${new URLSearchParams(query).toString()}`
  }

  #apply(events: readonly WatchEvent[]): void {
    for (const { type, object } of events) {
      this.#resourceVersion = object.metadata.resourceVersion ?? this.#resourceVersion
      if (type === 'BOOKMARK') continue
      const key = keyOf(object)
      const before = this.#objects.get(key)
      const after = type === 'DELETED' ? undefined : this.#trim(object)
      if (after === undefined) this.#objects.delete(key)
      else this.#objects.set(key, after)
      if (before !== undefined || after !== undefined) this.#changed.fire({ before, after, gap: false })
    }
    this.#backoff.forget()
  }

  #trim(object: KubeObject): KubeObject {
    delete (object.metadata as { managedFields?: unknown }).managedFields
    return this.#deps.trim === undefined ? object : this.#deps.trim(object)
  }

  /** Says what is wrong, waits, and has everything listed again: what happened meanwhile is not known. */
  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    const failure = asFailure(error)
    this.#resourceVersion = undefined
    if (failure.status === STATUS_GONE) return await this.#backoff.wait(SOON, signal)
    this.#deps.log.warn('a watch was lost', { kind: this.#target.kind, path: this.#target.path, why: failure.message })
    const blind = blindBy(this.#target.kind, failure)
    const isCertain = failure.kind === 'unreachable' || failure.kind === 'silent' || SELDOM_REASONS.has(blind.reason)
    if (isCertain || this.#blind !== undefined) this.#setSight(blind)
    else this.#loseSightSoon(blind)
    await this.#backoff.wait(SELDOM_REASONS.has(blind.reason) ? SELDOM : SOON, signal)
  }

  /** Unless it is mended by then; the last reason counts. */
  #loseSightSoon(blind: Blind): void {
    this.#losing = blind
    this.#cancelGrace ??= this.#deps.clock.after(GRACE_MS, () => this.#setSight(this.#losing))
  }

  /** Tells when sight is lost or comes back, or is lost for another reason. */
  #setSight(blind: Blind | undefined): void {
    this.#cancelGrace?.()
    this.#cancelGrace = undefined
    if (this.#blind?.reason === blind?.reason && this.#blind?.detail === blind?.detail) return
    this.#blind = blind
    if (!this.#gone.signal.aborted) this.#changed.fire(EVERYTHING)
  }

  dispose(): void {
    this.#gone.abort()
    this.#cancelGrace?.()
    this.#reachable.dispose()
    this.#changed.dispose()
    this.#objects.clear()
  }
}

const EVERYTHING: CacheChange = { before: undefined, after: undefined, gap: true }
/** What does not mend itself in seconds. */
const SELDOM_REASONS: ReadonlySet<string> = new Set(['forbidden', 'kind-unknown'])

interface ListPage {
  readonly apiVersion: string
  readonly items?: readonly KubeObject[]
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string }
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`
