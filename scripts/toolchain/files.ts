import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { codeOf } from './disk-error.ts'

/** The SHA-256 of a file, in lower-case hex. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** A reader sees the old content or the new, never a part: the file is written beside its place and renamed. */
export async function writeJsonAtomically(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.${uniqueSuffix()}.tmp`
  try {
    await writeFile(unfinished, `${JSON.stringify(value, null, 2)}\n`)
    await renamePatiently(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Undefined when there is no such file, or when it is not JSON: both mean that it has to be made again. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Copies a folder, with the rights of new files: those in Go's module cache are read-only. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyFolder(source, target)
    else if (entry.isFile()) await writeFile(target, await readFile(source))
  }
}

/** Hands `work` a new empty folder under `parent`, which is gone when `work` ends, however it ends. */
export async function withTemporaryFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(parent, uniqueSuffix())
  await mkdir(folder, { recursive: true })
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

const RENAME_TRIES = 5
const RENAME_PAUSE_MS = 200

/** Windows refuses to rename what a virus scanner is still reading; a moment later it does not. */
export async function renamePatiently(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await rename(from, to)
    } catch (error) {
      const mayPass = process.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(codeOf(error) ?? '')
      if (!mayPass || tries === RENAME_TRIES) throw error
      await delay(RENAME_PAUSE_MS * tries)
    }
  }
}

export function uniqueSuffix(): string {
  return `${process.pid}-${randomBytes(6).toString('hex')}`
}
