import { codeOf } from './disk-error.ts'

/** Why a release could not be used; the tool is then built from source. The message can follow a tool's name and a colon. */
export class ReleaseUnavailable extends Error {
  override readonly name = 'ReleaseUnavailable'
}

/** There was no answer at all. */
export class HostUnreachable extends ReleaseUnavailable {}

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

/** How a run talks to release hosts. One for a whole run: a host that did not answer once is not asked again. */
export interface Downloads {
  readonly fetch: Fetch
  readonly timing: DownloadTiming
  /** With the reason. */
  readonly unreachableHosts: Map<string, string>
  readonly signal?: AbortSignal | undefined
}

/** The text at `url`, for the small files that upstream publishes beside a release. */
export async function downloadText(downloads: Downloads, url: string): Promise<string> {
  refuseUnreachable(downloads, url)
  const { response, connection } = await request(downloads, url, {}).catch((error: unknown) => {
    throw rememberUnreachable(downloads, url, error)
  })
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

export interface Connection {
  /** Starts the wait for the next bytes anew. */
  expectBytes(): void
  close(): void
}

/**
 * Asks for `url` and waits for the answer's head, not for its body. Throws `HostUnreachable` when there is none in time, or
 * the signal's reason.
 */
export async function request(
  downloads: Downloads,
  url: string,
  headers: Record<string, string>,
): Promise<{ readonly response: Response; readonly connection: Connection }> {
  const { fetch, timing, signal } = downloads
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), timing.answerMs)
  const everything = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal])
  try {
    const response = await fetch(url, { headers: { ...headers, 'accept-encoding': 'identity' }, signal: everything })
    clearTimeout(timer)
    return { response, connection: watchSilence(controller, timing.silenceMs) }
  } catch (error) {
    clearTimeout(timer)
    signal?.throwIfAborted()
    const reason = codeOf(error) ?? `no answer in ${timing.answerMs / 1000} s`
    throw new HostUnreachable(`${new URL(url).host} cannot be reached (${reason})`, { cause: error })
  }
}

/** Throws when this run already knows that the host does not answer. */
export function refuseUnreachable({ unreachableHosts }: Downloads, url: string): void {
  const reason = unreachableHosts.get(new URL(url).host)
  if (reason !== undefined) throw new ReleaseUnavailable(reason)
}

/** Hands the error back; when it says that the host does not answer, that is from then on known. */
export function rememberUnreachable({ unreachableHosts }: Downloads, url: string, error: unknown): unknown {
  if (error instanceof HostUnreachable) unreachableHosts.set(new URL(url).host, error.message)
  return error
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
