import type { WireError } from '../../contract/errors.ts'
import type { ClusterId } from '../cluster/provider.ts'
import { createFluxControllers, type FluxControllers, type FluxControllerStatus } from '../flux/flux-controllers.ts'
import type { Clock } from '../lib/clock.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import type { Log } from '../lib/log.ts'
import type { Toolset } from '../tools/toolset.ts'
import type { WatchSet } from '../watch/watch-set.ts'

export interface LabFluxDeps {
  readonly dataRoot: string
  readonly toolset: Toolset
  /** Of the lab's Git server, where it has one. */
  readonly trust: { readonly caFile: string } | undefined
  readonly clock: Clock
  readonly log: Log
}

interface Running {
  readonly controllers: FluxControllers
  kubeconfigYaml: string
  isSuspended: boolean
}

/** Flux's own controllers for each cluster of a lab. */
export class LabFlux {
  readonly #deps: LabFluxDeps
  readonly #running = new Map<string, Running>()
  readonly #changed = new Emitter<undefined>()

  /** What a controller does has changed. */
  readonly onChange: Event<undefined> = this.#changed.event

  constructor(deps: LabFluxDeps) {
    this.#deps = deps
  }

  /** By the name of the cluster. */
  status(cluster: string): readonly FluxControllerStatus[] {
    return this.#running.get(cluster)?.controllers.status ?? []
  }

  /** Why controllers have been given up. */
  get problems(): readonly WireError[] {
    const all = [...this.#running.values()].flatMap(({ controllers }) => controllers.status)
    return all.flatMap(({ state, problem }) => (state === 'failed' && problem !== undefined ? [problem] : []))
  }

  /** Looks after a cluster from now on; when it is known already, goes on where it has moved to. */
  follow(id: ClusterId, kubeconfigYaml: string, watchSet: WatchSet): void {
    const known = this.#running.get(id.cluster)
    if (known === undefined) return this.#begin(id, kubeconfigYaml, watchSet)
    const hasMoved = known.kubeconfigYaml !== kubeconfigYaml
    known.kubeconfigYaml = kubeconfigYaml
    if (hasMoved && !known.isSuspended) known.controllers.resume(kubeconfigYaml)
  }

  #begin(id: ClusterId, kubeconfigYaml: string, watchSet: WatchSet): void {
    const { trust, ...deps } = this.#deps
    const controllers = createFluxControllers({
      ...{ ...deps, id, kubeconfigYaml, watchSet },
      ...(trust === undefined ? {} : { trust }),
    })
    controllers.onChange(() => this.#changed.fire(undefined))
    this.#running.set(id.cluster, { controllers, kubeconfigYaml, isSuspended: false })
  }

  /** Nothing of Flux touches these clusters until `resume`. */
  async suspend(clusters: readonly string[]): Promise<void> {
    await Promise.all(
      this.#of(clusters).map(async (each) => {
        each.isSuspended = true
        await each.controllers.suspend()
      }),
    )
  }

  resume(clusters: readonly string[]): void {
    for (const each of this.#of(clusters)) {
      each.isSuspended = false
      each.controllers.resume(each.kubeconfigYaml)
    }
  }

  #of(clusters: readonly string[]): readonly Running[] {
    return clusters.flatMap((cluster) => this.#running.get(cluster) ?? [])
  }

  /** Nothing is left running; the clusters can be followed again. */
  async dispose(): Promise<void> {
    const all = [...this.#running.values()]
    this.#running.clear()
    await Promise.all(all.map(({ controllers }) => controllers.dispose()))
  }
}
