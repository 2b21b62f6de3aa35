import { chmod, mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readJson, renamePatiently, sha256OfFile, uniqueSuffix, writeJsonAtomically } from './files.ts'
import { executable, type Platform } from './platform.ts'

/** Which binary is meant: enough to find its place in the store. */
export interface StoreEntry {
  readonly name: string
  readonly version: string
  readonly platform: Platform
  /** See `contentKey`. */
  readonly key: string
}

export interface StoredTool {
  /** Absolute. */
  readonly path: string
  /** Of the binary itself, not of an archive that it came in. */
  readonly sha256: string
  readonly origin: Origin
}

export type Origin = 'release' | 'built'

/** Lies beside each binary. What is in the store without it, or with another digest in it, was not finished or was changed. */
interface Manifest {
  readonly schema: 1
  readonly sha256: string
  readonly bytes: number
  readonly modifiedMs: number
  readonly origin: Origin
}

/** The folder of one binary; its name says what is inside to whoever looks. */
export function storeFolder(store: string, entry: StoreEntry): string {
  return join(store, `${entry.name}-${entry.version}-${entry.key}`)
}

export function storePath(store: string, entry: StoreEntry): string {
  return join(storeFolder(store, entry), executable(entry.name, entry.platform))
}

/**
 * The stored binary, or undefined when it is absent or damaged.
 *
 * `quick` trusts a file whose size and modification time are those at installation, which costs a millisecond and sees a
 * cut, replaced or edited file; only when they differ is it hashed. `full` always hashes, and so sees a rotten disk too.
 */
export async function findInStore(
  store: string,
  entry: StoreEntry,
  check: 'quick' | 'full',
): Promise<StoredTool | undefined> {
  const path = storePath(store, entry)
  const manifest = asManifest(await readJson(manifestPath(store, entry)))
  const file = await stat(path).catch(() => undefined)
  if (manifest === undefined || file === undefined || file.size !== manifest.bytes) return undefined
  const stored: StoredTool = { path, sha256: manifest.sha256, origin: manifest.origin }
  const untouched = Math.trunc(file.mtimeMs) === manifest.modifiedMs
  if (untouched && check === 'quick') return stored
  if ((await sha256OfFile(path)) !== manifest.sha256) return undefined
  if (!untouched) await writeManifest(store, entry, { ...manifest, modifiedMs: Math.trunc(file.mtimeMs) })
  return stored
}

/**
 * Moves a finished binary from `file`, which must be on the store's disk, to its place. The folder appears under its name
 * in one step, binary and manifest together; what was there before is replaced.
 */
export async function installInStore(
  store: string,
  entry: StoreEntry,
  file: string,
  origin: Origin,
): Promise<StoredTool> {
  const unfinished = join(store, `.unfinished-${uniqueSuffix()}`)
  try {
    await mkdir(unfinished, { recursive: true })
    const binary = join(unfinished, executable(entry.name, entry.platform))
    await renamePatiently(file, binary)
    await chmod(binary, 0o755)
    const [{ size, mtimeMs }, sha256] = await Promise.all([stat(binary), sha256OfFile(binary)])
    const manifest: Manifest = { schema: 1, sha256, bytes: size, modifiedMs: Math.trunc(mtimeMs), origin }
    await writeJsonAtomically(join(unfinished, MANIFEST), manifest)
    await rm(storeFolder(store, entry), { recursive: true, force: true, maxRetries: 3 })
    await renamePatiently(unfinished, storeFolder(store, entry))
    return { path: storePath(store, entry), sha256, origin }
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** Makes the next get replace this binary, even where its size and time would pass the quick check. */
export async function distrust(store: string, entry: StoreEntry): Promise<void> {
  await rm(manifestPath(store, entry), { force: true })
}

/** The digest that the binary had when it was installed; undefined when that is not recorded. */
export async function readExpectedSha256(store: string, entry: StoreEntry): Promise<string | undefined> {
  return asManifest(await readJson(manifestPath(store, entry)))?.sha256
}

const MANIFEST = 'tool.json'

function manifestPath(store: string, entry: StoreEntry): string {
  return join(storeFolder(store, entry), MANIFEST)
}

async function writeManifest(store: string, entry: StoreEntry, manifest: Manifest): Promise<void> {
  await writeJsonAtomically(manifestPath(store, entry), manifest)
}

function asManifest(value: unknown): Manifest | undefined {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 1
    ? (value as Manifest)
    : undefined
}
