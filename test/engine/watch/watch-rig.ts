import type { ObjectQuery } from '../../../electron/contract/lab.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { createWatchSet, type WatchChange, type WatchSet } from '../../../electron/engine/watch/watch-set.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'
import { until } from '../../helpers/until.ts'
import { pod } from '../checks/builders.ts'
import type { SmallApiServer } from './small-api-server.ts'

export const PODS: ObjectQuery = { apiVersion: 'v1', kind: 'Pod' }
export const DEPLOYMENTS: ObjectQuery = { apiVersion: 'apps/v1', kind: 'Deployment' }

export const podIn = (namespace: string, name: string, labels: Readonly<Record<string, string>> = {}): KubeObject =>
  pod(name, 'Running', labels, namespace)

/** A watch set, and time that goes on while a test waits. */
export class WatchRig {
  readonly api: SmallApiServer
  readonly clock = new FakeClock()
  readonly watchSet: WatchSet
  changes: WatchChange[] = []

  constructor(api: SmallApiServer) {
    this.api = api
    this.watchSet = createWatchSet({ kubeconfigYaml: api.kubeconfig, clock: this.clock, random: () => 0.5 })
    this.watchSet.onChange((change) => this.changes.push(change))
  }

  /** Names, or why they cannot be told. */
  seen(query: ObjectQuery): string {
    const sight = this.watchSet.sight(query)
    return 'blind' in sight ? sight.blind.reason : sight.objects.map(({ metadata }) => metadata.name).join()
  }

  async eventually(condition: () => boolean, stepMs = 20): Promise<void> {
    await until(
      condition,
      () => ({ condition: condition.toString(), requests: this.api.requests }),
      () => this.clock.advance(stepMs),
    )
  }

  async dispose(): Promise<void> {
    this.watchSet.dispose()
    await this.api.stop()
  }
}
