import { open, stat, truncate, writeFile, type FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { codeOf } from './disk-error.ts'
import {
  HostUnreachable,
  refuseUnreachable,
  ReleaseUnavailable,
  rememberUnreachable,
  request,
  type Connection,
  type Downloads,
} from './release-host.ts'

const TRIES = 4

/**
 * Downloads `url` to the file `to`. A connection that is cut is taken up where it broke if the server can vouch that the
 * file is still the same, else from the start; four tries in all.
 *
 * Throws `ReleaseUnavailable` when it cannot be had; what the disk or the signal throws comes through as it is.
 */
export async function download(
  downloads: Downloads,
  url: string,
  to: string,
  onBytes: (done: number, total: number | undefined) => void,
): Promise<void> {
  refuseUnreachable(downloads, url)
  await writeFile(to, '')
  const partial: PartialFile = { path: to, onBytes, validator: undefined }
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(downloads, url, partial)
    } catch (error) {
      downloads.signal?.throwIfAborted()
      // A host that answered before and does not now is a network that comes and goes: a pause may cure it.
      const mayPass = error instanceof CutConnection || (error instanceof HostUnreachable && tries > 1)
      if (!mayPass) throw rememberUnreachable(downloads, url, error)
      if (tries === TRIES) throw new ReleaseUnavailable(`${url} broke off ${TRIES} times (${error.message})`)
    }
    await delay(downloads.timing.firstPauseMs * 2 ** (tries - 1), undefined, { signal: downloads.signal })
  }
}

interface PartialFile {
  readonly path: string
  readonly onBytes: (done: number, total: number | undefined) => void
  /** By which the server can tell that the file is still the one we have a part of. */
  validator: string | undefined
}

/** The connection was made and then lost, or the server was busy. */
class CutConnection extends Error {}

async function attempt(downloads: Downloads, url: string, partial: PartialFile): Promise<void> {
  const have = partial.validator === undefined ? 0 : (await stat(partial.path)).size
  const headers: Record<string, string> =
    have > 0 && partial.validator !== undefined ? { range: `bytes=${have}-`, 'if-range': partial.validator } : {}
  const { response, connection } = await request(downloads, url, headers)
  try {
    if (response.status >= 500 || response.status === 429) throw new CutConnection(`answered ${response.status}`)
    if (!response.ok) throw new ReleaseUnavailable(`${url} answered ${response.status}`)
    const from = response.status === 206 ? have : 0
    if (from === 0) await truncate(partial.path, 0)
    partial.validator = strongValidator(response.headers)
    await save(response, partial, from, connection)
  } finally {
    connection.close()
  }
}

async function save(response: Response, partial: PartialFile, from: number, connection: Connection): Promise<void> {
  const length = response.headers.get('content-length')
  const total = length === null ? undefined : from + Number(length)
  const file = await open(partial.path, 'r+')
  try {
    const done = await write(file, response, { from, total }, partial, connection)
    if (total !== undefined && done !== total) throw new CutConnection(`${done} of ${total} bytes came`)
  } finally {
    await file.close()
  }
}

async function write(
  file: FileHandle,
  response: Response,
  { from, total }: { readonly from: number; readonly total: number | undefined },
  { onBytes }: PartialFile,
  connection: Connection,
): Promise<number> {
  let done = from
  for await (const chunk of chunksOf(response, connection)) {
    await file.write(chunk, 0, chunk.byteLength, done)
    done += chunk.byteLength
    onBytes(done, total)
  }
  return done
}

/** The body's chunks; whatever goes wrong on the way here is the network's doing, and never the disk's. */
async function* chunksOf(response: Response, connection: Connection): AsyncGenerator<Uint8Array> {
  if (response.body === null) return
  const reader = response.body.getReader()
  for (;;) {
    connection.expectBytes()
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw new CutConnection(codeOf(error) ?? 'connection lost', { cause: error })
    })
    if (done) return
    yield value
  }
}

/** A weak validator promises the same meaning, not the same bytes. */
function strongValidator(headers: Headers): string | undefined {
  const etag = headers.get('etag')
  return etag !== null && !etag.startsWith('W/') ? etag : undefined
}
