import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { DrydockError } from '../../../contract/errors.ts'
import { run } from '../../process/run.ts'
import type { Toolset } from '../../tools/toolset.ts'
import { snapshotFile, type ClusterFiles } from './cluster-files.ts'
import { kwokctl } from './kwokctl.ts'

const ENDING = '.db'

/** Keeps the state of a running cluster in `file`; an older one is replaced when the new one is whole. */
export async function saveState(toolset: Toolset, files: ClusterFiles, file: string): Promise<void> {
  await rm(`${file}.new`, { force: true })
  await kwokctl(toolset, files, ['snapshot', 'save', '--path', `${file}.new`])
  await rename(`${file}.new`, file)
}

/**
 * Makes the data of a stopped cluster from a kept state. `bump` raises what the resource versions go on from: whoever
 * still watches from a later version is told to list again, instead of waiting for it in silence.
 */
export async function loadState(toolset: Toolset, files: ClusterFiles, file: string, bump: number): Promise<void> {
  const made = join(files.workdir, 'etcd.new')
  await mkdir(files.workdir, { recursive: true })
  await rm(made, { recursive: true, force: true })
  const later = bump === 0 ? [] : ['--bump-revision', String(bump), '--mark-compacted']
  await run(toolset.path('etcdutl'), ['snapshot', 'restore', file, '--data-dir', made, ...later])
  await rm(files.etcdData, { recursive: true, force: true })
  await rename(made, files.etcdData)
}

export async function saveSnapshot(toolset: Toolset, files: ClusterFiles, name: string): Promise<void> {
  const file = snapshotFile(files, name)
  await mkdir(files.snapshots, { recursive: true })
  await saveState(toolset, files, file)
}

/** The kept state's file; a `DrydockError` with code `not-found` when there is none of that name. */
export async function findSnapshot(files: ClusterFiles, name: string): Promise<string> {
  const file = snapshotFile(files, name)
  const found = await stat(file).catch(() => undefined)
  if (found !== undefined) return file
  const known = await snapshotNames(files)
  throw new DrydockError({
    code: 'not-found',
    happened: `Cluster ${files.name} has no kept state "${name}".`,
    remedy: known.length === 0 ? 'Keep one first.' : `Choose one of: ${known.join(', ')}.`,
  })
}

/** Names of the kept states, by name. */
export async function snapshotNames(files: ClusterFiles): Promise<readonly string[]> {
  const entries = await readdir(files.snapshots).catch(() => [])
  return entries
    .filter((entry) => entry.endsWith(ENDING))
    .map((entry) => entry.slice(0, -ENDING.length))
    .toSorted()
}
