import { join } from 'node:path'
import { codeOf, isDiskError } from './disk-error.ts'
import { download } from './download.ts'
import { sha256OfFile } from './files.ts'
import { downloadText, ReleaseUnavailable, type Downloads } from './release-host.ts'
import { TRUST_VARIABLE, type PublishedChecksum, type Release } from './releases.ts'
import { unpack } from './unpack.ts'

export interface ReleaseRequest {
  readonly release: Release | undefined
  /** Accept upstream's own checksum file where no digest is pinned; see releases.ts. */
  readonly trustPublished: boolean
  /** Unfinished files go here. A file that several tools come in stays until the folder goes, and is downloaded once. */
  readonly folder: string
  readonly onBytes: (done: number, total: number | undefined) => void
}

/**
 * Downloads a tool's official release and returns the executable's path below `folder`, its checksum proven.
 *
 * Throws `ReleaseUnavailable`, whose message says why, when there is none, when it cannot be trusted, reached or unpacked.
 */
export async function getRelease(downloads: Downloads, request: ReleaseRequest): Promise<string> {
  const { release, folder } = request
  if (release === undefined) throw new ReleaseUnavailable('upstream publishes no release for this platform')
  const expected = release.sha256 ?? (await publishedDigest(downloads, release, request.trustPublished))
  const file = join(folder, fileName(release.url))
  if (!(await isComplete(file, expected))) {
    await download(downloads, release.url, file, request.onBytes)
    const found = await sha256OfFile(file)
    if (found !== expected) throw new ReleaseUnavailable(badChecksum(release.url, expected, found))
  }
  return unpackRelease(file, release, folder)
}

async function unpackRelease(file: string, release: Release, folder: string): Promise<string> {
  try {
    return await unpack(file, release.packing, join(folder, 'unpacked'))
  } catch (error) {
    if (error instanceof ReleaseUnavailable || isDiskError(error)) throw error
    throw new ReleaseUnavailable(`${fileName(release.url)} could not be unpacked`, { cause: error })
  }
}

async function publishedDigest(downloads: Downloads, release: Release, trustPublished: boolean): Promise<string> {
  if (release.checksum === undefined) {
    throw new ReleaseUnavailable('no digest of the release is pinned, and upstream publishes none')
  }
  if (!trustPublished) {
    throw new ReleaseUnavailable(`no digest of the release is pinned (${TRUST_VARIABLE}=1 accepts upstream's own)`)
  }
  return readPublishedDigest(downloads, release.url, release.checksum)
}

/** The digest that upstream publishes for `url`. Throws `ReleaseUnavailable` when its checksum file does not say. */
export async function readPublishedDigest(
  downloads: Downloads,
  url: string,
  checksum: PublishedChecksum,
): Promise<string> {
  const text = await downloadText(downloads, checksum.url)
  const file = fileName(url)
  const lines = text.split('\n').map((line) => line.trim().split(/\s+\*?/))
  const [digest] = (checksum.format === 'digest' ? lines[0] : lines.find(([, name]) => name === file)) ?? []
  if (digest !== undefined && /^[0-9a-f]{64}$/.test(digest)) return digest
  throw new ReleaseUnavailable(`${checksum.url} holds no SHA-256 of ${file}`)
}

async function isComplete(file: string, expected: string): Promise<boolean> {
  try {
    return (await sha256OfFile(file)) === expected
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

function badChecksum(url: string, expected: string, found: string): string {
  return `the checksum of ${url} is wrong: expected ${expected}, found ${found}`
}

function fileName(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
}
