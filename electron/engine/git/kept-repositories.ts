import { mkdir, readFile, rm } from 'node:fs/promises'
import { DrydockError } from '../../contract/errors.ts'
import { writeWhole } from '../workspace/files.ts'
import { createKeptCopies, type KeptCopies } from '../workspace/kept-copies.ts'
import { mirrorTree, removeTree } from '../workspace/tree.ts'
import { sweep } from './sweep.ts'
import type { GitPaths } from './git-paths.ts'

/** Work that is written down before it begins, and done to the end after a crash. */
type Pending = { readonly kind: 'bring-back'; readonly name: string } | { readonly kind: 'reset' }

/** Copies of all repositories of a lab, with their pull requests, by name. Nobody may use them meanwhile. */
export class KeptRepositories {
  readonly #paths: GitPaths
  readonly #copies: KeptCopies

  constructor(paths: GitPaths) {
    this.#paths = paths
    this.#copies = createKeptCopies({ home: paths.repositories, kept: paths.kept, staging: paths.staging })
  }

  async names(): Promise<readonly string[]> {
    return await this.#copies.names()
  }

  async keep(name: string): Promise<void> {
    await mkdir(this.#paths.staging, { recursive: true })
    await this.#copies.keep(name)
  }

  async bringBack(name: string): Promise<void> {
    if ((await this.#copies.find(name)) === undefined) throw notKept(name)
    await this.#toTheEnd({ kind: 'bring-back', name })
  }

  /** Nothing is left, neither repositories nor copies. */
  async clear(): Promise<void> {
    await this.#toTheEnd({ kind: 'reset' })
  }

  /** Does what a crash left half done. */
  async recover(): Promise<void> {
    await removeTree(this.#paths.staging)
    await mkdir(this.#paths.staging, { recursive: true })
    const text = await readFile(this.#paths.pending, 'utf8').catch(() => undefined)
    if (text !== undefined) await this.#toTheEnd(JSON.parse(text) as Pending)
    await sweep(this.#paths.repositories)
  }

  async #toTheEnd(pending: Pending): Promise<void> {
    await writeWhole(this.#paths.pending, JSON.stringify(pending), 0o600)
    if (pending.kind === 'reset') await this.#remove()
    else await this.#restore(pending.name)
    await rm(this.#paths.pending, { force: true })
  }

  async #remove(): Promise<void> {
    await removeTree(this.#paths.repositories)
    await removeTree(this.#paths.kept)
  }

  async #restore(name: string): Promise<void> {
    const copy = await this.#copies.find(name)
    if (copy !== undefined) await mirrorTree(copy, this.#paths.repositories)
  }
}

function notKept(name: string): DrydockError {
  const happened = `Nothing of the repositories is kept under the name ${JSON.stringify(name)}.`
  return new DrydockError({ code: 'not-found', happened, remedy: 'Go back to another step, or reset the lab.' })
}
