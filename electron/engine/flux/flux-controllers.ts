import type { ObjectQuery } from '../../contract/lab.ts'
import { filesOf } from '../cluster/embedded/cluster-files.ts'
import { readRecord } from '../cluster/embedded/record.ts'
import type { ClusterId } from '../cluster/provider.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import { silentLog, type Log } from '../lib/log.ts'
import type { Toolset } from '../tools/toolset.ts'
import type { WatchSet } from '../watch/watch-set.ts'
import { createAdminApi, type AdminApi } from './admin-api.ts'
import { controllerFiles } from './controller-files.ts'
import { ControllerSupervisor } from './controller-supervisor.ts'
import type { FluxControllerStatus } from './controllers.ts'
import { EmbeddedHost } from './embedded-host.ts'
import { openKubeletFront, type KubeletFront } from './kubelet-front.ts'
import { NODES, pointTo } from './signpost.ts'
import { afterSource, type OrderedController } from './start-order.ts'
import { DEFINITIONS, DEPLOYMENTS, PODS, wantedController } from './wanted-controller.ts'

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
export function createFluxControllers(deps: FluxControllersDeps): FluxControllers {
  return new Controllers(deps)
}

const OWNER = 'flux-controllers'
const WATCHED: readonly ObjectQuery[] = [DEPLOYMENTS, PODS, DEFINITIONS, NODES]
const KINDS = WATCHED.map(({ kind }) => kind)

class Controllers implements FluxControllers {
  readonly #deps: FluxControllersDeps
  readonly #log: Log
  readonly #host: EmbeddedHost
  readonly #source: ControllerSupervisor
  readonly #kustomize: ControllerSupervisor
  readonly #supervisors: readonly ControllerSupervisor[]
  readonly #changed = new Emitter<readonly FluxControllerStatus[]>()
  readonly #listening: Disposable
  #connection: { readonly api: AdminApi; readonly kubeconfigYaml: string }
  #front: Promise<KubeletFront> | undefined
  #isPaused = false
  #isDisposed = false

  readonly onChange = this.#changed.event

  constructor(deps: FluxControllersDeps) {
    const { dataRoot, id, watchSet, toolset, trust, clock = systemClock, log = silentLog } = deps
    this.#deps = deps
    this.#log = log
    this.#connection = { api: createAdminApi(deps.kubeconfigYaml), kubeconfigYaml: deps.kubeconfigYaml }
    this.#host = new EmbeddedHost({
      files: controllerFiles(filesOf(dataRoot, id)),
      toolset,
      trust,
      clock,
      log,
      connection: () => this.#connection,
      podOf: (uid) => {
        const pods = watchSet.sight(PODS)
        return 'objects' in pods ? pods.objects.find(({ metadata }) => metadata.uid === uid) : undefined
      },
      front: () => this.#openFront(),
    })
    this.#source = new ControllerSupervisor('source-controller', this.#host, clock, log)
    this.#kustomize = new ControllerSupervisor('kustomize-controller', this.#host, clock, log)
    this.#supervisors = [this.#source, this.#kustomize]
    for (const supervisor of this.#supervisors) supervisor.onChange(() => this.#changed.fire(this.status))
    this.#source.onChange(() => this.#look())
    this.#listening = watchSet.onChange(({ kind }) => {
      if (KINDS.includes(kind)) this.#look()
    })
    watchSet.want(OWNER, WATCHED)
    this.#look()
  }

  get status(): readonly FluxControllerStatus[] {
    return this.#supervisors.map((supervisor) => supervisor.status)
  }

  async suspend(): Promise<void> {
    this.#isPaused = true
    await this.#end()
    this.#host.forget()
  }

  resume(kubeconfigYaml: string): void {
    if (this.#isDisposed) return
    const isMoved = kubeconfigYaml !== this.#connection.kubeconfigYaml
    if (isMoved) {
      this.#connection.api.dispose()
      this.#connection = { api: createAdminApi(kubeconfigYaml), kubeconfigYaml }
      this.#end().catch(this.#failed)
    }
    this.#isPaused = false
    this.#look()
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return
    this.#isDisposed = true
    await this.suspend()
    this.#listening.dispose()
    this.#deps.watchSet.want(OWNER, [])
    await this.#closeFront()
    this.#connection.api.dispose()
    this.#changed.dispose()
  }

  async #end(): Promise<void> {
    await Promise.all(this.#supervisors.map((supervisor) => supervisor.want({ kind: 'absent' })))
  }

  /** Looks only at what is true now. */
  #look(): void {
    if (this.#isPaused) return
    const { watchSet } = this.#deps
    const sights = {
      deployments: watchSet.sight(DEPLOYMENTS),
      pods: watchSet.sight(PODS),
      definitions: watchSet.sight(DEFINITIONS),
    }
    const [source, kustomize] = [this.#source, this.#kustomize].map((supervisor) => ({
      wanted: wantedController(supervisor.name, sights),
      state: supervisor.status.state,
    })) as [OrderedController, OrderedController]
    this.#source.want(source.wanted).catch(this.#failed)
    this.#kustomize.want(afterSource(kustomize, source)).catch(this.#failed)
    this.#point().catch(this.#failed)
  }

  #openFront(): Promise<KubeletFront> {
    this.#front ??= openKubeletFront(filesOf(this.#deps.dataRoot, this.#deps.id)).then((front) => {
      this.#look()
      return front
    })
    return this.#front
  }

  /** The nodes send the API server to the front, as long as there is one. */
  async #point(): Promise<void> {
    const front = await this.#front
    if (front === undefined || this.#isPaused) return
    const nodes = this.#deps.watchSet.sight(NODES)
    if ('objects' in nodes) await pointTo(front.port, nodes.objects, this.#connection.api)
  }

  /** The API server asks the simulated kubelet again. Where it does not run any more, nobody asks. */
  async #closeFront(): Promise<void> {
    const front = await this.#front?.catch(() => undefined)
    if (front === undefined) return
    const { dataRoot, id, watchSet } = this.#deps
    const nodes = watchSet.sight(NODES)
    const record = await readRecord(filesOf(dataRoot, id))
    if ('objects' in nodes && record !== undefined)
      await pointTo(record.ports.kwok, nodes.objects, this.#connection.api).catch(this.#failed)
    await front.dispose()
  }

  readonly #failed = (error: unknown): void => {
    this.#log.warn('Flux controllers could not follow the cluster', { ...this.#deps.id, error })
  }
}
