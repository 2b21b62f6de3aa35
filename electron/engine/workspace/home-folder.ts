import { lstatSync, readlinkSync } from 'node:fs'
import { chmod, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { WorkspacePaths } from './environment.ts'
import { writeWhole } from './files.ts'
import { homeRc } from './shell-rc.ts'
import { mirrorTree, removeTree, type LeftOut } from './tree.ts'

/** What is the shell's or a tool's own, not the learner's work: neither kept nor brought back. */
const NOT_WORK: ReadonlySet<string> = new Set([
  '.bash_history',
  '.bashrc',
  '.cache',
  '.local/state',
  '.kube/cache',
  '.kube/config.lock',
  '.viminfo',
  '.lesshst',
])

/** Answers of a cluster that a tool keeps; wrong as soon as the cluster is another. */
const CLUSTER_CACHES = ['.kube/cache', '.cache'] as const

export const isNotWork: LeftOut = (path) => NOT_WORK.has(path.split(sep).join('/'))

const gitconfig = `[user]
\tname = learner
\temail = learner@example.com
[init]
\tdefaultBranch = main
[advice]
\tdetachedHead = false
[pull]
\trebase = false
`

/** HOME as it is before the learner has done anything: the lab's `files/`, a Git identity, an rc file. */
export async function fillFreshHome(home: string, labFolder: string): Promise<void> {
  const files = join(labFolder, 'files')
  await mirrorTree(files, home, (path) => leadsOutside(files, path))
  await mkdir(join(home, '.kube'), { recursive: true, mode: 0o700 })
  await writeWhole(join(home, '.gitconfig'), gitconfig, 0o644)
  await writeWhole(join(home, '.bashrc'), homeRc, 0o644)
  await chmod(home, 0o700)
}

/** Makes HOME fresh again without replacing the folder itself: shells that are in it go on. */
export async function makeHomeFresh(paths: WorkspacePaths, labFolder: string): Promise<void> {
  const fresh = join(paths.staging, 'fresh')
  await removeTree(fresh)
  await fillFreshHome(fresh, labFolder)
  await mirrorTree(fresh, paths.home)
  await removeTree(fresh)
}

export async function forgetClusterCaches(home: string): Promise<void> {
  for (const folder of CLUSTER_CACHES) await removeTree(join(home, folder))
}

/** Work that must be done to its end: written down before it begins, found again after a crash. */
export type Pending = { readonly kind: 'bring-back'; readonly name: string } | { readonly kind: 'reset' }

const pendingFile = (paths: WorkspacePaths): string => join(paths.root, 'pending.json')

/** Does the work; when the engine is killed in the middle, `readPending` tells the next one to do it again. */
export async function toTheEnd(paths: WorkspacePaths, pending: Pending, work: () => Promise<void>): Promise<void> {
  await writeWhole(pendingFile(paths), JSON.stringify(pending), 0o600)
  await work()
  await rm(pendingFile(paths), { force: true })
}

export async function readPending(paths: WorkspacePaths): Promise<Pending | undefined> {
  const text = await readFile(pendingFile(paths), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Pending)
}

/** A lab's link is copied only when it stays within its own files. */
function leadsOutside(top: string, path: string): boolean {
  const place = join(top, path)
  if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return false
  const way = relative(top, resolve(dirname(place), readlinkSync(place)))
  return way === '..' || way.startsWith(`..${sep}`)
}
