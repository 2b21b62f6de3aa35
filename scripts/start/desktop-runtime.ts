import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { installedElectron } from '../electron-runtime/installed-electron.ts'

/** An Electron to open the window with, or why there is none. */
export type DesktopRuntime = { readonly executable: string } | { readonly missing: string }

export interface RuntimeOptions {
  readonly root: string
  readonly cacheRoot: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly print: (line: string) => void
  readonly now?: () => number
  /** Downloads Electron; rejects when it cannot. */
  readonly download?: (root: string) => Promise<void>
  readonly signal?: AbortSignal
}

/** Electron is over a hundred megabytes; a host that is slower than this is left for another day. */
const DOWNLOAD_LIMIT_MS = 180_000

/** How long a host that could not be reached is not asked again. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000

/** Looks for an Electron; downloads it where a window could be shown, but not again on the day on which that failed. */
export async function findDesktopRuntime(options: RuntimeOptions): Promise<DesktopRuntime> {
  const { root, environment, platform, print } = options
  if (!hasDisplay(platform, environment)) return { missing: 'there is no display' }
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH']
  if (override !== undefined && override !== '') {
    const executable = join(override, EXECUTABLES[platform] ?? 'electron')
    return existsSync(executable) ? { executable } : { missing: `there is no Electron in ${override}` }
  }
  const installed = installedElectron(root)
  if (installed !== undefined) return { executable: installed }
  const record = join(options.cacheRoot, 'electron-runtime', 'unreachable')
  const now = (options.now ?? Date.now)()
  if (now - (await rememberedAt(record)) < REMEMBERED_MS) return { missing: UNREACHABLE }
  print('Getting Electron for the desktop window …')
  try {
    await (options.download ?? downloadElectron(options.signal))(root)
    await rm(record, { force: true })
  } catch {
    await mkdir(dirname(record), { recursive: true })
    await writeFile(record, String(now))
  }
  const downloaded = installedElectron(root)
  return downloaded === undefined ? { missing: UNREACHABLE } : { executable: downloaded }
}

const UNREACHABLE =
  'Electron could not be downloaded (tried again after a day, or with: node node_modules/electron/install.js)'

const EXECUTABLES: Readonly<Record<string, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

function hasDisplay(platform: string, environment: RuntimeOptions['environment']): boolean {
  return platform !== 'linux' || Boolean(environment['DISPLAY']) || Boolean(environment['WAYLAND_DISPLAY'])
}

async function rememberedAt(record: string): Promise<number> {
  return Number(await readFile(record, 'utf8').catch(() => '0')) || 0
}

const downloadElectron =
  (signal: AbortSignal | undefined) =>
  (root: string): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const limits = { timeout: DOWNLOAD_LIMIT_MS, ...(signal === undefined ? {} : { signal }) }
    execFile(process.execPath, [join(root, 'node_modules/electron/install.js')], limits, (error) =>
      error === null ? resolve() : reject(error),
    )
    return promise
  }
