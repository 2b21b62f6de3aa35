import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Answers that stopped half way. A client that sees the connection break forgets what it had not read yet, so they wait. */
const held: ServerResponse[] = []

type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface ReleaseServer extends AsyncDisposable {
  readonly url: string
  /** Every request so far: path, and the range that was asked for. */
  readonly requests: readonly string[]
  serve(path: string, answer: Answer): void
  /** Breaks the connections that `cutAfter` holds back: to be called when the client has what was sent. */
  cut(): void
}

/** A release host on loopback that does what each test tells it to. What it was not told about is 404. */
export async function startReleaseServer(): Promise<ReleaseServer> {
  const answers = new Map<string, Answer>()
  const requests: string[] = []
  const server = createServer((request, response) => {
    const range = request.headers.range === undefined ? '' : ` ${request.headers.range}`
    requests.push(`${request.url ?? ''}${range}`)
    const answer = answers.get(request.url ?? '') ?? ((_request, missing) => missing.writeHead(404).end())
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    serve: (path, answer) => void answers.set(path, answer),
    cut: () => held.splice(0).forEach((response) => response.destroy()),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A whole file, or the rest of it to whoever asks for a range of just this file. */
export function whole(body: Buffer | string): Answer {
  return (request, response) => send(request, response, Buffer.from(body), Infinity)
}

/** Holds back after `bytes` of the body, until `cut`, the first `times` times, then behaves. */
export function cutAfter(bytes: number, body: Buffer | string, times = Infinity, options: SendOptions = {}): Answer {
  let cuts = 0
  return (request, response) => send(request, response, Buffer.from(body), cuts++ < times ? bytes : Infinity, options)
}

export function status(code: number): Answer {
  return (_request, response) => void response.writeHead(code).end()
}

/** Takes the connection and never says a word. */
export function silence(): Answer {
  return () => {}
}

interface SendOptions {
  /** Without it nobody can tell whether the rest still belongs to the start. */
  readonly etag?: boolean
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  limit: number,
  options: SendOptions = {},
): void {
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 8)}"`
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
  const from = asked !== undefined && request.headers['if-range'] === etag ? Number(asked) : 0
  const rest = body.subarray(from)
  const tag = options.etag === false ? {} : { etag }
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, ...tag })
  if (rest.length <= limit) response.end(rest)
  else {
    held.push(response)
    response.write(rest.subarray(0, limit))
  }
}
