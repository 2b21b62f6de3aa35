import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clusterName, labId } from '../../electron/contract/ids.ts'
import { createEmbeddedProvider } from '../../electron/engine/cluster/embedded.ts'
import { filesOf } from '../../electron/engine/cluster/embedded/cluster-files.ts'
import type { Component } from '../../electron/engine/cluster/embedded/components.ts'
import type { ClusterId, ClusterProvider } from '../../electron/engine/cluster/provider.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { run } from '../../electron/engine/process/run.ts'
import { readToolset, type Toolset } from '../../electron/engine/tools/toolset.ts'

/** A real embedded cluster in a folder of its own, with kubectl as its administrator. */
export class RealCluster {
  readonly provider: ClusterProvider
  readonly id: ClusterId
  readonly #root: string
  readonly #toolset: Toolset

  private constructor(root: string, name: string) {
    this.#root = root
    this.#toolset = readToolset(defaultFolders().cache)
    this.provider = createEmbeddedProvider({ dataRoot: root, toolset: this.#toolset })
    this.id = { lab: labId('real'), cluster: clusterName(name) }
  }

  /** Ready when it resolves. */
  static async start(name: string): Promise<RealCluster> {
    const cluster = new RealCluster(await mkdtemp(join(tmpdir(), 'drydock-real-')), name)
    await cluster.provider.create(cluster.id)
    return cluster
  }

  async kubeconfig(): Promise<string> {
    return await this.provider.kubeconfig(this.id)
  }

  /** Runs kubectl; `input` goes to its standard input. */
  async kubectl(args: readonly string[], input?: string): Promise<string> {
    const command = ['--kubeconfig', filesOf(this.#root, this.id).kubeconfig, ...args]
    const { stdout } = await run(this.#toolset.path('kubectl'), command, input === undefined ? {} : { input })
    return stdout
  }

  /** Creates or changes objects given as JSON. */
  async apply(...objects: readonly object[]): Promise<void> {
    await this.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  }

  /** Ends one of its processes the hard way. */
  async kill(component: Component): Promise<void> {
    const { pid } = filesOf(this.#root, this.id)
    process.kill(Number(await readFile(pid(component), 'utf8')), 'SIGKILL')
  }

  async end(): Promise<void> {
    await this.provider.delete(this.id)
    await this.provider.dispose()
    await rm(this.#root, { recursive: true, force: true })
  }
}
