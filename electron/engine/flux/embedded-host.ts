import { mkdir, rm, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'

import type { Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import type { Log } from '../lib/log.ts'
import type { Toolset } from '../tools/toolset.ts'
import type { AdminApi } from './admin-api.ts'
import { controllerArguments } from './controller-arguments.ts'
import { controllerEnvironment } from './controller-environment.ts'
import type { ControllerFiles } from './controller-files.ts'
import { takeIdentity } from './controller-identity.ts'
import { startController, type ControllerProcess } from './controller-process.ts'
import type { ControllerHost } from './controller-supervisor.ts'
import type { FluxControllerName } from './controllers.ts'
import type { KubeletFront } from './kubelet-front.ts'
import { endLeftovers } from './leftover-controllers.ts'
import { podSigns, type Pod, type PodSigns } from './pod-signs.ts'
import { storageAddress } from './storage-address.ts'
import { writeTrust } from './trust.ts'
import type { ControllerPod } from './wanted-controller.ts'

/** What the last line of a log needs to reach those who follow it, in milliseconds. */
const LAST_WORDS_MS = 150

export interface EmbeddedHostDeps {
  readonly files: ControllerFiles
  readonly toolset: Toolset
  readonly trust: { readonly caFile: string } | undefined
  readonly clock: Clock
  readonly log: Log
  /** Now; another one after the cluster moved. */
  readonly connection: () => { readonly api: AdminApi; readonly kubeconfigYaml: string }
  /** As last seen. */
  readonly podOf: (uid: string) => Pod | undefined
  /** Opens it where it is not open yet. */
  readonly front: () => Promise<KubeletFront>
}

/** Runs controllers as processes of this machine, for an embedded cluster. */
export class EmbeddedHost implements ControllerHost {
  readonly #deps: EmbeddedHostDeps
  #prepared: Promise<{ readonly storageAddress: string }> | undefined
  #front: KubeletFront | undefined

  constructor(deps: EmbeddedHostDeps) {
    this.#deps = deps
  }

  identify(name: FluxControllerName, pod: ControllerPod): Promise<Disposable> {
    const { files, clock, log, connection } = this.#deps
    return takeIdentity(pod, {
      ...connection(),
      kubeconfig: files.kubeconfig(name),
      token: files.token(name),
      clock,
      log,
    })
  }

  async start(name: FluxControllerName, pod: ControllerPod): Promise<ControllerProcess> {
    const { files, clock, trust } = this.#deps
    this.#prepared ??= this.#prepare()
    const { storageAddress: address } = await this.#prepared.catch((error: unknown) => {
      this.#prepared = undefined
      throw error
    })
    await this.#link(name)
    this.#front = await this.#deps.front()
    this.#front.show(pod, name)
    const place = { storagePath: files.storage, storageAddress: address }
    return startController(
      {
        program: files.program(name),
        args: controllerArguments(name, pod.args, place),
        environment: controllerEnvironment(name, pod.namespace, files, trust !== undefined),
        pidFile: files.pid(name),
        log: files.log(name),
        previousLog: files.previousLog(name),
      },
      clock,
    )
  }

  ended(_name: FluxControllerName, pod: ControllerPod): void {
    this.#deps.clock.after(LAST_WORDS_MS, () => this.#front?.endFollowers(pod))
  }

  show(pod: ControllerPod, signs: PodSigns): void {
    const object = this.#deps.podOf(pod.uid)
    if (object === undefined) return
    const path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/status`
    this.#deps
      .connection()
      .api.send('PATCH', path, { status: podSigns(object, signs) })
      .catch((error: unknown) => this.#deps.log.warn('a pod could not be told of its controller', { pod, error }))
  }

  left(_name: FluxControllerName, pod: ControllerPod): void {
    this.#deps.clock.after(LAST_WORDS_MS, () => this.#front?.hide(pod))
  }

  /** The cluster's folder may be another one now. */
  forget(): void {
    this.#prepared = undefined
  }

  /** Once: nothing of an engine before us runs, and there is room. */
  async #prepare(): Promise<{ readonly storageAddress: string }> {
    const { files, clock, trust } = this.#deps
    await endLeftovers(files, clock)
    await rm(files.temporary, { recursive: true, force: true })
    const folders = [files.temporary, files.home, files.storage, dirname(files.pid('source-controller'))]
    await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })))
    if (trust !== undefined) await writeTrust(files.trust, trust.caFile)
    return { storageAddress: await storageAddress(files.storageAddress) }
  }

  async #link(name: FluxControllerName): Promise<void> {
    const link = this.#deps.files.program(name)
    await mkdir(dirname(link), { recursive: true })
    await rm(link, { force: true })
    await symlink(this.#deps.toolset.path(name), link)
  }
}
