import { request, type RequestOptions } from 'node:https'

import { DrydockError } from '../../contract/errors.ts'
import type { Disposable } from '../lib/disposable.ts'
import { readApiAccess } from '../watch/api-access.ts'

const ANSWER_WITHIN_MS = 10_000

/** What little the controllers' upkeep asks of the API server as its administrator. */
export interface AdminApi extends Disposable {
  /** The answer's body; rejects with `ApiRefusal` when the server says no. */
  send(method: 'POST' | 'PATCH', path: string, body: object): Promise<unknown>
}

/** The API server answered, but not with what was asked for. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Throws a `DrydockError` when the kubeconfig cannot be used. */
export function createAdminApi(kubeconfigYaml: string): AdminApi {
  const access = readApiAccess(kubeconfigYaml)
  const ended = new AbortController()
  return {
    async send(method, path, body) {
      const options = await access.options()
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
      const headers = { Accept: 'application/json', 'Content-Type': type, ...options.headers }
      const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
      const url = new URL(path, access.server)
      const { status, text } = await answer(url, { agent: false, ...options, method, headers, signal }, body)
      if (status < 200 || status >= 300) throw new ApiRefusal(status, messageOf(text) ?? `It answered ${status}.`)
      return JSON.parse(text)
    },
    dispose: () => ended.abort(new DrydockError(ENDED)),
  }
}

const ENDED = {
  code: 'cancelled',
  happened: 'The connection to the API server was closed.',
  remedy: 'Try again.',
} as const

function answer(url: URL, options: RequestOptions, body: object): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => (text += piece))
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }))
      response.once('error', reject)
    })
    call.once('error', reject)
    call.end(JSON.stringify(body))
  })
}

function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    return typeof message === 'string' ? message : undefined
  } catch {
    return undefined
  }
}
