import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { DrydockError } from '../../contract/errors.ts'
import { readApiAccess } from './api-access.ts'

export interface ApiPatch {
  /** From the root of the API, with its query. */
  readonly path: string
  readonly contentType: 'application/apply-patch+yaml' | 'application/merge-patch+json'
  readonly body: unknown
}

const WRITE_LIMIT_MS = 10_000

/** Sends one patch to the API server that the kubeconfig names. Rejects with `cluster-unreachable`. */
export async function patchObject(kubeconfigYaml: string, { path, contentType, body }: ApiPatch): Promise<void> {
  const access = readApiAccess(kubeconfigYaml)
  const text = JSON.stringify(body)
  const options = await access.options()
  const send = access.server.protocol === 'http:' ? plainRequest : request
  const status = await new Promise<number>((resolve, reject) => {
    const headers = { ...options.headers, 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) }
    const sent = send(
      new URL(path, access.server),
      { ...options, method: 'PATCH', headers, timeout: WRITE_LIMIT_MS },
      (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode ?? 0))
        response.once('error', reject)
      },
    )
    sent.once('timeout', () => sent.destroy(new Error(`no answer within ${WRITE_LIMIT_MS / 1000} s`)))
    sent.once('error', reject)
    sent.end(text)
  }).catch((error: unknown) => {
    throw unreachable(error instanceof Error ? error.message : String(error), error)
  })
  if (status < 200 || status > 299) throw unreachable(`it answered ${status}`)
}

const unreachable = (why: string, cause?: unknown): DrydockError =>
  new DrydockError(
    {
      code: 'cluster-unreachable',
      happened: `The API server does not take a change: ${why}.`,
      remedy: 'Look at `drydock cluster status`, then try again.',
    },
    { cause },
  )
