import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import { DrydockError } from '../../contract/errors.ts'
import { identify, stillRuns, type ProcessIdentity } from './process-identity.ts'

export interface FolderLock {
  /** What the file holds as long as the claim is ours. */
  readonly text: string
  /** Gives it back; the second time is nothing. */
  release(): Promise<void>
}

/**
 * Claims what `file` stands for, for this process. A claim of a process that is gone is taken over; one that holds
 * gives a `DrydockError` with code `engine-busy` that names the process.
 */
export async function claim(file: string, what: string): Promise<FolderLock> {
  const own = await identify(process.pid)
  const text = JSON.stringify({ ...own, token: `${process.pid}-${performance.now()}` })
  await mkdir(dirname(file), { recursive: true })
  const mine = `${file}.${process.pid}`
  await writeFile(mine, text)
  try {
    // A link either makes the whole file or fails: nobody ever reads half a claim.
    while (!(await tryLink(mine, file))) await removeStale(file, what)
  } finally {
    await rm(mine, { force: true })
  }
  let held = true
  return {
    text,
    async release() {
      if (held && (await readFile(file, 'utf8').catch(() => '')) === text) await rm(file, { force: true })
      held = false
    },
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function removeStale(file: string, what: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const holder = parse(text)
  if (holder !== undefined && (await stillRuns(holder))) {
    throw new DrydockError({
      code: 'engine-busy',
      happened: `${what} is in use by another Drydock, process ${holder.pid}.`,
      remedy: `Use that one, or end it first (\`kill ${holder.pid}\`).`,
    })
  }
  // Somebody else may have taken it over meanwhile: then what was moved aside is theirs, and goes back.
  const aside = `${file}.stale-${process.pid}`
  await rename(file, aside).catch(ignoreAbsent)
  const moved = await readFile(aside, 'utf8').catch(() => text)
  if (moved !== text) await tryLink(aside, file)
  await rm(aside, { force: true })
}

function ignoreAbsent(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}

function parse(text: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(text) as ProcessIdentity
  } catch {
    return undefined
  }
}
