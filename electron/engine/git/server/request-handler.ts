import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../lib/clock.ts'
import type { Log } from '../../lib/log.ts'
import type { Gate } from '../gate.ts'
import type { Repository } from '../repository.ts'
import { credentialsOf, isOwnHost, type Credentials } from './access.ts'
import { gitRoute, type GitRoute } from './git-route.ts'
import type { RequestHandler } from './git-server.ts'
import { serveFetch, servePush } from './serve-git.ts'

/** What a request may need of the lab. */
export interface Served {
  readonly folder: string
  readonly staging: string
  readonly hooks: string
  readonly token: string
  readonly gate: Gate
  readonly clock: Clock
  readonly log: Log
  /** Ends what is under way. */
  readonly signal: () => AbortSignal
  /** Known once the server listens. */
  readonly port: () => number
  readonly find: (name: string) => Repository | undefined
  /** The API; everything that is not Git's own protocol. */
  readonly api: (request: IncomingMessage, response: ServerResponse, credentials: Credentials) => Promise<void>
}

export function requestHandler(served: Served): RequestHandler {
  return async (request, response) => {
    response.setHeader('Cache-Control', 'no-store')
    if (!isOwnHost(request.headers.host, served.port())) {
      say(response, 421, 'This server answers as localhost only.')
      return
    }
    const credentials = credentialsOf(request.headers.authorization, served.token)
    const route = gitRoute(request.method ?? '', request.url ?? '')
    if (route === undefined) await served.api(request, response, credentials)
    else await serveRoute(served, route, { request, response, credentials })
  }
}

interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly credentials: Credentials
}

async function serveRoute(served: Served, route: GitRoute, visit: Visit): Promise<void> {
  const { response, credentials } = visit
  await served.gate.share(async () => {
    const repository = served.find(route.repository)
    const needsToken = route.service === 'git-receive-pack' || repository?.record.private !== false
    if (credentials === 'wrong' || (needsToken && credentials === 'none')) {
      response.setHeader('WWW-Authenticate', 'Basic realm="Drydock"')
      const reason = credentials === 'wrong' ? 'This is not the token of this lab.' : 'This needs the token of the lab.'
      say(response, 401, `${reason} It is in $GITHUB_TOKEN of the lab's terminal.`)
    } else if (repository === undefined) {
      say(response, 404, `There is no repository ${route.repository} on this server.`)
    } else {
      const isPush = route.service === 'git-receive-pack' && route.part === 'service'
      await (isPush ? servePush : serveFetch)(served, repository, { route, ...visit })
    }
  })
}

/** Plain text, which Git shows to whoever runs it. */
export function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
  response.end(`${text}\n`)
}
