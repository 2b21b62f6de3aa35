import { Agent, request } from 'node:https'
import { readApiAccess } from '../../electron/engine/watch/api-access.ts'

/** Sends one request; resolves with the answer when the API server has done it. */
export type Write = (method: string, path: string, body?: object) => Promise<string>

/** With connections that are kept open, as kubectl's are not. */
export async function apiWriter(kubeconfigYaml: string): Promise<Write> {
  const access = readApiAccess(kubeconfigYaml)
  const options = { ...(await access.options()), agent: new Agent({ keepAlive: true, maxSockets: 8 }) }
  return async (method, path, body) => {
    const headers = {
      ...options.headers,
      'Content-Type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    }
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const sent = request(new URL(path, access.server), { ...options, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.once('end', () => {
        const { statusCode = 0 } = response
        if (statusCode < 300) resolve(text)
        else reject(new Error(`${method} ${path} was answered with ${statusCode}.`))
      })
    })
    sent.once('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
    return await promise
  }
}
