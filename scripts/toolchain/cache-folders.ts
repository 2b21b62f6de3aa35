import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where Drydock keeps what can be got again: `DRYDOCK_CACHE`, else the platform's cache folder.
 * The engine looks for the tools under the same folder.
 */
export function defaultCacheRoot(env: NodeJS.ProcessEnv = process.env, os: string = process.platform): string {
  if (env['DRYDOCK_CACHE']) return env['DRYDOCK_CACHE']
  if (os === 'win32') return join(env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local'), 'drydock', 'Cache')
  if (os === 'darwin') return join(homedir(), 'Library', 'Caches', 'drydock')
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'drydock')
}

/** Every path that the toolchain uses under a cache root, so that no other file puts one together. */
export interface ToolchainFolders {
  readonly root: string
  /** One folder per tool, version and content key; a folder appears whole or not at all. */
  readonly store: string
  /** Unfinished work. On the same disk as the store, so that a finished file moves in one step. */
  readonly temporary: string
  readonly installed: string
  readonly progress: string
  readonly durations: string
  readonly lock: string
}

export function toolchainFolders(cacheRoot: string): ToolchainFolders {
  const root = join(cacheRoot, 'toolchain')
  return {
    root,
    store: join(root, 'store'),
    temporary: join(root, 'tmp'),
    installed: join(root, 'installed.json'),
    progress: join(root, 'progress.json'),
    durations: join(root, 'durations.json'),
    lock: join(root, 'get.lock'),
  }
}
