/** From what somebody typed to labs on disk. */

import { stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DrydockError } from '../contract/errors.ts'
import type { Lab } from '../contract/lab.ts'
import { openLabLibrary } from '../engine/labs/lab-library.ts'
import { loadLab } from '../engine/labs/load-lab.ts'
import type { LoadedLab } from '../engine/labs/load-lab.ts'
import type { CliContext } from './context.ts'

/** `--labs`, else `DRYDOCK_LABS`, else the labs that come with Drydock. */
export function labsRoot(context: CliContext, given?: string): string {
  const chosen = given ?? context.environment['DRYDOCK_LABS']
  return chosen === undefined
    ? fileURLToPath(new URL('../../labs', import.meta.url))
    : resolve(context.directory, chosen)
}

/** The lab of that name below `root`, or in the folder that the path leads to. Throws what is wrong with it. */
export async function findLab(context: CliContext, root: string, wanted: string): Promise<Lab> {
  if (isPath(wanted)) return loaded(await loadPath(context, wanted))
  const library = await openLabLibrary(root, { watch: false })
  return library.need(wanted)
}

/** A lab as it is on disk, whether it loads or not. Paths in messages are relative to where the user is. */
export async function loadPath(context: CliContext, path: string): Promise<LoadedLab> {
  const folder = resolve(context.directory, basename(path) === 'lab.yaml' ? dirname(path) : path)
  const shown = relative(context.directory, join(folder, 'lab.yaml'))
  return await loadLab(folder, { shownAs: shown.startsWith('..') ? join(folder, 'lab.yaml') : shown })
}

/** All labs that a path stands for: one lab's folder or file, or a folder of labs. */
export async function labFolders(context: CliContext, path: string): Promise<readonly string[]> {
  const full = resolve(context.directory, path)
  if (basename(full) === 'lab.yaml' || (await isThere(join(full, 'lab.yaml')))) return [full]
  if (!(await isThere(full))) throw noSuchPath(path)
  const library = await openLabLibrary(full, { watch: false })
  const folders = [...library.labs.map((lab) => lab.directory), ...library.broken.map((broken) => broken.folder)]
  if (folders.length === 0) throw noLabs(path)
  return folders.toSorted()
}

const isPath = (wanted: string): boolean => /[/\\]|^\.{1,2}$|lab\.yaml$/.test(wanted)

function loaded(lab: LoadedLab): Lab {
  if (lab.ok) return lab.lab
  const [first] = lab.problems
  throw first === undefined ? new Error('a broken lab has problems') : new DrydockError(first)
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

const noSuchPath = (path: string): DrydockError =>
  new DrydockError({
    code: 'usage',
    at: path,
    happened: 'There is nothing here.',
    remedy: 'Give the folder of a lab, or of several.',
  })

const noLabs = (path: string): DrydockError =>
  new DrydockError({
    code: 'usage',
    at: path,
    happened: 'There is no lab in here.',
    remedy: 'A lab is a folder with a lab.yaml in it.',
  })
