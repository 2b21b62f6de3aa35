import { open, stat, truncate, writeFile, type FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { codeOf } from './disk-error.ts'

/** Why a release could not be used; the tool is then built from source. The message is a clause that can follow a tool's name and a colon. */
export class ReleaseUnavailable extends Error {
  override readonly name = 'ReleaseUnavailable'
}

export type Fetch = (url: string, init: { headers: Record<string, string>; signal: AbortSignal }) => Promise<Response>

export interface DownloadTiming {
  /** Until the answer's head is there. Short, because a host that cannot be reached must cost little. */
  readonly answerMs: number
  /** Without a single byte, after which the connection counts as cut. */
  readonly silenceMs: number
  /** Before the second try; it doubles with each further one. */
  readonly firstPauseMs: number
}

export const DOWNLOAD_TIMING: DownloadTiming = { answerMs: 6_000, silenceMs: 30_000, firstPauseMs: 500 }

const TRIES = 4

/** How a run talks to release hosts. One for a whole run: a host that did not answer once is not asked again. */
export interface Downloads {
  readonly fetch: Fetch
  readonly timing: DownloadTiming
  /** With the reason. */
  readonly unreachableHosts: Map<string, string>
  readonly signal?: AbortSignal | undefined
}

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
  await writeFile(to, '')
  const partial: Partial = { path: to, onBytes, validator: undefined }
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(downloads, url, partial)
    } catch (error) {
      downloads.signal?.throwIfAborted()
      if (!(error instanceof CutConnection)) throw error
      if (tries === TRIES) throw new ReleaseUnavailable(`${url} broke off ${TRIES} times (${error.message})`)
    }
    await delay(downloads.timing.firstPauseMs * 2 ** (tries - 1), undefined, { signal: downloads.signal })
  }
}

/** The text at `url`, for the small files that upstream publishes beside a release. */
export async function downloadText(downloads: Downloads, url: string): Promise<string> {
  const { response, connection } = await request(downloads, url, {})
  try {
    if (!response.ok) throw new ReleaseUnavailable(`${url} answered ${response.status}`)
    return await response.text()
  } catch (error) {
    downloads.signal?.throwIfAborted()
    if (error instanceof ReleaseUnavailable) throw error
    throw new ReleaseUnavailable(`${url} broke off`, { cause: error })
  } finally {
    connection.close()
  }
}

interface Partial {
  readonly path: string
  readonly onBytes: (done: number, total: number | undefined) => void
  /** By which the server can tell that the file is still the one we have a part of. */
  validator: string | undefined
}

/** The connection was made and then lost, or the server was busy: the one thing that trying again may cure. */
class CutConnection extends Error {}

async function attempt(downloads: Downloads, url: string, partial: Partial): Promise<void> {
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

async function save(response: Response, partial: Partial, from: number, connection: Connection): Promise<void> {
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
  { onBytes }: Partial,
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

interface Connection {
  /** Starts the wait for the next bytes anew. */
  expectBytes(): void
  close(): void
}

async function request(
  downloads: Downloads,
  url: string,
  headers: Record<string, string>,
): Promise<{ readonly response: Response; readonly connection: Connection }> {
  const { fetch, timing, unreachableHosts, signal } = downloads
  const { host } = new URL(url)
  const known = unreachableHosts.get(host)
  if (known !== undefined) throw new ReleaseUnavailable(known)
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), timing.answerMs)
  const everything = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal])
  try {
    const response = await fetch(url, { headers, signal: everything })
    clearTimeout(timer)
    return { response, connection: watchSilence(controller, timing.silenceMs) }
  } catch (error) {
    clearTimeout(timer)
    signal?.throwIfAborted()
    const reason = `${host} cannot be reached (${codeOf(error) ?? `no answer in ${timing.answerMs / 1000} s`})`
    unreachableHosts.set(host, reason)
    throw new ReleaseUnavailable(reason, { cause: error })
  }
}

function watchSilence(controller: AbortController, silenceMs: number): Connection {
  let timer: NodeJS.Timeout | undefined
  return {
    expectBytes() {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort(), silenceMs)
    },
    close() {
      clearTimeout(timer)
      controller.abort()
    },
  }
}

/** A weak validator promises the same meaning, not the same bytes. */
function strongValidator(headers: Headers): string | undefined {
  const etag = headers.get('etag')
  return etag !== null && !etag.startsWith('W/') ? etag : undefined
}
