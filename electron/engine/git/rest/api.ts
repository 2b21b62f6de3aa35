import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '../../lib/log.ts'
import type { Gate } from '../gate.ts'
import { OWNER } from '../git-paths.ts'
import { userOf, type Credentials } from '../server/access.ts'
import { ApiError, failureAnswer, notFound, ok, type ApiAnswer } from './api-answer.ts'
import type { ApiCall, ApiDeps, ApiHandler, ApiRoute } from './api-call.ts'
import { branchRoutes } from './branch-routes.ts'
import { contentRoutes } from './content-routes.ts'
import { pullRoutes } from './pull-routes.ts'
import { repositoryRoutes } from './repository-routes.ts'

/** As GitHub Enterprise has it; tools are given nothing but the host. */
const BASE = '/api/v3'
const MAX_BODY_BYTES = 1024 * 1024

const root: ApiHandler = async (call) => ok({ current_user_url: `${call.address()}${BASE}/user` })

const ROUTES: readonly ApiRoute[] = [
  { method: 'GET', pattern: /^\/?$/, handle: root },
  ...repositoryRoutes,
  ...branchRoutes,
  ...pullRoutes,
  ...contentRoutes,
]

export type ApiServer = (request: IncomingMessage, response: ServerResponse, credentials: Credentials) => Promise<void>

/** What of GitHub's REST API a lab needs: `flux bootstrap github`, and pull requests with curl. */
export function apiServer(deps: ApiDeps & { readonly gate: Gate; readonly log: Log }): ApiServer {
  return async (request, response, credentials) => {
    const answer = await answerTo(deps, request, credentials).catch((error: unknown) => {
      const failure = failureAnswer(error)
      if (failure.status >= 500) deps.log.error('a request to the Git server failed', { url: request.url, error })
      return failure
    })
    send(response, request, answer)
  }
}

async function answerTo(
  deps: ApiDeps & { readonly gate: Gate },
  request: IncomingMessage,
  credentials: Credentials,
): Promise<ApiAnswer> {
  const { shelf, clock, address } = deps
  const url = request.url ?? ''
  const [path = '', query = ''] = url.split('?', 2)
  if (path !== BASE && !path.startsWith(`${BASE}/`)) throw notFound()
  if (credentials === 'wrong') throw new ApiError(401, 'Bad credentials')
  const found = routeOf(request.method ?? '', path.slice(BASE.length))
  const call: ApiCall = {
    ...{ shelf, clock, address, url, isOwner: credentials === 'right', query: new URLSearchParams(query) },
    body: await readBody(request),
    user: userOf(request.headers.authorization) ?? OWNER,
  }
  return await deps.gate.share(async () => await found.handle(call, ...found.parts))
}

function routeOf(method: string, path: string): { readonly handle: ApiHandler; readonly parts: readonly string[] } {
  const wanted = method === 'HEAD' ? 'GET' : method
  for (const { method: known, pattern, handle } of ROUTES) {
    const match = known === wanted ? pattern.exec(path) : null
    if (match !== null) return { handle, parts: match.slice(1).map((part) => decode(part ?? '')) }
  }
  throw notFound()
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw notFound()
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new ApiError(413, 'Request body is too large')
    chunks.push(chunk)
  }
  if (size === 0) return undefined
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new ApiError(400, 'Problems parsing JSON')
  }
}

function send(response: ServerResponse, request: IncomingMessage, answer: ApiAnswer): void {
  if (response.destroyed) return
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body)
  response.writeHead(answer.status, {
    ...(text === ''
      ? {}
      : { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(text) }),
    'X-OAuth-Scopes': 'repo, user',
    ...answer.headers,
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}
