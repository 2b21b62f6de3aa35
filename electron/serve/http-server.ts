import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Disposable } from '../engine/lib/disposable.ts'
import type { Log } from '../engine/lib/log.ts'
import { decideAccess, splitUrl, type Access, type AccessRequest } from './access.ts'
import { securityHeaders } from './headers.ts'
import { NOT_BUILT, refusalPage } from './pages.ts'
import type { StaticFiles } from './static-files.ts'

export interface FaceServer extends Disposable {
  readonly port: number
}

export interface FaceServerOptions {
  /** 0 for any that is free. */
  readonly port: number
  readonly token: string
  readonly files: StaticFiles
  /** A socket that has been let in. */
  readonly onSocket: (socket: WebSocket) => void
  readonly log: Log
}

/** Never anything else: who can reach this port can type into the learner's terminal. */
export const HOST = '127.0.0.1'

const SOCKET_PATH = '/engine'

/** Longer than any message of the contract; a larger one closes its socket. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024

/** Starts to listen; rejects with Node's error when the port cannot be had. */
export async function startFaceServer(options: FaceServerOptions): Promise<FaceServer> {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false })
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  const access = (request: IncomingMessage, upgrade: boolean): Access =>
    decideAccess(accessRequest(request, upgrade), { port, token: options.token })

  server.on('request', (request, response) => {
    answer(request, response, access(request, false), options).catch((error: unknown) => {
      options.log.error('a request failed', { url: splitUrl(request.url ?? '').path, error })
      response.destroy()
    })
  })
  server.on('upgrade', (request, stream, head) => {
    const decision = access(request, true)
    const isEngine = splitUrl(request.url ?? '').path === SOCKET_PATH
    if (decision.kind !== 'allowed') refuseUpgrade(stream, decision.kind === 'refused' ? decision.status : 401)
    else if (!isEngine) refuseUpgrade(stream, 404)
    else sockets.handleUpgrade(request, stream, head, options.onSocket)
  })
  return {
    port,
    dispose() {
      server.close()
      server.closeAllConnections()
      for (const socket of sockets.clients) socket.terminate()
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  { files }: FaceServerOptions,
): Promise<void> {
  const { path } = splitUrl(request.url ?? '')
  const reply = (status: number, headers: Readonly<Record<string, string>>, body: Buffer | string = ''): void => {
    const length = { 'Content-Length': Buffer.byteLength(body).toString() }
    response.writeHead(status, { ...securityHeaders(request.headers.host ?? ''), ...headers, ...length })
    response.end(request.method === 'HEAD' ? '' : body)
  }
  if (access.kind === 'refused') return reply(access.status, HTML, refusalPage(access.reason))
  if (access.kind === 'exchange') {
    return reply(303, { Location: '/', 'Set-Cookie': access.cookie, 'Cache-Control': 'no-store' })
  }
  if (path === SOCKET_PATH) return reply(426, { ...TEXT, Upgrade: 'websocket' }, 'This address is a WebSocket.\n')
  const file = await files.read(path)
  if (file !== undefined) return reply(200, file.headers, file.body)
  if (path === '/') return reply(503, HTML, NOT_BUILT)
  reply(404, TEXT, 'There is no such page.\n')
}

const TEXT = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }
const HTML = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }

const accessRequest = (request: IncomingMessage, upgrade: boolean): AccessRequest => ({
  method: request.method ?? '',
  url: request.url ?? '',
  host: request.headers.host,
  origin: request.headers.origin,
  cookie: request.headers.cookie,
  authorization: request.headers.authorization,
  upgrade,
})

function refuseUpgrade(stream: Duplex, status: number): void {
  stream.on('error', () => stream.destroy())
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host: HOST, port, exclusive: true }, () => {
    server.off('error', reject)
    resolve()
  })
  return promise
}
