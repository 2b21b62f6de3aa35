import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { DrydockError } from '../../contract/errors.ts'
import type { WorkspacePaths } from './environment.ts'
import { isNotWork } from './home-folder.ts'
import { mirrorTree, removeTree } from './tree.ts'

/**
 * Copies of HOME by name. Each is a folder `NAME@NUMBER` that comes into being by one rename when it is whole; the
 * highest number counts. So an older copy is there until the newer one is, whenever the engine is killed.
 */
export interface KeptCopies {
  names(): Promise<readonly string[]>
  keep(name: string): Promise<void>
  /** Folder of the copy; undefined when there is none. */
  find(name: string): Promise<string | undefined>
}

export function createKeptCopies(paths: Pick<WorkspacePaths, 'home' | 'kept' | 'staging'>): KeptCopies {
  async function copies(): Promise<
    readonly { readonly folder: string; readonly name: string; readonly number: number }[]
  > {
    const folders = await readdir(paths.kept).catch(() => [])
    return folders.flatMap((folder) => {
      const [, name, number] = /^(.+)@(\d+)$/.exec(folder) ?? []
      return name === undefined ? [] : [{ folder: join(paths.kept, folder), name, number: Number(number) }]
    })
  }

  async function ofName(name: string): Promise<readonly { readonly folder: string; readonly number: number }[]> {
    checkName(name)
    return (await copies()).filter((copy) => copy.name === name).sort((one, other) => other.number - one.number)
  }

  return {
    names: async () => [...new Set((await copies()).map(({ name }) => name))].sort(),
    find: async (name) => (await ofName(name))[0]?.folder,
    async keep(name) {
      const older = await ofName(name)
      const half = join(paths.staging, randomBytes(6).toString('hex'))
      try {
        await mirrorTree(paths.home, half, isNotWork)
        await mkdir(paths.kept, { recursive: true })
        await rename(half, join(paths.kept, `${name}@${(older[0]?.number ?? 0) + 1}`))
      } finally {
        await removeTree(half)
      }
      for (const { folder } of older) await removeTree(folder)
    },
  }
}

/** A name becomes part of a path, so only the plainest are taken. */
function checkName(name: string): void {
  if (/^[a-z0-9](?:[a-z0-9._-]{0,62})$/i.test(name)) return
  const happened = `${JSON.stringify(name)} cannot name a kept state.`
  throw new DrydockError({ code: 'usage', happened, remedy: 'Use letters, digits, and "-", "_" or "." between them.' })
}
