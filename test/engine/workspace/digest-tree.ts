import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What a tree holds, by path: kind, mode, content and time of change; to compare two trees. */
export async function digestTree(top: string, leftOut: readonly string[] = []): Promise<Record<string, string>> {
  const names = (await readdir(top, { recursive: true })).sort()
  const kept = names.filter((name) => !leftOut.some((out) => name === out || name.startsWith(`${out}/`)))
  return Object.fromEntries(await Promise.all(kept.map(async (name) => [name, await digest(join(top, name))] as const)))
}

async function digest(path: string): Promise<string> {
  const stats = await lstat(path)
  const mode = (stats.mode & 0o7777).toString(8)
  if (stats.isSymbolicLink()) return `link ${await readlink(path)}`
  if (stats.isDirectory()) return `folder ${mode}`
  const content = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  return `file ${mode} ${Math.round(stats.mtimeMs)} ${content}`
}
