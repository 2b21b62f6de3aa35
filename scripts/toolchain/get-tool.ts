import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ToolchainFolders } from './cache-folders.ts'
import { getRelease } from './get-release.ts'
import { recordInstalled, type InstalledTool } from './installed.ts'
import type { Platform } from './platform.ts'
import type { ProgressTracker } from './progress.ts'
import { ReleaseUnavailable, type Downloads } from './release-host.ts'
import { findInStore, installInStore, type StoredTool } from './store.ts'
import type { Wanted } from './wanted.ts'

/** What the getting of every tool of a run shares. The lock is held as long as it exists. */
export interface GetContext {
  readonly folders: ToolchainFolders
  readonly platform: Platform
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal | undefined
  readonly background: boolean
  readonly clock: () => number
  readonly tracker: ProgressTracker
  readonly downloads: Downloads
  readonly trustPublished: boolean
  /** A folder of this run, gone after it. */
  readonly temporary: string
}

/** A tool that neither the cache nor a release gave, and why not the release. */
export interface NotGot {
  readonly wanted: Wanted
  readonly reason: string
}

/** The tool from the cache, else from its official release, recorded as installed; or why it has to be built. */
export async function getTool(context: GetContext, wanted: Wanted): Promise<InstalledTool | NotGot> {
  context.tracker.begin({ phase: 'cache', tools: [wanted.tool.name], unit: 'bytes' })
  const cached = await findInStore(context.folders.store, wanted.entry, 'quick')
  if (cached !== undefined) return record(context, wanted, cached, 'cache')
  try {
    return await record(context, wanted, await installRelease(context, wanted), 'release')
  } catch (error) {
    if (!(error instanceof ReleaseUnavailable)) throw error
    return { wanted, reason: error.message }
  }
}

export function isGot(result: InstalledTool | NotGot): result is InstalledTool {
  return 'path' in result
}

/** Puts a tool on the list of installed ones and returns its entry. */
export async function record(
  { folders, platform }: GetContext,
  { tool }: Wanted,
  { path, sha256 }: StoredTool,
  source: InstalledTool['source'],
): Promise<InstalledTool> {
  return recordInstalled(folders, platform, tool.name, { version: tool.version, path, sha256, source })
}

async function installRelease(context: GetContext, { tool, entry, release }: Wanted): Promise<StoredTool> {
  const folder = join(context.temporary, 'releases')
  await mkdir(folder, { recursive: true })
  let begun = false
  const file = await getRelease(context.downloads, {
    release,
    folder,
    trustPublished: context.trustPublished,
    onBytes: (done, total) => {
      if (!begun) context.tracker.begin({ phase: 'download', tools: [tool.name], unit: 'bytes' })
      begun = true
      context.tracker.advance(done, total)
    },
  })
  return installInStore(context.folders.store, entry, file, 'release')
}
