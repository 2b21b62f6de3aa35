import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { silentLog } from '../../../electron/engine/lib/log.ts'
import { readApiAccess } from '../../../electron/engine/watch/api-access.ts'
import { createApiServer, type ApiServer } from '../../../electron/engine/watch/api-server.ts'
import { createObjectCache, type CacheChange, type ObjectCache } from '../../../electron/engine/watch/object-cache.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'
import { until } from '../../helpers/until.ts'
import { pod } from '../checks/builders.ts'
import type { SmallApiServer } from './small-api-server.ts'

export const running = (name: string): KubeObject => pod(name, 'Running')

/** A cache of pods, the server that it watches, and the time for both. */
export class CacheRig {
  readonly api: SmallApiServer
  readonly clock = new FakeClock()
  readonly server: ApiServer
  readonly cache: ObjectCache
  changes: CacheChange[] = []

  constructor(api: SmallApiServer) {
    this.api = api
    this.server = createApiServer(readApiAccess(api.kubeconfig), this.clock)
    this.cache = createObjectCache(
      { kind: 'Pod', path: '/api/v1/pods' },
      { server: this.server, clock: this.clock, log: silentLog, random: () => 0.5 },
    )
    this.cache.onChange((change) => this.changes.push(change))
  }

  get names(): readonly string[] {
    return [...this.cache.objects].map(({ metadata }) => metadata.name)
  }

  get isLive(): boolean {
    return this.cache.blind === undefined && this.api.watches === 1
  }

  /** Waits while time goes on, so that back-offs end. */
  eventually(condition: () => boolean): Promise<void> {
    return until(
      condition,
      () => this.#state(condition),
      () => this.clock.advance(20),
    )
  }

  /** Waits while time stands still. */
  settled(condition: () => boolean): Promise<void> {
    return until(condition, () => this.#state(condition))
  }

  /** Whether the cache comes to be up to date and watching, as time goes on. */
  async comesBack(): Promise<boolean> {
    await this.eventually(() => this.isLive)
    return this.isLive
  }

  #state(condition: () => boolean): unknown {
    return { condition: condition.toString(), blind: this.cache.blind, names: this.names, requests: this.api.requests }
  }

  async dispose(): Promise<void> {
    this.cache.dispose()
    this.server.dispose()
    await this.api.stop()
  }
}
