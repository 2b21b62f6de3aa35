/** Copies of folders, for what is kept of a learner's HOME. Links stay links; nothing outside is followed. */

import type { Dirent } from 'node:fs'
import {
  chmod,
  constants,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
  utimes,
} from 'node:fs/promises'
import { join } from 'node:path'

/** Files of a folder that are copied side by side. */
const AT_ONCE = 16

/** Says whether an entry, named by its path from the top (`.kube/cache`), is left out. */
export type LeftOut = (path: string) => boolean

/**
 * Makes `to` say what `from` says: files with mode and time, folders, links. What `from` has not is removed from `to`,
 * but what is left out is neither copied nor touched. Folders that both have stay the same folders, so that a shell
 * that is in one goes on; a file is at any moment the old one or the new one. What vanishes meanwhile is passed over,
 * and so is what is in a folder that its owner has closed.
 */
export async function mirrorTree(from: string, to: string, leftOut: LeftOut = () => false): Promise<void> {
  await mirrorFolder({ from, to, leftOut }, '')
}

interface Mirror {
  readonly from: string
  readonly to: string
  readonly leftOut: LeftOut
}

async function mirrorFolder(mirror: Mirror, path: string): Promise<void> {
  const [source, place] = [join(mirror.from, path), join(mirror.to, path)]
  await makeFolder(place)
  const isOurs = ({ name }: Dirent): boolean => !mirror.leftOut(join(path, name))
  const wanted = (await list(source)).filter(isOurs)
  const known = new Map((await list(place)).filter(isOurs).map((entry) => [entry.name, entry]))
  const names = new Set(wanted.map(({ name }) => name))
  for (const name of known.keys()) if (!names.has(name)) await removeTree(join(place, name))
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const some = wanted.slice(start, start + AT_ONCE)
    await Promise.all(some.map(async (entry) => await mirrorFile(source, place, entry, known.get(entry.name))))
  }
  for (const entry of wanted.filter((one) => one.isDirectory())) {
    if (known.get(entry.name)?.isDirectory() === false) await rm(join(place, entry.name), { force: true })
    await mirrorFolder(mirror, join(path, entry.name))
  }
  await unlessGone(copyModeAndTime(source, place))
}

async function mirrorFile(from: string, to: string, entry: Dirent, known: Dirent | undefined): Promise<void> {
  if (!entry.isSymbolicLink() && !entry.isFile()) return
  const [source, place] = [join(from, entry.name), join(to, entry.name)]
  if (known?.isDirectory() === true) await removeTree(place)
  await unlessGone(entry.isFile() ? copyPlainFile(source, place) : copyLink(source, place))
}

/** Removes whatever is there, also folders that are closed to their owner. */
export async function removeTree(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined)
  if (stats?.isDirectory() === true) {
    if ((stats.mode & 0o700) !== 0o700) await chmod(path, 0o700)
    for (const entry of await list(path)) if (entry.isDirectory()) await removeTree(join(path, entry.name))
  }
  await rm(path, { recursive: true, force: true })
}

/** Unlike a copy in place, a rename also replaces a file that is closed or in use. */
async function copyPlainFile(source: string, place: string): Promise<void> {
  const half = `${place}.drydock-half`
  const { mode, atime, mtime } = await lstat(source)
  const closed = (mode & 0o400) === 0
  if (closed) await chmod(source, mode | 0o400)
  try {
    await copyFile(source, half, constants.COPYFILE_FICLONE)
  } finally {
    if (closed) await chmod(source, mode)
  }
  await utimes(half, atime, mtime)
  await chmod(half, mode & 0o7777)
  await rename(half, place)
}

async function copyLink(source: string, place: string): Promise<void> {
  const half = `${place}.drydock-half`
  await rm(half, { force: true })
  await symlink(await readlink(source), half)
  await rename(half, place)
}

async function makeFolder(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined)
  if (stats === undefined) await mkdir(path, { recursive: true })
  else if ((stats.mode & 0o700) !== 0o700) await chmod(path, 0o700)
}

async function copyModeAndTime(source: string, place: string): Promise<void> {
  const { mode, atime, mtime } = await lstat(source)
  await utimes(place, atime, mtime)
  await chmod(place, mode & 0o7777)
}

async function list(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return []
    throw error
  }
}

async function unlessGone(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
