import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clusterName, labId } from '../../electron/contract/ids.ts'
import { createEmbeddedProvider } from '../../electron/engine/cluster/embedded.ts'
import type { ClusterId, ClusterProvider } from '../../electron/engine/cluster/provider.ts'
import { run } from '../../electron/engine/process/run.ts'
import type { Toolset } from '../../electron/engine/tools/toolset.ts'

const DEV: ClusterId = { lab: labId('bench'), cluster: clusterName('dev') }

/** What one piece of work took, in milliseconds. */
export interface Took {
  readonly tookMs: number
  /** By the titles of the steps; `all` is until the promise was kept: controllers at work. */
  readonly parts: Readonly<Record<string, number>>
}

/** Drydock's own provider on a data folder of its own. */
export class OwnCluster {
  readonly #root: string
  #provider: ClusterProvider
  readonly #toolset: Toolset

  private constructor(root: string, toolset: Toolset) {
    this.#root = root
    this.#toolset = toolset
    this.#provider = createEmbeddedProvider({ dataRoot: root, toolset })
  }

  static async make(toolset: Toolset): Promise<OwnCluster> {
    return new OwnCluster(await mkdtemp(join(tmpdir(), 'drydock-bench-own-')), toolset)
  }

  /** Command to node Ready, on a machine that has never had a cluster. */
  async createFresh(): Promise<Took> {
    await this.remove()
    await rm(join(this.#root, 'templates'), { recursive: true, force: true })
    return this.#create()
  }

  /** Command to node Ready, from what the first cluster leaves prepared. */
  async createFromTemplate(): Promise<Took> {
    await this.remove()
    return this.#create()
  }

  /** Like a lab that is closed for good, and the app with it: what was being prepared for the next is ready then. */
  async remove(): Promise<void> {
    await this.#provider.delete(DEV)
    await this.#provider.dispose()
    this.#provider = createEmbeddedProvider({ dataRoot: this.#root, toolset: this.#toolset })
  }

  /** From the command until the API server answers with the old objects and the controllers are healthy. */
  async goBack(): Promise<Took> {
    await this.#provider.snapshot(DEV, 'begin')
    await this.#kubectl('create', 'deployment', 'vote', '--image=schoolofdevops/vote:v4', '--replicas=3')
    await this.#kubectl('rollout', 'status', 'deployment/vote', '--timeout=60s')
    const startedAt = performance.now()
    await this.#provider.restore(DEV, 'begin')
    const tookMs = performance.now() - startedAt
    const left = await this.#kubectl('get', 'deployments,pods', '-o', 'name')
    if (left.trim() !== '') throw new Error(`going back left ${left}`)
    return { tookMs, parts: this.#parts() }
  }

  /** A Deployment's first pod, from the command to Available: what a learner waits for. */
  async firstDeployment(): Promise<number> {
    const startedAt = performance.now()
    await this.#kubectl('create', 'deployment', 'first', '--image=nginx')
    await this.#kubectl('rollout', 'status', 'deployment/first', '--timeout=60s')
    return performance.now() - startedAt
  }

  async end(): Promise<void> {
    await this.#provider.delete(DEV)
    await this.#provider.dispose()
    await rm(this.#root, { recursive: true, force: true })
  }

  async #create(): Promise<Took> {
    const startedAt = performance.now()
    await this.#provider.create(DEV)
    const all = performance.now() - startedAt
    return { tookMs: this.#provider.status(DEV).readyAfterMs ?? Number.NaN, parts: { ...this.#parts(), all } }
  }

  #parts(): Record<string, number> {
    return Object.fromEntries(this.#provider.status(DEV).steps.map(({ title, tookMs = 0 }) => [title, tookMs]))
  }

  async #kubectl(...args: readonly string[]): Promise<string> {
    const kubeconfig = join(this.#root, 'kubeconfig')
    await writeFile(kubeconfig, await this.#provider.kubeconfig(DEV))
    const environment = { HOME: this.#root, PATH: '' }
    const { stdout } = await run(this.#toolset.path('kubectl'), ['--kubeconfig', kubeconfig, ...args], { environment })
    return stdout
  }
}
