/** An object that is written so that it can be seen to arrive: what was written before it has arrived by then. */

import { request } from 'node:https'
import { request as plainRequest } from 'node:http'
import { DrydockError } from '../../../contract/errors.ts'
import type { ObjectQuery } from '../../../contract/lab.ts'
import { readApiAccess } from '../../watch/api-access.ts'

const NAMESPACE = 'kube-system'
const NAME = 'drydock-marker'
export const MARKER: ObjectQuery = { apiVersion: 'v1', kind: 'ConfigMap', name: NAME, namespace: NAMESPACE }

const WRITE_LIMIT_MS = 10_000

/** Writes `tick` through the API server that the kubeconfig names. Rejects with `cluster-unreachable`. */
export async function writeMarker(kubeconfigYaml: string, tick: string): Promise<void> {
  const access = readApiAccess(kubeconfigYaml)
  const path = `/api/v1/namespaces/${NAMESPACE}/configmaps/${NAME}?fieldManager=drydock&force=true`
  const body = JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: NAME, namespace: NAMESPACE },
    data: { tick },
  })
  const options = await access.options()
  const send = access.server.protocol === 'http:' ? plainRequest : request
  const status = await new Promise<number>((resolve, reject) => {
    const headers = {
      ...options.headers,
      'Content-Type': 'application/apply-patch+yaml',
      'Content-Length': Buffer.byteLength(body),
    }
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
    sent.end(body)
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
