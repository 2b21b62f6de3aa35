import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

import type { Toolset } from '../../tools/toolset.ts'
import { baseObjects } from './base-objects.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { saveState } from './snapshots.ts'

/** Raised when what a new cluster holds changes in a way that the digest does not see. */
const TEMPLATE_VERSION = 1
const ENDING = '.db'

/**
 * The state of a cluster that was just made, kept for those to come: what Kubernetes makes in its first seconds
 * (roles, namespaces, accounts) is there when the next one starts. Shared by all labs; of no use to another toolset.
 */
export class Template {
  readonly #folder: string
  readonly #toolset: Toolset

  constructor(dataRoot: string, toolset: Toolset) {
    this.#folder = join(dataRoot, 'templates')
    this.#toolset = toolset
  }

  /** Which toolset and which objects it is of. */
  digest(): string {
    const tools = (['etcd', 'kube-apiserver', 'kube-controller-manager'] as const).map((tool) =>
      this.#toolset.digest(tool),
    )
    const content = JSON.stringify([TEMPLATE_VERSION, tools, baseObjects('')])
    return createHash('sha256').update(content).digest('hex').slice(0, 16)
  }

  /** The prepared state; undefined when it has not been made yet. */
  async find(): Promise<string | undefined> {
    const file = this.#file()
    const found = await stat(file).catch(() => undefined)
    return found === undefined ? undefined : file
  }

  /** Keeps the state of this cluster, which was just made, and removes the templates of other toolsets. */
  async keep(files: ClusterFiles): Promise<void> {
    const state = join(files.root, `template${ENDING}`)
    await saveState(this.#toolset, files, state)
    await mkdir(this.#folder, { recursive: true })
    await copyFile(state, `${this.#file()}.new`)
    await rename(`${this.#file()}.new`, this.#file())
    await rm(state)
    const others = (await readdir(this.#folder)).filter(
      (entry) => entry.endsWith(ENDING) && entry !== `${this.digest()}${ENDING}`,
    )
    await Promise.all(others.map((entry) => rm(join(this.#folder, entry), { force: true })))
  }

  #file(): string {
    return join(this.#folder, `${this.digest()}${ENDING}`)
  }
}
