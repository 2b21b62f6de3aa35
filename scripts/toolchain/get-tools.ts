import { defaultCacheRoot, toolchainFolders, type ToolchainFolders } from './cache-folders.ts'
import { explainFailure } from './failure.ts'
import { isSameBinary, readInstalled, type InstalledTool } from './installed.ts'
import { LOCK_TIMING, type LockTiming } from './lock.ts'
import { PINS, type ToolPin } from './pins.ts'
import { currentPlatform, type Platform } from './platform.ts'
import type { OnProgress } from './progress.ts'
import { DOWNLOAD_TIMING, type DownloadTiming, type Fetch } from './release-host.ts'
import { RELEASES, type Releases } from './releases.ts'
import { findInStore } from './store.ts'
import { selectTools, type GroupName, type Wanted } from './wanted.ts'

export interface GetToolsOptions {
  readonly group?: GroupName
  /** Default: `DRYDOCK_CACHE`, else the platform's cache folder. */
  readonly cacheRoot?: string
  /** Called many times a second while compiling. */
  readonly onProgress?: OnProgress
  /** Ends the getting; what is already in the cache, Go's own included, stays for the next time. */
  readonly signal?: AbortSignal
  /** Somebody is at work meanwhile: compilers step back behind everything else. */
  readonly background?: boolean
  /** Another platform's tools, such as for a package that is made here; keep them under a cache root of their own. */
  readonly platform?: Platform
  readonly pins?: readonly ToolPin[]
  readonly releases?: Releases
  readonly fetch?: Fetch
  readonly env?: NodeJS.ProcessEnv
  readonly clock?: () => number
  readonly downloadTiming?: DownloadTiming
  readonly lockTiming?: LockTiming
}

/** By name. */
export type GotTools = ReadonlyMap<string, InstalledTool>

/**
 * Makes every tool of a group be there and recorded in `toolchain/installed.json`: from the cache, else from its official
 * release, else built from its Go module. With everything cached it needs no network, no lock and no Go.
 *
 * Any number of processes may do this at once; one works, the others wait for it and then find everything cached.
 *
 * Throws a `DrydockError` that says what to do: no or too old a Go, no network for its modules, a full or read-only disk,
 * `cancelled` after an abort. Whatever happens, no unfinished file bears a finished one's name.
 */
export async function getTools(options: GetToolsOptions = {}): Promise<GotTools> {
  const { group = 'all', releases = RELEASES, clock = monotonicMs, env = process.env, signal } = options
  const folders = toolchainFolders(options.cacheRoot ?? defaultCacheRoot(env))
  const platform = options.platform ?? currentPlatform()
  const wanted = await selectTools({ group, platform, releases, pins: options.pins ?? PINS })
  try {
    const cached = await findAllCached(folders, platform, wanted)
    if (cached !== undefined) return cached
    // Only those who lack a tool pay for loading what gets one.
    const { getMissingTools } = await import('./get-missing-tools.ts')
    const { onProgress = () => {}, fetch = globalThis.fetch } = options
    const { downloadTiming = DOWNLOAD_TIMING, lockTiming = LOCK_TIMING, background = false } = options
    const getting = { folders, platform, env, signal, background, clock, onProgress, fetch, downloadTiming, lockTiming }
    return await getMissingTools(getting, wanted)
  } catch (error) {
    throw explainFailure(error, folders.root, signal)
  }
}

const monotonicMs = (): number => performance.now()

/** The tools when all of them are in the store and on the list, else undefined. A few milliseconds: no file is hashed. */
async function findAllCached(
  folders: ToolchainFolders,
  platform: Platform,
  wanted: readonly Wanted[],
): Promise<GotTools | undefined> {
  const installed = await readInstalled(folders, platform)
  const found = await Promise.all(
    wanted.map(async ({ tool, entry }) => {
      const listed = installed.tools[tool.name]
      const stored = await findInStore(folders.store, entry, 'quick')
      if (listed === undefined || stored === undefined) return undefined
      return isSameBinary(listed, { version: tool.version, ...stored }) ? ([tool.name, listed] as const) : undefined
    }),
  )
  const complete = found.filter((tool) => tool !== undefined)
  return complete.length === wanted.length ? new Map(complete) : undefined
}
