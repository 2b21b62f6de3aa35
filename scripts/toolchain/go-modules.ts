import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { findGo, go, type GoRun } from './go.ts'

interface GoMod {
  readonly Require?: readonly Version[] | null
  readonly Replace?: readonly { readonly Old: Version; readonly New: Version }[] | null
}

interface Version {
  readonly Path: string
  readonly Version?: string
}

/** Downloads modules that go.mod requires, each checked against go.sum, and returns their folders by module path. */
export async function downloadModules(
  run: GoRun,
  isWanted: (path: string) => boolean,
): Promise<ReadonlyMap<string, string>> {
  const { moduleCache } = await findGo(run)
  const { Require } = await readGoMod(run)
  const versions = (Require ?? []).filter(({ Path }) => isWanted(Path))
  await go(run, ['mod', 'download', ...versions.map(({ Path, Version = '' }) => `${Path}@${Version}`)])
  return new Map(
    versions.map(({ Path, Version = '' }) => [Path, join(moduleCache, `${escape(Path)}@${escape(Version)}`)]),
  )
}

/** How many modules that go.mod names are not yet in Go's module cache, which is how many may have to be downloaded. */
export async function countMissingModules(run: GoRun, moduleCache: string): Promise<number> {
  const goMod = await readGoMod(run)
  const replacements = new Map((goMod.Replace ?? []).map(({ Old, New }) => [Old.Path, New]))
  const wanted = (goMod.Require ?? []).map((required) => replacements.get(required.Path) ?? required)
  const present = await Promise.all(wanted.map((version) => isDownloaded(version, moduleCache)))
  return present.filter((here) => !here).length
}

async function readGoMod(run: GoRun): Promise<GoMod> {
  return JSON.parse(await go(run, ['mod', 'edit', '-json'])) as GoMod
}

/** A replacement without a version is a folder on this disk. */
async function isDownloaded({ Path, Version }: Version, moduleCache: string): Promise<boolean> {
  if (Version === undefined) return true
  const archive = join(moduleCache, 'cache', 'download', escape(Path), '@v', `${escape(Version)}.zip`)
  return access(archive).then(
    () => true,
    () => false,
  )
}

/** Go writes capitals as `!` and the small letter, for disks that do not tell them apart. */
function escape(text: string): string {
  return text.replaceAll(/[A-Z]/g, (capital) => `!${capital.toLowerCase()}`)
}
