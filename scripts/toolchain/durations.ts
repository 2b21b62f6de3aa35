import { availableParallelism } from 'node:os'
import type { ToolchainFolders } from './cache-folders.ts'
import { readJson, writeJsonAtomically } from './files.ts'
import type { GoModule } from './pins.ts'

/** What the last build of a module took on this machine. */
interface Duration {
  readonly ms: number
  readonly packages: number
}

export type Durations = Readonly<Record<string, Duration>>

/** The processors of the machine on which the numbers in pins.ts were measured. */
const MEASURED_ON_PROCESSORS = 2
/** A build of fewer packages is mostly linking; its pace says nothing about a whole one. */
const ENOUGH_PACKAGES = 100
/** Linking alone, with every package already compiled. */
const LINK_MS = 5_000

export async function readDurations(folders: ToolchainFolders): Promise<Durations> {
  const value = await readJson(folders.durations)
  return typeof value === 'object' && value !== null ? (value as Durations) : {}
}

/** How long compiling `packages` of this module takes: at this machine's own pace where it is known. */
export function expectedBuildMs(durations: Durations, module: GoModule, packages: number): number {
  const known = durations[module.name]
  const scale = MEASURED_ON_PROCESSORS / availableParallelism()
  const msPerPackage =
    known === undefined ? (module.coldBuild.ms * scale) / module.coldBuild.packages : known.ms / known.packages
  return Math.round(LINK_MS + packages * msPerPackage)
}

/** Remembers a build for the next estimate, unless it was too small to tell. */
export async function rememberBuild(folders: ToolchainFolders, module: GoModule, duration: Duration): Promise<void> {
  if (duration.packages < ENOUGH_PACKAGES) return
  await writeJsonAtomically(folders.durations, { ...(await readDurations(folders)), [module.name]: duration })
}
