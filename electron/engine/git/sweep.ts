import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from '../workspace/tree.ts'

/**
 * Removes what Git leaves when it is killed: packs of half a push, and locks that would keep refs from ever moving
 * again. No Git may run on the repositories meanwhile.
 */
export async function sweep(repositories: string): Promise<void> {
  for (const name of await list(repositories)) {
    if (!name.endsWith('.git')) continue
    const folder = join(repositories, name)
    const objects = await list(join(folder, 'objects'))
    for (const half of objects.filter((entry) => entry.startsWith('tmp_objdir-'))) {
      await removeTree(join(folder, 'objects', half))
    }
    const locks = [
      ...(await list(folder)),
      ...(await list(join(folder, 'refs'), true)).map((path) => join('refs', path)),
    ]
    for (const lock of locks.filter((path) => path.endsWith('.lock'))) await rm(join(folder, lock), { force: true })
  }
}

async function list(folder: string, recursive = false): Promise<readonly string[]> {
  return await readdir(folder, { recursive }).catch(() => [])
}
