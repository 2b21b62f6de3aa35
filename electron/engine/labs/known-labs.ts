/** Labs that were read and found good before, so that a start need not read them again: that takes most of its time. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { ErrorDetail } from '../../contract/errors.ts'
import type { Lab } from '../../contract/lab.ts'

/** A good lab without its folder, which may have been moved. */
export interface KnownLab {
  readonly lab: Omit<Lab, 'directory'>
  readonly warnings: readonly ErrorDetail[]
}

export interface KnownLabs {
  /** By what decides on the outcome: the content of the folder, its name, and how messages call the file. */
  find(key: string): KnownLab | undefined
  /** Keeps these in place of all others. A disk that does not take them costs the next start its time, nothing else. */
  keep(labs: ReadonlyMap<string, KnownLab>): Promise<void>
}

/**
 * Names the program that reads labs and changes whenever it changes: the bundler puts a digest into the names of its
 * files. Undefined for sources and for a file without one, where nothing may be kept.
 */
export const READER = /-[A-Z0-9]{8}\.mjs$/.test(import.meta.filename) ? basename(import.meta.filename) : undefined

/** What `reader` has kept in `file`; what another has kept there, or nobody, counts as nothing. */
export async function readKnownLabs(file: string, reader = READER): Promise<KnownLabs> {
  const known = reader === undefined ? new Map<string, KnownLab>() : await read(file, reader)
  return {
    find: (key) => known.get(key),
    async keep(labs) {
      const isSame = labs.size === known.size && [...labs.keys()].every((key) => known.has(key))
      if (reader === undefined || isSame) return
      await write(file, JSON.stringify({ reader, labs: [...labs] })).catch(() => undefined)
    },
  }
}

async function read(file: string, reader: string): Promise<Map<string, KnownLab>> {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as { reader: string; labs: [string, KnownLab][] }
    return new Map(kept.reader === reader ? kept.labs : [])
  } catch {
    return new Map()
  }
}

/** Whole or not at all; two engines may write at once. */
async function write(file: string, text: string): Promise<void> {
  const half = `${file}.${process.pid}`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(half, text)
  await rename(half, file)
}
