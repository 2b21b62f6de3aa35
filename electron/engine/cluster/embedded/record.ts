import { readFile, rename, writeFile } from 'node:fs/promises'

import type { ClusterFiles } from './cluster-files.ts'
import { clusterAbsent } from './failures.ts'
import type { ClusterPorts } from './ports.ts'

/** What the engine must know of a cluster to start it again. Written last: a folder without it is half-made. */
export interface ClusterRecord {
  readonly schema: 1
  readonly ports: ClusterPorts
  /** How often it was taken back to a kept state. */
  readonly restores: number
}

export async function readRecord(files: ClusterFiles): Promise<ClusterRecord | undefined> {
  const text = await readFile(files.record, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    const record = JSON.parse(text) as ClusterRecord
    return record.schema === 1 ? record : undefined
  } catch {
    return undefined
  }
}

/** Replaces it whole: a disk that becomes full leaves the old one. */
export async function writeRecord(files: ClusterFiles, record: ClusterRecord): Promise<void> {
  await writeFile(`${files.record}.new`, `${JSON.stringify(record, null, 2)}\n`)
  await rename(`${files.record}.new`, files.record)
}

/** The same; a `DrydockError` when there is no cluster. */
export async function knownRecord(files: ClusterFiles): Promise<ClusterRecord> {
  const record = await readRecord(files)
  if (record === undefined) throw clusterAbsent(files)
  return record
}
