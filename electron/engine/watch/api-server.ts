import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { DrydockError } from '../../contract/errors.ts'
import type { Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import { ApiFailure, failureOf } from './api-failure.ts'
import type { ApiAccess } from './api-access.ts'
import { LineSplitter } from './line-splitter.ts'

/** How long the API server may take to begin an answer, in milliseconds. */
const ANSWER_AFTER_MS = 15_000
/** Between probes of a quiet connection by the operating system, in milliseconds. */
const KEEP_ALIVE_MS = 30_000

/** One API server, as much of it as watching needs. Rejections are `ApiFailure`s. */
export interface ApiServer extends Disposable {
  /** One document. */
  get(path: string, signal: AbortSignal): Promise<unknown>
  /**
   * Lines as they come. Resolves when the server ends the stream as it should; a stream that says nothing for
   * `silenceMs` is given up.
   */
  stream(path: string, listener: StreamListener, signal: AbortSignal): Promise<void>
  /** Fires when the server answers again after it did not. */
  readonly onReachable: Event<undefined>
}

export interface StreamListener {
  readonly silenceMs: number
  /** The server has taken the request; lines follow. */
  onOpen(): void
  /** All lines that came together. */
  onLines(lines: readonly string[]): void
}

export function createApiServer(access: ApiAccess, clock: Clock): ApiServer {
  return new Server(access, clock)
}

class Server implements ApiServer {
  readonly #access: ApiAccess
  readonly #clock: Clock
  readonly #agent: HttpAgent | HttpsAgent
  readonly #reachable = new Emitter<undefined>()
  #isReachable = true

  readonly onReachable = this.#reachable.event

  constructor(access: ApiAccess, clock: Clock) {
    this.#access = access
    this.#clock = clock
    const options = { keepAlive: true, maxFreeSockets: 2, keepAliveMsecs: KEEP_ALIVE_MS }
    this.#agent = access.server.protocol === 'http:' ? new HttpAgent(options) : new HttpsAgent(options)
  }

  async get(path: string, signal: AbortSignal): Promise<unknown> {
    const response = await this.#open(path, signal)
    const body = await bodyOf(response, this.#clock)
    try {
      return JSON.parse(body)
    } catch (error) {
      throw new ApiFailure('cut', 'The answer of the API server is no JSON.', 0, { cause: error })
    }
  }

  async stream(path: string, listener: StreamListener, signal: AbortSignal): Promise<void> {
    const response = await this.#open(path, signal)
    listener.onOpen()
    await readLines(response, listener, this.#clock)
  }

  /** Resolves with an answer that is no error. */
  async #open(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    const response = await this.#send(path, signal)
    const { statusCode = 0 } = response
    if (statusCode >= 200 && statusCode < 300) return response
    throw failureOf(statusCode, await bodyOf(response, this.#clock))
  }

  async #send(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    const options = await this.#options()
    signal.throwIfAborted()
    const { server } = this.#access
    const url = new URL(`${server.pathname.replace(/\/$/, '')}${path}`, server)
    const send = server.protocol === 'http:' ? httpRequest : httpsRequest
    const headers = { Accept: 'application/json', 'User-Agent': 'drydock', ...options.headers }
    try {
      const request = send(url, { agent: this.#agent, ...options, headers, signal })
      const response = await answerOf(request, this.#clock)
      this.#setReachable(true)
      return response
    } catch (error) {
      if (signal.aborted) throw error
      this.#setReachable(false)
      throw unreachable(error)
    }
  }

  async #options(): ReturnType<ApiAccess['options']> {
    try {
      return await this.#access.options()
    } catch (error) {
      throw unreachable(error)
    }
  }

  #setReachable(isReachable: boolean): void {
    const isNew = isReachable && !this.#isReachable
    this.#isReachable = isReachable
    if (isNew) this.#reachable.fire(undefined)
  }

  dispose(): void {
    this.#agent.destroy()
    this.#reachable.dispose()
  }
}

async function answerOf(request: ClientRequest, clock: Clock): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const cancel = clock.after(ANSWER_AFTER_MS, () =>
    request.destroy(new Error(`no answer within ${ANSWER_AFTER_MS / 1000} s`)),
  )
  request.once('response', resolve)
  request.on('error', reject)
  request.once('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MS))
  request.end()
  return await promise.finally(cancel)
}

async function bodyOf(response: IncomingMessage, clock: Clock): Promise<string> {
  const pieces: Buffer[] = []
  await readPieces(response, (piece) => pieces.push(piece), ANSWER_AFTER_MS, clock)
  return Buffer.concat(pieces).toString('utf8')
}

async function readLines(response: IncomingMessage, listener: StreamListener, clock: Clock): Promise<void> {
  let lines: string[] = []
  const splitter = new LineSplitter((line) => lines.push(line))
  const take = (piece: Buffer): void => {
    splitter.push(piece)
    if (lines.length === 0) return
    const complete = lines
    lines = []
    listener.onLines(complete)
  }
  await readPieces(response, take, listener.silenceMs, clock)
  if (splitter.isInsideLine) throw new ApiFailure('cut', 'The API server stopped in the middle of a line.')
}

/** Resolves at the end of the answer; rejects when it breaks off, when nothing comes any more, or when `take` throws. */
async function readPieces(
  response: IncomingMessage,
  take: (piece: Buffer) => void,
  silenceMs: number,
  clock: Clock,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const silence = watchSilence(silenceMs, clock, () =>
    response.destroy(
      new ApiFailure('silent', `Nothing was heard from the API server for ${Math.round(silenceMs / 1000)} s.`),
    ),
  )
  response.on('data', (piece: Buffer) => {
    silence.heard()
    try {
      take(piece)
    } catch (error) {
      response.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })
  response.once('end', () => resolve(undefined))
  response.once('error', (error) => reject(error instanceof ApiFailure ? error : cut(error)))
  response.once('close', () => reject(cut(new Error('the connection was closed'))))
  await promise.finally(() => silence.dispose())
}

/** Calls back once when `heard` was not called for `limitMs`. */
function watchSilence(limitMs: number, clock: Clock, onSilence: () => void): Disposable & { heard(): void } {
  let lastHeard = clock.now()
  let cancel = clock.after(limitMs, look)
  function look(): void {
    const leftMs = lastHeard + limitMs - clock.now()
    if (leftMs <= 0) onSilence()
    else cancel = clock.after(leftMs, look)
  }
  return { heard: () => (lastHeard = clock.now()), dispose: () => cancel() }
}

const cut = (error: Error): ApiFailure =>
  new ApiFailure('cut', `The connection to the API server broke: ${error.message}.`, 0, { cause: error })

function unreachable(error: unknown): ApiFailure {
  const message = error instanceof DrydockError ? error.message : reasonOf(error)
  return new ApiFailure('unreachable', message, 0, { cause: error })
}

/** "connect ECONNREFUSED 127.0.0.1:6443"; Node gathers several tries in one error without a message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
