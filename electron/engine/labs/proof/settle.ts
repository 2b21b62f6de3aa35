import { DrydockError } from '../../../contract/errors.ts'
import type { ObjectQuery } from '../../../contract/lab.ts'
import type { KubeObject, Sight } from '../../checks/observation.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Disposable } from '../../lib/disposable.ts'
import type { Event } from '../../lib/emitter.ts'
import { FLUX_KINDS, fluxUnrest, type FluxSurroundings } from './flux-unrest.ts'
import { MARKER } from './marker.ts'
import { ACTIVE_KINDS, unrest } from './unrest.ts'

/**
 * When a verdict may be taken. A mistake must be red for good, not only until the next Pod is up; so `settle` waits
 *
 * 1. until a marker that was written after everything else has come through the watch: what was done has been seen;
 * 2. until no controller has anything left to do that shows (`unrest`; for Flux, `fluxUnrest`);
 * 3. until nothing has changed for `QUIET_MS`: what does not show has had its time.
 *
 * All of it waits for events; nothing asks again and again. What never comes to rest (a crash loop, a finalizer) is
 * waited for `REST_LIMIT_MS` (`FLUX_REST_LIMIT_MS` where Flux looks once a minute), then the verdict is taken as it is and the trial says what was restless.
 */
export const QUIET_MS = 400
export const REST_LIMIT_MS = 20_000
export const FLUX_REST_LIMIT_MS = 75_000

/** How long the marker may take to come through the watch. */
const SEEN_LIMIT_MS = 15_000

/** One cluster, as much of it as settling needs. */
export interface Watched {
  readonly name: string
  want(owner: string, queries: readonly ObjectQuery[]): void
  sight(query: ObjectQuery): Sight
  readonly onChange: Event<unknown>
  /** Writes the marker; see `writeMarker`. */
  mark(tick: string): Promise<void>
  /** For a cluster with Flux. */
  readonly flux?: WatchedFlux
}

/** What Flux does, as far as settling needs it. */
export interface WatchedFlux {
  surroundings(): FluxSurroundings
  /** Something of the surroundings is not as it was. */
  readonly onChange: Event<unknown>
}

export interface Rest {
  /** What had not come to rest; undefined when all had. */
  readonly restless?: string
}

/** Keeps the clusters in sight for settling; once, before the first `settle`. */
export function watchUnrest(clusters: readonly Watched[]): void {
  for (const cluster of clusters) cluster.want('proof', [...kindsOf(cluster), MARKER])
}

const kindsOf = ({ flux }: Watched): readonly ObjectQuery[] =>
  flux === undefined ? ACTIVE_KINDS : [...ACTIVE_KINDS, ...FLUX_KINDS]

/** Resolves when all clusters are at rest, or are as much so as they will be. */
export async function settle(clusters: readonly Watched[], clock: Clock, signal: AbortSignal): Promise<Rest> {
  const tick = `${clock.now()}-${Math.random().toString(36).slice(2)}`
  await Promise.all(
    clusters.map(async (cluster) => {
      await cluster.mark(tick)
      await untilSeen(cluster, tick, clock, signal)
    }),
  )
  return await new Quiet(clusters, clock, signal).wait()
}

async function untilSeen(cluster: Watched, tick: string, clock: Clock, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const look = (): void => {
    if (tickOf(cluster.sight(MARKER)) === tick) resolve(undefined)
  }
  const abort = (): void => reject(cancelled())
  const listening = cluster.onChange(look)
  const cancelLimit = clock.after(SEEN_LIMIT_MS, () => reject(notSeen(cluster)))
  signal.addEventListener('abort', abort, { once: true })
  look()
  try {
    await promise
  } finally {
    listening.dispose()
    cancelLimit()
    signal.removeEventListener('abort', abort)
  }
}

function tickOf(sight: Sight): unknown {
  const data = 'objects' in sight ? sight.objects[0]?.['data'] : undefined
  return typeof data === 'object' && data !== null && 'tick' in data ? data.tick : undefined
}

class Quiet {
  readonly #clusters: readonly Watched[]
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #result = Promise.withResolvers<Rest>()
  #cancelQuiet: () => void = () => undefined

  constructor(clusters: readonly Watched[], clock: Clock, signal: AbortSignal) {
    this.#clusters = clusters
    this.#clock = clock
    this.#signal = signal
  }

  async wait(): Promise<Rest> {
    const changes = this.#clusters.flatMap(({ onChange, flux }) =>
      flux === undefined ? [onChange] : [onChange, flux.onChange],
    )
    const listening: Disposable[] = changes.map((onChange) => onChange(() => this.#disturbed()))
    const abort = (): void => this.#result.reject(cancelled())
    const cancelLimit = this.#clock.after(this.#limitMs(), () =>
      this.#result.resolve({ restless: this.#unrest() ?? 'something keeps changing' }),
    )
    this.#signal.addEventListener('abort', abort, { once: true })
    this.#disturbed()
    try {
      return await this.#result.promise
    } finally {
      for (const each of listening) each.dispose()
      cancelLimit()
      this.#cancelQuiet()
      this.#signal.removeEventListener('abort', abort)
    }
  }

  #disturbed(): void {
    this.#cancelQuiet()
    this.#cancelQuiet = this.#clock.after(QUIET_MS, () => {
      if (this.#unrest() === undefined) this.#result.resolve({})
    })
  }

  #unrest(): string | undefined {
    for (const cluster of this.#clusters) {
      const found = unrestOf(cluster)
      if (found !== undefined) return found
    }
    return undefined
  }

  #limitMs(): number {
    return this.#clusters.some(({ flux }) => flux !== undefined) ? FLUX_REST_LIMIT_MS : REST_LIMIT_MS
  }
}

function unrestOf(cluster: Watched): string | undefined {
  const objects: KubeObject[] = []
  for (const query of ACTIVE_KINDS) {
    const seen = cluster.sight(query)
    if ('blind' in seen) return `${query.kind} cannot be seen: ${seen.blind.detail}`
    objects.push(...seen.objects)
  }
  const found = unrest(objects)
  if (found !== undefined || cluster.flux === undefined) return found
  const work: KubeObject[] = []
  for (const query of FLUX_KINDS) {
    const seen = cluster.sight(query)
    if ('objects' in seen) work.push(...seen.objects)
    else if (seen.blind.reason !== 'kind-unknown') return `${query.kind} cannot be seen: ${seen.blind.detail}`
  }
  return fluxUnrest(work, cluster.flux.surroundings())
}

const cancelled = (): DrydockError =>
  new DrydockError({ code: 'cancelled', happened: 'The proof was stopped.', remedy: '' })

const notSeen = (cluster: Watched): DrydockError => {
  const seen = cluster.sight(MARKER)
  const why = 'blind' in seen ? ` ${seen.blind.detail}` : ''
  return new DrydockError({
    code: 'cluster-unreachable',
    happened: `A change in cluster ${cluster.name} was not seen within ${SEEN_LIMIT_MS / 1000} s.${why}`,
    remedy: 'Try again; if it happens again, this machine may be too busy.',
  })
}
