import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'

import { DrydockError } from '../../../contract/errors.ts'
import { run } from '../../process/run.ts'
import type { Toolset } from '../../tools/toolset.ts'
import { snapshotFile, type ClusterFiles } from './cluster-files.ts'
import { kwokctl } from './kwokctl.ts'

const ENDING = '.db'

/** Keeps the state of a running cluster in `file`; an older one is replaced when the new one is whole. */
export async function saveState(toolset: Toolset, files: ClusterFiles, file: string): Promise<void> {
  const made = `${file}.new`
  try {
    await kwokctl(toolset, files, ['snapshot', 'save', '--path', made])
    await rename(made, file)
  } catch (error) {
    await Promise.all([made, `${made}.part`].map((left) => rm(left, { force: true })))
    throw error
  }
}

/**
 * Makes a cluster's data from a kept state, beside those that are there. `bump` raises what the resource versions go
 * on from: whoever still watches from a later version is told to list again, instead of waiting for it in silence.
 */
export async function unpackState(toolset: Toolset, files: ClusterFiles, file: string, bump: number): Promise<void> {
  await mkdir(files.workdir, { recursive: true })
  await rm(files.unpackedData, { recursive: true, force: true })
  const later = bump === 0 ? [] : ['--bump-revision', String(bump), '--mark-compacted']
  try {
    await run(toolset.path('etcdutl'), ['snapshot', 'restore', file, '--data-dir', files.unpackedData, ...later])
  } catch (error) {
    await rm(files.unpackedData, { recursive: true, force: true })
    throw error
  }
}

/**
 * Puts what was unpacked in the place of the data of a stopped cluster. Cut short at any point, it is completed by the
 * next call: data that are not there have been moved aside for what was unpacked.
 */
export async function useUnpacked(files: ClusterFiles): Promise<void> {
  const replaced = `${files.etcdData}.replaced`
  if (existsSync(files.etcdData) && existsSync(files.unpackedData)) await rename(files.etcdData, replaced)
  await completeSwap(files)
  await rm(replaced, { recursive: true, force: true })
}

/** Sees to it that a stopped cluster has its data, before etcd would begin with none. */
export async function completeSwap(files: ClusterFiles): Promise<void> {
  if (existsSync(files.etcdData)) return
  if (existsSync(files.unpackedData)) return rename(files.unpackedData, files.etcdData)
  throw new DrydockError({
    code: 'cluster-failed',
    at: files.etcdData,
    happened: `The data of cluster ${files.name} are gone.`,
    remedy: 'Go back to a step of the lab whose state was kept, or reset the lab.',
  })
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

/** Nothing of the cluster is left on disk; its kept states wait beside it where they are to `stay`. */
export async function clearFolder(files: ClusterFiles, keptStates: 'go' | 'stay'): Promise<void> {
  if (keptStates === 'go') await rm(files.snapshotsAside, { recursive: true, force: true })
  else if (existsSync(files.snapshots) && !existsSync(files.snapshotsAside))
    await rename(files.snapshots, files.snapshotsAside)
  await rm(files.root, { recursive: true, force: true })
}

/** Brings kept states back that had to wait, where there are some. */
export async function bringSnapshotsBack(files: ClusterFiles): Promise<void> {
  if (!existsSync(files.snapshotsAside)) return
  await rm(files.snapshots, { recursive: true, force: true })
  await rename(files.snapshotsAside, files.snapshots)
}
