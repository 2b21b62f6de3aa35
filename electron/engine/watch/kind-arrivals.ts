import type { KubeObject } from '../checks/observation.ts'
import type { Disposable } from '../lib/disposable.ts'
import { createObjectCache, type ObjectCache, type ObjectCacheDeps } from './object-cache.ts'

/** How long to wait before asking again where definitions cannot be watched, in milliseconds. */
const UNWATCHED_WAIT_MS = 60_000
const CRD_PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/**
 * Tells when a kind that the cluster did not know may be known: watches the definitions of custom resources, but only
 * while somebody waits for one.
 */
export interface KindArrivals extends Disposable {
  /** Resolves when the kind is defined and established, at once if it is already, or when `signal` aborts. */
  until(apiVersion: string, kind: string, signal: AbortSignal): Promise<void>
  retry(): void
}

export function createKindArrivals(deps: ObjectCacheDeps): KindArrivals {
  return new Arrivals(deps)
}

class Arrivals implements KindArrivals {
  readonly #deps: ObjectCacheDeps
  #definitions: ObjectCache | undefined
  #waiting = 0

  constructor(deps: ObjectCacheDeps) {
    this.#deps = { ...deps, trim: withoutSchema }
  }

  async until(apiVersion: string, kind: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const definitions = (this.#definitions ??= createObjectCache(
      { kind: 'CustomResourceDefinition', path: CRD_PATH },
      this.#deps,
    ))
    this.#waiting++
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const done = (): void => resolve(undefined)
    const look = (): void => {
      if (definitions.blind === undefined && isDefined(definitions, apiVersion, kind)) done()
    }
    const listening = definitions.onChange(look)
    signal.addEventListener('abort', done, { once: true })
    const cancel = this.#afterLongWait(definitions, done)
    look()
    await promise.finally(() => {
      listening.dispose()
      signal.removeEventListener('abort', done)
      cancel()
      this.#leave()
    })
  }

  /** Where definitions may not be watched, only asking again can tell. */
  #afterLongWait(definitions: ObjectCache, done: () => void): () => void {
    let cancel = (): void => undefined
    const wait = (): void => {
      cancel = this.#deps.clock.after(UNWATCHED_WAIT_MS, () => (definitions.blind === undefined ? wait() : done()))
    }
    wait()
    return () => cancel()
  }

  #leave(): void {
    this.#waiting--
    if (this.#waiting === 0) this.dispose()
  }

  retry(): void {
    this.#definitions?.retry()
  }

  dispose(): void {
    this.#definitions?.dispose()
    this.#definitions = undefined
  }
}

interface Definition {
  readonly spec?: {
    readonly group?: string
    readonly names?: { readonly kind?: string }
    readonly versions?: readonly { readonly name: string; readonly served: boolean }[]
  }
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
}

/** Schemas are most of a definition, and nobody here needs them. */
function withoutSchema(object: KubeObject): KubeObject {
  const { spec, status } = object as Definition
  const versions = spec?.versions?.map(({ name, served }) => ({ name, served }))
  const { apiVersion, kind, metadata } = object
  const { name, uid, resourceVersion } = metadata
  const kept = { name, uid, ...(resourceVersion === undefined ? {} : { resourceVersion }) }
  return {
    apiVersion,
    kind,
    metadata: kept,
    spec: { group: spec?.group, names: spec?.names, versions },
    status: { conditions: status?.conditions },
  }
}

function isDefined(definitions: ObjectCache, apiVersion: string, kind: string): boolean {
  for (const definition of definitions.objects) {
    const { spec, status } = definition as Definition
    const isEstablished =
      status?.conditions?.some(({ type, status: state }) => type === 'Established' && state === 'True') ?? false
    const isServed =
      spec?.versions?.some(({ name, served }) => served && `${spec.group}/${name}` === apiVersion) ?? false
    if (isEstablished && isServed && spec?.names?.kind === kind) return true
  }
  return false
}
