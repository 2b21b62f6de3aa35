import { writeFile } from 'node:fs/promises'
import { readPublishedDigest } from './get-release.ts'
import type { ToolPin } from './pins.ts'
import type { Platform } from './platform.ts'
import { ReleaseUnavailable, type Downloads } from './release-host.ts'
import type { Release, Releases } from './releases.ts'

const PLATFORMS: readonly Platform[] = [
  'linux/amd64',
  'linux/arm64',
  'darwin/amd64',
  'darwin/arm64',
  'windows/amd64',
  'windows/arm64',
]

export interface PinReport {
  readonly pinned: readonly string[]
  /** Files without a digest, and why. */
  readonly notPinned: readonly string[]
}

/**
 * Asks upstream for the digest of every release in the table and writes release-digests.ts: for a maintainer who has just
 * raised a version, on a machine that reaches the release hosts. The result is to be reviewed and committed; from then on
 * nobody has to trust those hosts.
 *
 * A digest that is already pinned is kept when upstream cannot be asked, and an error when upstream now says another one.
 */
export async function pinDigests(
  downloads: Downloads,
  pins: readonly ToolPin[],
  releases: Releases,
  file: string,
): Promise<PinReport> {
  const pinned = new Map<string, string>()
  const notPinned = new Set<string>()
  for (const release of releasesOf(pins, releases)) {
    try {
      pinned.set(release.url, await digestOf(downloads, release))
    } catch (error) {
      if (!(error instanceof ReleaseUnavailable)) throw error
      if (release.sha256 === undefined) notPinned.add(error.message)
      else pinned.set(release.url, release.sha256)
    }
  }
  await writeFile(file, source(pinned))
  return { pinned: [...pinned.keys()], notPinned: [...notPinned] }
}

function releasesOf(pins: readonly ToolPin[], releases: Releases): readonly Release[] {
  const all = pins.flatMap((tool) => PLATFORMS.map((platform) => releases[tool.name]?.(tool, platform)))
  const byUrl = new Map(all.filter((release) => release !== undefined).map((release) => [release.url, release]))
  return [...byUrl.values()]
}

async function digestOf(downloads: Downloads, { url, checksum, sha256 }: Release): Promise<string> {
  if (checksum === undefined) throw new ReleaseUnavailable(`upstream publishes no checksum of ${url}`)
  const published = await readPublishedDigest(downloads, url, checksum)
  if (sha256 === undefined || sha256 === published) return published
  throw new Error(
    `${url} is pinned to ${sha256}, and upstream now publishes ${published}. Find out why before you go on.`,
  )
}

function source(digests: ReadonlyMap<string, string>): string {
  const entries = [...digests].sort(([one], [other]) => (one < other ? -1 : 1))
  const lines = entries.map(([url, digest]) => `  '${url}':\n    '${digest}',`)
  return [
    '/** The SHA-256 of each release file, by its address. Kept by `main.ts pin-digests`; see releases.ts for what it means. */',
    'export const RELEASE_DIGESTS: Readonly<Record<string, string | undefined>> = {',
    ...lines,
    '}',
    '',
  ].join('\n')
}
