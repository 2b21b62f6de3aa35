import type { AfterDeath } from '../../process/after-death.ts'
import { claim, type FolderLock } from '../../process/folder-lock.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { explain } from './failures.ts'
import { guardCluster } from './guard.ts'

/** That a cluster's folder belongs to this engine, and that the cluster does not outlive it for long. */
export class Ownership {
  readonly #files: ClusterFiles
  readonly #what: string
  readonly #orphanDelayMs: number
  #lock: FolderLock | undefined
  #guard: AfterDeath | undefined

  constructor(files: ClusterFiles, what: string, orphanDelayMs: number) {
    this.#files = files
    this.#what = what
    this.#orphanDelayMs = orphanDelayMs
  }

  get held(): boolean {
    return this.#lock !== undefined
  }

  /** Nothing when it is ours; rejects with code `engine-busy` when it is another engine's. */
  async claim(): Promise<void> {
    if (this.#lock !== undefined) return
    this.#lock = await claim(this.#files.lock, this.#what).catch((error: unknown) => {
      throw explain(error, this.#files)
    })
    this.#guard = guardCluster(this.#files, this.#lock.text, this.#orphanDelayMs)
  }

  async release(): Promise<void> {
    await this.#lock?.release()
    await this.#guard?.release()
    this.#lock = undefined
    this.#guard = undefined
  }
}
