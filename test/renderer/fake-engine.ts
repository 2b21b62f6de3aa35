/**
 * An engine for the page to be developed and tested against: it speaks the contract on a real socket and serves the built
 * page under the strictest policy, but its labs, cluster and shells are scripts. `node test/renderer/fake-engine.ts`
 * starts one by hand.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { toWire } from '../../electron/contract/errors.ts'
import type {
  AppSnapshot,
  Command,
  EventName,
  Events,
  Handlers,
  LabSnapshot,
  Request,
} from '../../electron/contract/protocol.ts'
import { fakeSnapshot } from './fake-catalogue.ts'
import { fakeHandlers } from './fake-handlers.ts'

export const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
}

export class FakeEngine {
  state: AppSnapshot
  /** Every request, in order. */
  readonly asked: { command: Command; params: unknown }[] = []
  /** Replaces what a command does. */
  readonly overrides: { -readonly [C in Command]?: Handlers[C] } = {}
  readonly #pageRoot: string
  readonly #http = createServer((request, response) => {
    this.#serve(request.url ?? '/').then(
      ({ type, body }) =>
        response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': STRICT_POLICY }).end(body),
      () => response.writeHead(404).end(),
    )
  })
  readonly #sockets = new WebSocketServer({ server: this.#http, path: '/engine' })
  readonly #sequences = new Map<WebSocket, number>()
  readonly #handlers = fakeHandlers(this)

  constructor(state: Partial<AppSnapshot> = {}, pageRoot = join(import.meta.dirname, '../../dist/renderer')) {
    this.state = fakeSnapshot(state)
    this.#pageRoot = pageRoot
    this.#sockets.on('connection', (socket) => {
      this.#sequences.set(socket, 0)
      socket.on('close', () => this.#sequences.delete(socket))
      socket.on('message', (data) => {
        this.#answer(socket, JSON.parse((data as Buffer).toString()) as Request).catch((error: unknown) =>
          console.error(error),
        )
      })
    })
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#http.listen(port, '127.0.0.1', resolve)
    })
    return `http://127.0.0.1:${this.port}`
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.port}/engine`
  }

  /** Changes the state that snapshots tell, without an announcement. */
  set(change: Partial<AppSnapshot>): void {
    this.state = { ...this.state, ...change }
  }

  announce<E extends EventName>(event: E, payload: Events[E]): void {
    for (const socket of this.#sequences.keys()) this.#send(socket, event, payload)
  }

  /** The next notices carry numbers as if `count` had been lost. */
  loseNotices(count: number): void {
    for (const [socket, sequence] of this.#sequences) this.#sequences.set(socket, sequence + count)
  }

  cutConnections(): void {
    for (const socket of this.#sequences.keys()) socket.terminate()
  }

  setLab(lab: LabSnapshot | null): void {
    this.set({ lab })
    this.announce('lab/changed', { lab })
  }

  async dispose(): Promise<void> {
    this.cutConnections()
    this.#sockets.close()
    await new Promise((resolve) => {
      this.#http.close(resolve)
    })
  }

  async #serve(url: string): Promise<{ type: string; body: Buffer }> {
    const path = normalize(new URL(url, 'http://x').pathname)
    const file = path === '/' ? '/index.html' : path
    return {
      type: TYPES[extname(file)] ?? 'application/octet-stream',
      body: await readFile(join(this.#pageRoot, file)),
    }
  }

  #send<E extends EventName>(socket: WebSocket, event: E, payload: Events[E]): void {
    const sequence = (this.#sequences.get(socket) ?? 0) + 1
    this.#sequences.set(socket, sequence)
    socket.send(JSON.stringify({ type: 'notice', sequence, event, payload }))
  }

  async #answer(socket: WebSocket, { id, command, params }: Request): Promise<void> {
    this.asked.push({ command, params })
    const handler = (this.overrides[command] ?? this.#handlers[command]) as (params: unknown) => Promise<unknown>
    try {
      const result = await handler(params)
      const sequence = this.#sequences.get(socket) ?? 0
      const said = command === 'app/snapshot' ? { ...(result as AppSnapshot), sequence } : result
      socket.send(JSON.stringify({ type: 'reply', id, result: said }))
    } catch (error) {
      socket.send(JSON.stringify({ type: 'failure', id, error: toWire(error) }))
    }
  }
}

if (import.meta.main) console.log(await new FakeEngine().listen(Number(process.argv[2] ?? 0)))
