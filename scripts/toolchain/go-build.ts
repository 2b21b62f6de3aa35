import { join } from 'node:path'
import { countMissingModules } from './go-modules.ts'
import { findGo, go, type GoRun } from './go.ts'
import { executable, type Platform } from './platform.ts'

/** What a build will take, known before it begins. */
export interface BuildPlan {
  /** How many packages are not in Go's build cache. */
  readonly packages: number
}

/** Everything that decides what is compiled is the same when counting as when building. */
const BUILD_FLAGS = ['-trimpath', '-buildvcs=false']

/**
 * Downloads what the main packages need and counts what there is to compile. After it, building needs no network.
 * `onModules` gets how many modules came and about how many there are to come.
 */
export async function prepareBuild(
  run: GoRun,
  packages: readonly string[],
  onModules: (done: number, total: number) => void,
): Promise<BuildPlan> {
  const { moduleCache } = await findGo(run)
  const total = await countMissingModules(run, moduleCache)
  let done = 0
  onModules(done, total)
  // The main packages count as stale even when only linking is left.
  const stale = '{{if and .Stale (ne .Name "main")}}{{.ImportPath}}{{end}}'
  const listing = await go(run, ['list', '-deps', ...BUILD_FLAGS, '-f', stale, ...packages], (line) => {
    if (line.startsWith('go: downloading ')) onModules(++done, total)
  })
  return { packages: listing.split('\n').filter((line) => line !== '').length }
}

/**
 * Builds the main packages into `folder`, all with one run of Go, which keeps every processor busy while some of them link.
 * `onPackages` gets how many packages were compiled so far.
 */
export async function build(
  run: GoRun,
  packages: readonly string[],
  folder: string,
  onPackages: (done: number) => void,
): Promise<void> {
  let done = 0
  const ldflags = ['-s', '-w', ...run.module.ldflags].join(' ')
  const args = ['build', '-v', ...BUILD_FLAGS, '-ldflags', ldflags, '-o', `${folder}/`, ...packages]
  await go(run, args, (line) => {
    if (isPackage(line)) onPackages(++done)
  })
}

/** Where `build` leaves the executable of a main package: named after the package, past a version such as `v3`. */
export function builtExecutable(folder: string, mainPackage: string, platform: Platform): string {
  const parts = mainPackage.split('/')
  const last = parts.at(-1) ?? mainPackage
  const name = /^v\d+$/.test(last) ? (parts.at(-2) ?? last) : last
  return join(folder, executable(name, platform))
}

/** With `-v` Go prints each package that it compiles on a line; anything with a space or a colon is a message. */
function isPackage(line: string): boolean {
  return /^[^\s:#]+$/.test(line)
}
