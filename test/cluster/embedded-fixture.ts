import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { ClusterPhase } from '../../electron/contract/cluster.ts'
import { clusterName, labId } from '../../electron/contract/ids.ts'
import { createEmbeddedProvider, type EmbeddedDeps } from '../../electron/engine/cluster/embedded.ts'
import type { ClusterHealth, ClusterId, ClusterProvider } from '../../electron/engine/cluster/provider.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { run } from '../../electron/engine/process/run.ts'
import { readToolset, type Toolset } from '../../electron/engine/tools/toolset.ts'

export const COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok-controller']

/** The tools of this machine; whatever uses them fails when they are missing. */
export const realToolset = (): Toolset => readToolset(defaultFolders().cache)

/** One engine's provider on a data folder of its own. */
export class Bench {
  readonly root: string
  readonly provider: ClusterProvider
  readonly heard: ClusterHealth[] = []
  readonly #toolset = realToolset()

  private constructor(root: string, deps: Partial<EmbeddedDeps>) {
    this.root = root
    this.provider = createEmbeddedProvider({ dataRoot: root, toolset: this.#toolset, ...deps })
    this.provider.onStatus((health) => this.heard.push(health))
  }

  static async make(deps: Partial<EmbeddedDeps> = {}, name = ''): Promise<Bench> {
    return new Bench(await mkdtemp(join(tmpdir(), `drydock-embedded-${name}`)), deps)
  }

  /** Another provider on the same folder, as a second engine would have it. */
  beside(deps: Partial<EmbeddedDeps> = {}): ClusterProvider {
    return createEmbeddedProvider({ dataRoot: this.root, toolset: this.#toolset, ...deps })
  }

  id(cluster: string, lab = 'lab'): ClusterId {
    return { lab: labId(lab), cluster: clusterName(cluster) }
  }

  folder({ lab, cluster }: ClusterId): string {
    return join(this.root, 'clusters', lab, cluster)
  }

  workdir(id: ClusterId): string {
    return join(this.folder(id), '.kwok', 'clusters', id.cluster)
  }

  async pids(id: ClusterId): Promise<Record<string, number>> {
    const read = async (component: string): Promise<[string, number]> => [
      component,
      Number(await readFile(join(this.folder(id), 'run', `${component}.pid`), 'utf8')),
    ]
    return Object.fromEntries(await Promise.all(COMPONENTS.map(read)))
  }

  async kill(id: ClusterId, component: string): Promise<void> {
    process.kill((await this.pids(id))[component] ?? 0, 'SIGKILL')
  }

  /** Phases that were announced since the last call, each once in a row. */
  phases(): ClusterPhase[] {
    const phases = this.heard.splice(0).map(({ status }) => status.phase)
    return phases.filter((phase, index) => phase !== phases[index - 1])
  }

  /** Resolves when the cluster is in this phase. */
  async reaches(id: ClusterId, phase: ClusterPhase): Promise<void> {
    if (this.provider.status(id).phase === phase) return
    await new Promise<void>((resolve) => {
      const listening = this.provider.onStatus(({ id: of, status }) => {
        if (of.lab !== id.lab || of.cluster !== id.cluster || status.phase !== phase) return
        listening.dispose()
        resolve()
      })
    })
  }

  /** kubectl as the cluster's administrator; gives what it printed. */
  async kubectl(id: ClusterId, ...args: readonly string[]): Promise<string> {
    const kubeconfig = join(this.root, `${id.lab}-${id.cluster}.kubeconfig`)
    await writeFile(kubeconfig, await this.provider.kubeconfig(id))
    const { stdout } = await run(this.#toolset.path('kubectl'), ['--kubeconfig', kubeconfig, ...args], {
      environment: { HOME: this.root, PATH: '' },
    })
    return stdout
  }

  /** A file for kubectl; gives its path. */
  async file(name: string, text: string): Promise<string> {
    const path = join(this.root, name)
    await writeFile(path, text)
    return path
  }

  async names(id: ClusterId, kind: string): Promise<string[]> {
    const text = await this.kubectl(id, 'get', kind, '-o', 'jsonpath={.items[*].metadata.name}')
    return text.split(' ').filter((name) => name !== '')
  }

  async end(): Promise<void> {
    await this.provider.dispose()
    await rm(this.root, { recursive: true, force: true })
  }
}

const LIMIT_MS = 60_000

/** Looks again and again until `look` gives something; for what no event tells. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, limitMs = LIMIT_MS): Promise<T> {
  const startedAt = performance.now()
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() - startedAt > limitMs) throw new Error(`it did not come to: ${look.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
