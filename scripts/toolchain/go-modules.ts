import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { go, type GoRun } from './go.ts'

interface GoMod {
  readonly Require?: readonly Version[] | null
  readonly Replace?: readonly { readonly Old: Version; readonly New: Version }[] | null
}

interface Version {
  readonly Path: string
  readonly Version?: string
}

/** How many modules that go.mod names are not yet in Go's module cache, which is how many may have to be downloaded. */
export async function countMissingModules(run: GoRun, moduleCache: string): Promise<number> {
  const goMod = JSON.parse(await go(run, ['mod', 'edit', '-json'])) as GoMod
  const replacements = new Map((goMod.Replace ?? []).map(({ Old, New }) => [Old.Path, New]))
  const wanted = (goMod.Require ?? []).map((required) => replacements.get(required.Path) ?? required)
  const present = await Promise.all(wanted.map((version) => isDownloaded(version, moduleCache)))
  return present.filter((here) => !here).length
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
