import { contentKey } from './content-key.ts'
import type { Group, ToolPin } from './pins.ts'
import type { Platform } from './platform.ts'
import type { Release, Releases } from './releases.ts'
import type { StoreEntry } from './store.ts'

/** One tool to be got: its pin, its place in the store, and its release where upstream publishes one. */
export interface Wanted {
  readonly tool: ToolPin
  readonly entry: StoreEntry
  readonly release: Release | undefined
}

export type GroupName = Group | 'all'

export const GROUPS: readonly GroupName[] = ['control-plane', 'extras', 'gitops', 'all']

export interface Selection {
  readonly group: GroupName
  readonly platform: Platform
  readonly pins: readonly ToolPin[]
  readonly releases: Releases
}

/** The tools of a group, in the order of the pins, with all that their getting needs to know. */
export async function selectTools({ group, platform, pins, releases }: Selection): Promise<readonly Wanted[]> {
  const tools = pins.filter((tool) => group === 'all' || tool.group === group)
  return Promise.all(
    tools.map(async (tool) => {
      const release = releases[tool.name]?.(tool, platform)
      const key = await contentKey(tool, platform, release)
      return { tool, release, entry: { name: tool.name, version: tool.version, platform, key } }
    }),
  )
}
