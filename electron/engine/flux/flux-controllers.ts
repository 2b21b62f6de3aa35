import type { ClusterId } from '../cluster/provider.ts'
import type { Clock } from '../lib/clock.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import type { Log } from '../lib/log.ts'
import type { Toolset } from '../tools/toolset.ts'
import type { WatchSet } from '../watch/watch-set.ts'
import { FLUX_CONTROLLERS, type FluxControllerStatus } from './controllers.ts'

export type { FluxControllerName, FluxControllerState, FluxControllerStatus } from './controllers.ts'

/** The real source- and kustomize-controller of one cluster, as processes on this machine. */
export interface FluxControllers {
  /** Fires with the whole status after something in it has changed. */
  readonly onChange: Event<readonly FluxControllerStatus[]>
  readonly status: readonly FluxControllerStatus[]
  /** Ends the processes and looks at nothing until `resume`: the cluster is about to be taken back. */
  suspend(): Promise<void>
  /** Goes on, with this kubeconfig of the administrator; also when it was not suspended. */
  resume(kubeconfigYaml: string): void
  /** Nothing is left running. */
  dispose(): Promise<void>
}

export interface FluxControllersDeps {
  readonly dataRoot: string
  readonly id: ClusterId
  readonly kubeconfigYaml: string
  readonly watchSet: WatchSet
  readonly toolset: Toolset
  /** Trusted in addition to what the system trusts. */
  readonly trust?: { readonly caFile: string }
  readonly clock?: Clock
  readonly log?: Log
}

/** Runs the controllers that the cluster's Deployments want, as long as they want them. */
export function createFluxControllers(_deps: FluxControllersDeps): FluxControllers {
  const changed = new Emitter<readonly FluxControllerStatus[]>()
  return {
    onChange: changed.event,
    status: FLUX_CONTROLLERS.map((name) => ({ name, state: 'absent', restarts: 0 })),
    suspend: () => Promise.resolve(),
    resume: () => undefined,
    dispose: () => Promise.resolve(),
  }
}
