import { join } from 'node:path'
import { countMissingModules } from './go-modules.ts'
import { findGo, go, type GoRun } from './go.ts'
import type { GoModule } from './pins.ts'
import { executable, type Platform } from './platform.ts'

/** Everything that decides what is compiled is the same when counting as when building. */
export const BUILD_FLAGS = ['-trimpath', '-buildvcs=false']

/** A run that can build without the network, and how many packages there are to compile. */
export interface PreparedBuild {
  readonly run: GoRun
  readonly packages: number
}

/**
 * Makes and downloads what the main packages need; after it, building needs no network.
 * `onModules` gets how many modules came and about how many there are to come.
 */
export async function prepareBuild(
  run: GoRun,
  packages: readonly string[],
  onModules: (done: number, total: number) => void,
): Promise<PreparedBuild> {
  const { moduleCache } = await findGo(run)
  const total = await countMissingModules(run, moduleCache)
  let done = 0
  onModules(done, total)
  const directory = await run.module.preparation?.prepare(run)
  const prepared = directory === undefined ? run : { ...run, directory }
  const count = await countPackages(prepared, packages, (line) => {
    if (line.startsWith('go: downloading ')) onModules(++done, total)
  })
  return { run: prepared, packages: count }
}

/** How many packages of a build are not in Go's build cache as it is now. A second or two for a large module. */
export async function countPackages(
  run: GoRun,
  packages: readonly string[],
  onLine?: (line: string) => void,
): Promise<number> {
  // The main packages count as stale even when only linking is left.
  const stale = '{{if and .Stale (ne .Name "main")}}{{.ImportPath}}{{end}}'
  const listing = await go(run, ['list', '-deps', ...BUILD_FLAGS, '-f', stale, ...packages], onLine)
  return listing.split('\n').filter((line) => line !== '').length
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
  const args = ['build', '-v', ...BUILD_FLAGS, ...linkFlags(run.module), '-o', `${folder}/`, ...packages]
  await go(run, args, (line) => {
    if (isPackage(line)) onPackages(++done)
  })
}

/** The flags for linking an executable of this module. */
export function linkFlags({ ldflags }: GoModule): readonly string[] {
  return ['-ldflags', ['-s', '-w', ...ldflags].join(' ')]
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
