import type { RawData, WebSocket } from 'ws'
import { DrydockError, toWire } from '../contract/errors.ts'
import { PROTOCOL_VERSION, type Handlers, type Notice, type Request, type ToFace } from '../contract/protocol.ts'
import type { Disposable } from '../engine/lib/disposable.ts'
import type { Event } from '../engine/lib/emitter.ts'
import type { Log } from '../engine/lib/log.ts'
import type { Announcement } from '../engine/session/announcement.ts'
import { parseMessage } from './messages.ts'

/** What a session needs of the engine. */
export interface SessionEngine {
  readonly handlers: Handlers
  readonly onNotice: Event<Announcement>
}

/**
 * A face that is this far behind is cut off; it comes back and asks for a fresh snapshot. Terminal output has its own
 * flow control far below this, so that only a page that is frozen gets here.
 */
export const MAX_BEHIND_BYTES = 16 * 1024 * 1024

/** WebSocket close codes: "try again later" and "going away". */
const TOO_SLOW = 1013
const GOING_AWAY = 1001

/**
 * One socket and the engine: requests in, replies and numbered notices out. Many may be open at once, each with its own
 * numbers. Lives until its socket closes.
 */
export class Session implements Disposable {
  readonly #socket: WebSocket
  readonly #engine: SessionEngine
  readonly #log: Log
  readonly #listening: Disposable
  /** What was announced while a snapshot was being made; one list for each that is under way. */
  readonly #sinceAsked = new Set<Announcement[]>()
  #sequence = 0

  constructor(socket: WebSocket, engine: SessionEngine, log: Log) {
    this.#socket = socket
    this.#engine = engine
    this.#log = log
    this.#listening = engine.onNotice((announcement) => {
      for (const list of this.#sinceAsked) list.push(announcement)
      this.#notify(announcement)
    })
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? '' : textOf(data)))
    socket.on('error', (error) => log.warn('a socket failed', { error }))
    socket.once('close', () => this.#listening.dispose())
  }

  dispose(): void {
    this.#listening.dispose()
    this.#socket.close(GOING_AWAY, 'the engine stops')
  }

  #receive(data: string): void {
    const parsed = parseMessage(data)
    if (!parsed.ok) return this.#fail(parsed.id, parsed.error, 'a message that is no request')
    const { request } = parsed
    const work = request.command === 'app/snapshot' ? this.#snapshot(request) : this.#run(request)
    work.catch((error: unknown) => this.#fail(request.id, error, request.command))
  }

  async #run(request: Request): Promise<void> {
    const handle = this.#engine.handlers[request.command] as (params: unknown) => Promise<unknown>
    this.#send({ type: 'reply', id: request.id, result: await handle(request.params) })
  }

  /**
   * A snapshot may be older than what was announced while it was made, and would undo it on screen; so those facts are
   * said once more after it. Output is not state and would be drawn twice.
   */
  async #snapshot({ id, params }: Request & { readonly command: 'app/snapshot' }): Promise<void> {
    checkVersion(params.protocolVersion)
    const since: Announcement[] = []
    this.#sinceAsked.add(since)
    try {
      const snapshot = await this.#engine.handlers['app/snapshot'](params)
      this.#send({ type: 'reply', id, result: { ...snapshot, sequence: this.#sequence } })
    } finally {
      this.#sinceAsked.delete(since)
    }
    for (const announcement of since) if (announcement.event !== 'terminal/output') this.#notify(announcement)
  }

  #notify({ event, payload }: Announcement): void {
    this.#sequence += 1
    this.#send({ type: 'notice', sequence: this.#sequence, event, payload } as Notice)
  }

  #fail(id: number, error: unknown, what: string): void {
    const level = error instanceof DrydockError ? 'warn' : 'error'
    this.#log[level]('a command failed', { command: what, error })
    this.#send({ type: 'failure', id, error: toWire(error) })
  }

  #send(message: ToFace): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount <= MAX_BEHIND_BYTES) return this.#socket.send(JSON.stringify(message))
    this.#log.warn('a face reads too slowly and is cut off', { behindBytes: this.#socket.bufferedAmount })
    this.#socket.close(TOO_SLOW, 'too slow')
    this.#socket.terminate()
  }
}

/** With ws's default settings every message is one Buffer. */
const textOf = (data: RawData): string => (data instanceof Buffer ? data.toString() : '')

function checkVersion(version: number): void {
  if (version === PROTOCOL_VERSION) return
  throw new DrydockError({
    code: 'protocol-mismatch',
    happened: `The page speaks version ${version} of the protocol, the engine version ${PROTOCOL_VERSION}.`,
    remedy: 'Reload the page. If that does not help, stop Drydock and start it again.',
    terminal: true,
  })
}
