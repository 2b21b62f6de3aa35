import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import type { IncomingMessage } from 'node:http'
import type { Disposable } from '../../electron/engine/lib/disposable.ts'
import { readApiAccess } from '../../electron/engine/watch/api-access.ts'

export interface ApiAnswer {
  readonly status: number
  readonly body: string
  /** When the answer's first byte was here (as `performance.now()` says it): what was written is acknowledged. */
  readonly atMs: number
}

/** Somebody else who works on the cluster, on a connection that is kept open. */
export interface Api extends Disposable {
  get(path: string): Promise<ApiAnswer>
  post(path: string, object: object): Promise<ApiAnswer>
  /** A merge patch. */
  patch(path: string, change: object): Promise<ApiAnswer>
  delete(path: string): Promise<ApiAnswer>
}

/** Talks to whom the kubeconfig's current context names. */
export async function connectApi(kubeconfigFile: string): Promise<Api> {
  const access = readApiAccess(await readFile(kubeconfigFile, 'utf8'))
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const send = async (method: string, path: string, body?: object, type = 'application/json'): Promise<ApiAnswer> => {
    const headers = { Accept: 'application/json', 'User-Agent': 'bench', 'Content-Type': type }
    const options = { ...(await access.options()), agent, method, headers }
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const call = request(new URL(path, access.server), options, resolve)
    call.once('error', reject)
    call.end(body === undefined ? undefined : JSON.stringify(body))
    const response = await promise
    const atMs = performance.now()
    return { status: response.statusCode ?? 0, body: await textOf(response), atMs }
  }
  return {
    get: (path) => send('GET', path),
    post: (path, object) => send('POST', path, object),
    patch: (path, change) => send('PATCH', path, change, 'application/merge-patch+json'),
    delete: (path) => send('DELETE', path),
    dispose: () => agent.destroy(),
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) text += chunk
  return text
}

/** Throws with the API server's words when it did not do it. */
export function done(answer: ApiAnswer): ApiAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer
  throw new Error(`the API server answered ${answer.status}: ${answer.body}`)
}
