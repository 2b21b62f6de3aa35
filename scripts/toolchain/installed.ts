import type { ToolchainFolders } from './cache-folders.ts'
import { readJson, writeJsonAtomically } from './files.ts'
import type { Platform } from './platform.ts'

export interface InstalledTool {
  readonly version: string
  /** Absolute. */
  readonly path: string
  /** Of the binary. */
  readonly sha256: string
  /** How it came when it was last recorded here; `cache` when only the record had to be made again. */
  readonly source: 'cache' | 'release' | 'built'
}

/** The list by which everything else finds the tools: `toolchain/installed.json`. */
export interface Installed {
  readonly schema: 1
  readonly platform: Platform
  readonly tools: Readonly<Record<string, InstalledTool>>
}

/** What is recorded for `platform`; empty when there is no list yet, or one for another platform. */
export async function readInstalled(folders: ToolchainFolders, platform: Platform): Promise<Installed> {
  const value = await readJson(folders.installed)
  return isInstalled(value) && value.platform === platform ? value : { schema: 1, platform, tools: {} }
}

/**
 * Adds one tool to the list, atomically, and returns its entry. A tool that the list already leads to keeps the source that
 * it came from. To be called with the lock held, since it reads, changes and writes.
 */
export async function recordInstalled(
  folders: ToolchainFolders,
  platform: Platform,
  name: string,
  tool: InstalledTool,
): Promise<InstalledTool> {
  const before = await readInstalled(folders, platform)
  const known = before.tools[name]
  if (known !== undefined && isSameBinary(known, tool) && tool.source === 'cache') return known
  await writeJsonAtomically(folders.installed, { ...before, tools: { ...before.tools, [name]: tool } })
  return tool
}

/** True when the list already leads to this binary, however it was got. */
export function isSameBinary(one: InstalledTool, other: Pick<InstalledTool, 'version' | 'path' | 'sha256'>): boolean {
  return one.version === other.version && one.path === other.path && one.sha256 === other.sha256
}

function isInstalled(value: unknown): value is Installed {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 1 && 'tools' in value
}
