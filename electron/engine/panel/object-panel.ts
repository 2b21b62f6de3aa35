import type { ObjectDetail, ObjectRef, ObjectSummary } from '../../contract/cluster.ts'
import { DrydockError } from '../../contract/errors.ts'
import type { ClusterName } from '../../contract/ids.ts'
import type { ObjectQuery } from '../../contract/lab.ts'
import type { KubeObject, Sight } from '../checks/observation.ts'
import { systemClock } from '../lib/clock.ts'
import type { Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import { Emitter } from '../lib/emitter.ts'
import type { Event } from '../lib/emitter.ts'
import { sourceKey } from './flux-glance.ts'
import type { Surroundings } from './glance.ts'
import { countEndpoints } from './network-glance.ts'
import { objectEvents, objectYaml } from './object-detail.ts'
import { ENDPOINT_SLICES, EVENTS, isNoise, shownKinds } from './panel-queries.ts'
import { summarise } from './summarise.ts'

/** The part of a cluster's watch set that the panel needs. */
export interface PanelSource {
  want(owner: string, queries: readonly ObjectQuery[]): void
  sight(query: ObjectQuery): Sight
  readonly onChange: Event<unknown>
}

export interface ObjectPanelDeps {
  readonly cluster: ClusterName
  readonly watchSet: PanelSource
  /** Objects that the lab checks; their kinds are shown too. */
  readonly extra: readonly ObjectQuery[]
  readonly clock?: Clock
}

export interface PanelChange {
  readonly upserted: readonly ObjectSummary[]
  /** `uid`s. */
  readonly removed: readonly string[]
}

/**
 * The objects of one cluster as the panel shows them, always up to date. Reads the engine's live copies; asks the API
 * server for nothing of its own, except while somebody looks at one object's events.
 */
export interface ObjectPanel extends Disposable {
  readonly objects: readonly ObjectSummary[]
  readonly onChange: Event<PanelChange>
  /** Rejects with `not-found` when there is no such object, and `deadline-passed` when it cannot be seen. */
  detail(ref: ObjectRef): Promise<ObjectDetail>
}

/** Changes within so many milliseconds are told together, so that a rollout is not a hundred notices. */
export const BATCH_MS = 40
/** How long a look at one object may take. */
const DETAIL_LIMIT_MS = 5000

export function createObjectPanel(deps: ObjectPanelDeps): ObjectPanel {
  return new Panel(deps)
}

interface Shown {
  readonly resourceVersion: string | undefined
  readonly endpoints: number | undefined
  readonly source: string | undefined
  readonly summary: ObjectSummary
}

const isSource = ({ kind }: KubeObject): boolean => kind === 'GitRepository'
const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`

class Panel implements ObjectPanel {
  readonly #deps: ObjectPanelDeps
  readonly #clock: Clock
  readonly #kinds: readonly ObjectQuery[]
  readonly #changed = new Emitter<PanelChange>()
  readonly #listening: Disposable
  readonly #looks = new Set<readonly ObjectQuery[]>()
  #shown: ReadonlyMap<string, Shown> = new Map()
  #cancelBatch: (() => void) | undefined

  readonly onChange = this.#changed.event

  constructor(deps: ObjectPanelDeps) {
    this.#deps = deps
    this.#clock = deps.clock ?? systemClock
    this.#kinds = shownKinds(deps.extra)
    this.#listening = deps.watchSet.onChange(() => this.#sweepSoon())
    deps.watchSet.want('panel', [...this.#kinds, ENDPOINT_SLICES])
    this.#sweep()
  }

  get objects(): readonly ObjectSummary[] {
    return [...this.#shown.values()].map(({ summary }) => summary)
  }

  #sweepSoon(): void {
    this.#cancelBatch ??= this.#clock.after(BATCH_MS, () => this.#sweep())
  }

  /** Compares what is shown with what is there; objects of a kind that cannot be seen now stay as they were. */
  #sweep(): void {
    this.#cancelBatch = undefined
    const slices = seen(this.#deps.watchSet.sight(ENDPOINT_SLICES))
    const counts = slices && countEndpoints(slices)
    const visible = this.#visible()
    const sources = new Map(visible.filter(isSource).map((object) => [keyOf(object), object.metadata.uid]))
    const surroundings: Surroundings = {
      readyEndpoints: (service) => counts && (counts.get(keyOf(service)) ?? 0),
      sourceUid: (key) => sources.get(key),
    }
    const next = new Map<string, Shown>()
    const upserted: ObjectSummary[] = []
    for (const object of visible) {
      const shown = this.#show(object, surroundings)
      next.set(object.metadata.uid, shown)
      if (shown !== this.#shown.get(object.metadata.uid)) upserted.push(shown.summary)
    }
    const removed = [...this.#shown.keys()].filter((uid) => !next.has(uid))
    this.#shown = next
    if (upserted.length > 0 || removed.length > 0) this.#changed.fire({ upserted, removed })
  }

  #visible(): KubeObject[] {
    const objects = this.#kinds.flatMap((query) => seen(this.#deps.watchSet.sight(query)) ?? [])
    return objects.filter((object) => !isNoise(object, this.#deps.extra))
  }

  /** The summary that is shown already when nothing has changed. */
  #show(object: KubeObject, surroundings: Surroundings): Shown {
    const { uid, resourceVersion } = object.metadata
    const before = this.#shown.get(uid)
    const endpoints = object.kind === 'Service' ? surroundings.readyEndpoints(object) : undefined
    const source = surroundings.sourceUid(sourceKey(object) ?? '')
    const around = (shown: Shown): boolean => shown.endpoints === endpoints && shown.source === source
    if (before !== undefined && before.resourceVersion === resourceVersion && around(before)) return before
    return { resourceVersion, endpoints, source, summary: summarise(object, this.#deps.cluster, surroundings) }
  }

  async detail(ref: ObjectRef): Promise<ObjectDetail> {
    const { apiVersion, kind, name, namespace } = ref
    const place = namespace === undefined ? {} : { namespace }
    const query: ObjectQuery = { apiVersion, kind, name, ...place }
    const events: ObjectQuery = { ...EVENTS, ...place }
    const look = [query, events]
    this.#looks.add(look)
    this.#wantLooks()
    try {
      const found = await this.#untilSeen(query, ref)
      const object = found[0]
      if (object === undefined) throw gone(ref)
      const about = await this.#untilSeen(events, ref)
      return { ref, yaml: objectYaml(object), events: objectEvents(about, ref, object.metadata.uid) }
    } finally {
      this.#looks.delete(look)
      this.#wantLooks()
    }
  }

  #wantLooks(): void {
    this.#deps.watchSet.want('panel/detail', [...this.#looks].flat())
  }

  async #untilSeen(query: ObjectQuery, ref: ObjectRef): Promise<readonly KubeObject[]> {
    const { watchSet } = this.#deps
    const { promise, resolve, reject } = Promise.withResolvers<readonly KubeObject[]>()
    const look = (): void => {
      const sight = watchSet.sight(query)
      if ('objects' in sight) resolve(sight.objects)
    }
    const listening = watchSet.onChange(look)
    const cancel = this.#clock.after(DETAIL_LIMIT_MS, () => reject(notSeen(ref, watchSet.sight(query))))
    look()
    return await promise.finally(() => {
      listening.dispose()
      cancel()
    })
  }

  dispose(): void {
    this.#cancelBatch?.()
    this.#listening.dispose()
    this.#changed.dispose()
    this.#deps.watchSet.want('panel', [])
    this.#deps.watchSet.want('panel/detail', [])
  }
}

/** What is there, or what was there when sight was lost; undefined when it was never seen. */
const seen = (sight: Sight): readonly KubeObject[] | undefined => ('objects' in sight ? sight.objects : sight.last)

const nameOf = ({ kind, name, namespace }: ObjectRef): string =>
  `${kind.toLowerCase()}/${name}${namespace === undefined ? '' : ` in ${namespace}`}`

const gone = (ref: ObjectRef): DrydockError =>
  new DrydockError({
    code: 'not-found',
    at: nameOf(ref),
    happened: 'This object does not exist any more.',
    remedy: 'Close this view.',
  })

function notSeen(ref: ObjectRef, sight: Sight): DrydockError {
  const detail = 'blind' in sight ? ` ${sight.blind.detail}` : ''
  return new DrydockError({
    code: 'deadline-passed',
    at: nameOf(ref),
    happened: `The cluster did not say in time.${detail}`,
    remedy: 'Try again.',
  })
}
