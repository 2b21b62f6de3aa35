/** The folder of a lab on disk: its text, what lies in `files/` and `repositories/`, and a digest of all. Nothing outside it is read. */

import { createHash, type Hash } from 'node:crypto'
import { lstat, readFile, readdir, realpath } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Problems } from './problem.ts'
import type { Problem } from './problem.ts'
import type { Located } from './scan-tokens.ts'
import { quote } from './words.ts'

export const MAX_LAB_BYTES = 1_000_000
const MAX_FILES = 1000
const MAX_FILES_BYTES = 20_000_000

export type LabText = { readonly text: string } | { readonly located: Located }

/** The text of `lab.yaml`, or why there is none. */
export async function readLabText(folder: string): Promise<LabText> {
  const path = join(folder, 'lab.yaml')
  try {
    const refused = await refuseFile(folder, path)
    return refused === undefined ? decode(await readFile(path)) : { located: refused }
  } catch (error) {
    return { located: unreadable(error) }
  }
}

async function refuseFile(folder: string, path: string): Promise<Located | undefined> {
  let stats = await lstat(path)
  if (stats.isSymbolicLink()) {
    if (!(await isInside(folder, path)))
      return located('This is a link to somewhere outside the folder of the lab.', 'Put the file itself here.')
    stats = await lstat(await realpath(path))
  }
  if (!stats.isFile()) return located('This is not a file.', 'Write the lab into a file of this name.')
  if (stats.size <= MAX_LAB_BYTES) return undefined
  const size = stats.size.toLocaleString('en')
  return located(
    `The file is ${size} bytes long; ${MAX_LAB_BYTES.toLocaleString('en')} are allowed.`,
    'Put large files into its files/ folder.',
  )
}

function decode(bytes: Buffer): LabText {
  if (bytes.includes(0))
    return { located: located('The file holds NUL bytes, so it is not text in UTF-8.', 'Save it as UTF-8.') }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { located: { ...located('The file is not text in UTF-8.', 'Save it as UTF-8.'), offset: 0 } }
  }
}

const located = (happened: string, remedy: string): Located => ({ offset: 0, happened, remedy })

function unreadable(error: unknown): Located {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return located('There is no such file.', 'A lab is a folder with a lab.yaml in it.')
  if (code === 'EACCES' || code === 'EPERM')
    return located('The file may not be read.', 'Give yourself permission to read it.')
  return located(`The file cannot be read (${code}).`, 'Look at the file and its folder.')
}

/** Content of the folder as far as it is part of the lab. */
export interface LabFiles {
  readonly problems: readonly Problem[]
  /** Names of the folders in `repositories/`. */
  readonly repositories: readonly string[]
  /** `sha256:…` over `lab.yaml`, `files/` and `repositories/`: names and contents. */
  readonly version: string
}

/** What a lab has beside its text. */
const PARTS = ['files', 'repositories']

/** Looks through `files/` and `repositories/`; links that leave the folder, devices and too much data are problems. */
export async function readLabFiles(folder: string, text: string): Promise<LabFiles> {
  const hash = createHash('sha256').update(`lab.yaml\0${Buffer.byteLength(text)}\0${text}`)
  const problems = new Problems()
  const repositories = new Set<string>()
  for (const part of PARTS) {
    for (const path of await readPart(folder, part, hash, problems)) {
      const [repository = '', ...rest] = part === 'repositories' ? path.split('/').slice(1) : []
      if (rest.length > 0) repositories.add(repository)
      else if (repository !== '')
        problems.error([], `${quote(path)} is in no repository.`, 'Put it into repositories/NAME/.')
      if (rest.includes('.git'))
        problems.error([], `${quote(path)} is a repository's own.`, 'Leave out the folder .git.')
    }
  }
  return { problems: problems.all, repositories: [...repositories], version: `sha256:${hash.digest('hex')}` }
}

/** Adds a part to the digest and gives its paths, as seen from the folder. */
async function readPart(folder: string, part: string, hash: Hash, problems: Problems): Promise<readonly string[]> {
  try {
    const paths = await listFiles(join(folder, part))
    if (paths.length > MAX_FILES) {
      problems.error([], `${part}/ holds ${paths.length} files; ${MAX_FILES} are allowed.`, 'Remove some.')
      return []
    }
    let bytes = 0
    for (const path of paths) bytes += await readOne(folder, path, { hash, problems, left: MAX_FILES_BYTES - bytes })
    if (bytes > MAX_FILES_BYTES)
      problems.error(
        [],
        `${part}/ holds more than ${MAX_FILES_BYTES / 1_000_000} MB.`,
        'Remove what the lab does not need.',
      )
    return paths.map((path) => shownAs(folder, path))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    problems.error([], `${part}/ cannot be read (${code}).`, 'Look at its permissions.')
    return []
  }
}

interface Reading {
  readonly hash: Hash
  readonly problems: Problems
  /** Bytes that are not used up. */
  readonly left: number
}

/** Adds one entry to the digest and gives its size. */
async function readOne(folder: string, path: string, { hash, problems, left }: Reading): Promise<number> {
  const shown = shownAs(folder, path)
  const stats = await lstat(path)
  if (stats.isSymbolicLink() && !(await isInside(folder, path))) {
    problems.error([], `${quote(shown)} is a link that leaves the folder of the lab.`, 'Replace it by a copy.')
    return 0
  }
  if (!stats.isSymbolicLink() && !stats.isFile()) {
    problems.error([], `${quote(shown)} is neither a file nor a folder.`, 'Remove it.')
    return 0
  }
  if (stats.isFile() && stats.size <= left) hash.update(`${shown}\0${stats.size}\0`).update(await readFile(path))
  else hash.update(`${shown}\0link`)
  return stats.size
}

const shownAs = (folder: string, path: string): string => relative(folder, path).split(sep).join('/')

/** Every entry that is not a folder, sorted; links are not followed. Stops soon after there are too many. */
async function listFiles(root: string): Promise<string[]> {
  const found: string[] = []
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined && found.length <= MAX_FILES; folder = folders.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (folder === root && error.code === 'ENOENT') return []
      throw error
    })
    for (const entry of entries) (entry.isDirectory() ? folders : found).push(join(folder, entry.name))
  }
  return found.toSorted()
}

/** False also for a link that leads nowhere. */
async function isInside(folder: string, path: string): Promise<boolean> {
  try {
    const way = relative(await realpath(folder), await realpath(path))
    return way !== '' && way !== '..' && !way.startsWith(`..${sep}`)
  } catch {
    return false
  }
}
