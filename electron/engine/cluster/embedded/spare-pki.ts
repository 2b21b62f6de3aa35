import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Toolset } from '../../tools/toolset.ts'
import { clusterFiles, type ClusterFiles } from './cluster-files.ts'
import { COMPONENTS, TOOL_OF } from './components.ts'
import { creationConfiguration } from './configuration.ts'
import { createCluster, kwokctl } from './kwokctl.ts'

/** Nobody listens on them: what kwokctl starts here ends at once. */
const NO_PORTS = { apiServer: 1, etcd: 2, etcdPeer: 3, controllerManager: 4, scheduler: 5, kwok: 6 }

/**
 * Certificates and keys for the next cluster, made before it is wanted: two RSA keys take longer than all else that
 * creating a cluster from the prepared state does before etcd runs. Each is used once, so that clusters do not trust
 * each other's administrators.
 */
export class SparePki {
  readonly #folder: string
  readonly #toolset: Toolset
  #making: Promise<void> = Promise.resolve()

  constructor(dataRoot: string, toolset: Toolset) {
    this.#folder = join(dataRoot, 'templates', 'pki')
    this.#toolset = toolset
  }

  /** Puts a spare one into the cluster's folder; does nothing when there is none, and kwokctl makes them. */
  async take(files: ClusterFiles): Promise<void> {
    for (const spare of await readdir(this.#folder).catch(() => [])) {
      const taken = await rename(join(this.#folder, spare), files.pki).then(
        () => true,
        () => false, // another cluster was quicker
      )
      if (taken) return
    }
  }

  /** Makes one if there is none, one at a time; `settled` tells when that is over. */
  prepare(): Promise<void> {
    this.#making = this.#making.then(() => this.#make())
    return this.#making
  }

  /** Resolves when nothing is being made. */
  settled(): Promise<void> {
    return this.#making.catch(() => undefined)
  }

  async #make(): Promise<void> {
    if ((await readdir(this.#folder).catch(() => [])).length > 0) return
    const root = join(this.#folder, '..', `making-${randomUUID()}`)
    const files = clusterFiles(root, 'spare')
    try {
      await mkdir(files.bin, { recursive: true })
      await Promise.all(COMPONENTS.map((component) => this.#writeStandIn(files, component)))
      await writeFile(
        files.configuration,
        creationConfiguration({ toolset: this.#toolset, files, ports: NO_PORTS, bootId: '' }),
      )
      await writeFile(files.kubectl, '#!/bin/sh\n', { mode: 0o755 })
      await kwokctl(this.#toolset, files, createCluster(files))
      await mkdir(this.#folder, { recursive: true })
      await rename(files.pki, join(this.#folder, randomUUID()))
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  }

  /** Says its version and ends. */
  async #writeStandIn(files: ClusterFiles, component: (typeof COMPONENTS)[number]): Promise<void> {
    const version = this.#toolset.version(TOOL_OF[component])
    await writeFile(files.wrapper(component), `#!/bin/sh\necho '${component} ${version}'\n`, { mode: 0o755 })
  }
}
