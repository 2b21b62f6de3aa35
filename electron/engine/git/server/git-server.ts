import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { DrydockError } from '../../../contract/errors.ts'
import type { Pair } from './certificates.ts'

export interface GitServer {
  readonly port: number
  /** Stops listening and breaks what is under way. */
  close(): Promise<void>
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** A whole push may take this long. */
const REQUEST_LIMIT_MS = 600_000

/**
 * Listens on 127.0.0.1 with TLS. When somebody else has taken the port `wish`, it is any other.
 * The handler answers everything; what it throws ends the request.
 */
export async function listen(pair: Pair, wish: number, handler: RequestHandler): Promise<GitServer> {
  const server = createServer({ key: pair.key, cert: pair.certificate, requestTimeout: REQUEST_LIMIT_MS })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    handler(request, response).catch(() => response.destroy())
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  const port = await bind(server, wish)
  return {
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function bind(server: Server, wish: number): Promise<number> {
  try {
    return await bindTo(server, wish)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE' || code === 'EACCES') return await bindTo(server, 0)
    const happened = `The Git server could not listen on 127.0.0.1 (${code ?? String(error)}).`
    const remedy = 'Free a port on this machine and open the lab again.'
    throw new DrydockError({ code: 'port-in-use', happened, remedy }, { cause: error })
  }
}

async function bindTo(server: Server, port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
