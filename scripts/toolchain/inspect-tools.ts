import { stat } from 'node:fs/promises'
import type { ToolchainFolders } from './cache-folders.ts'
import { sha256OfFile } from './files.ts'
import { distrust, findInStore, readExpectedSha256, storePath, type Origin } from './store.ts'
import type { Wanted } from './wanted.ts'

/** What the cache holds of one tool. */
export interface ToolState {
  readonly name: string
  readonly version: string
  /** Where it is, or where it will be. Absolute. */
  readonly path: string
  readonly state: 'ready' | 'missing' | 'damaged'
  readonly origin?: Origin
  /** Both only when damaged: the digest at installation, and the one now. */
  readonly expected?: string
  readonly found?: string
}

/** What is in the cache, by a look at sizes and times; milliseconds. */
export async function listTools(folders: ToolchainFolders, wanted: readonly Wanted[]): Promise<readonly ToolState[]> {
  return Promise.all(wanted.map((one) => inspect(folders, one, 'quick')))
}

/**
 * Hashes every binary. A damaged one is marked, so that the next `getTools` replaces it even where its size and time are
 * as they were.
 */
export async function verifyTools(folders: ToolchainFolders, wanted: readonly Wanted[]): Promise<readonly ToolState[]> {
  const states: ToolState[] = []
  for (const one of wanted) {
    const state = await inspect(folders, one, 'full')
    if (state.state === 'damaged') await distrust(folders.store, one.entry)
    states.push(state)
  }
  return states
}

async function inspect(
  folders: ToolchainFolders,
  { tool, entry }: Wanted,
  check: 'quick' | 'full',
): Promise<ToolState> {
  const about = { name: tool.name, version: tool.version, path: storePath(folders.store, entry) }
  const stored = await findInStore(folders.store, entry, check)
  if (stored !== undefined) return { ...about, state: 'ready', origin: stored.origin }
  const file = await stat(about.path).catch(() => undefined)
  if (file === undefined) return { ...about, state: 'missing' }
  const expected = (await readExpectedSha256(folders.store, entry)) ?? 'no record'
  return { ...about, state: 'damaged', expected, found: await sha256OfFile(about.path) }
}
