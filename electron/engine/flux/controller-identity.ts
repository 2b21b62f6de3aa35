import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parse, stringify } from 'yaml'

import type { Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import type { Log } from '../lib/log.ts'
import type { AdminApi } from './admin-api.ts'
import type { ControllerPod } from './wanted-controller.ts'

/** As long as a pod's own token is good for, in seconds. */
const TOKEN_LIFE_S = 3607
/** Renewed when this much of its life is over, as a kubelet does it. */
const RENEWED_AT = 0.8
/** Before another try when the API server did not give one, in milliseconds. */
const RETRY_MS = 5000

export interface IdentityDeps {
  readonly api: AdminApi
  readonly kubeconfigYaml: string
  readonly kubeconfig: string
  readonly token: string
  readonly clock: Clock
  readonly log: Log
}

/**
 * Lets a process be what its pod would be: its ServiceAccount, and nothing more. Writes a kubeconfig that points to a
 * token of that account, and keeps the token fresh until it is disposed. Rejects when the API server gives no token.
 */
export async function takeIdentity(pod: ControllerPod, deps: IdentityDeps): Promise<Disposable> {
  await mkdir(dirname(deps.token), { recursive: true })
  let cancel = (): void => undefined
  let ended = false
  const renew = async (): Promise<void> => {
    const token = await requestToken(pod, deps.api)
    if (!ended) await replaceFile(deps.token, token)
  }
  const later = (ms: number): void => {
    if (ended) return
    cancel = deps.clock.after(ms, () => {
      renew().then(
        () => later(TOKEN_LIFE_S * 1000 * RENEWED_AT),
        (error: unknown) => {
          deps.log.warn('the token of a Flux controller was not renewed', { pod: pod.name, error })
          later(RETRY_MS)
        },
      )
    })
  }
  await renew()
  await replaceFile(deps.kubeconfig, serviceAccountKubeconfig(deps.kubeconfigYaml, pod, deps.token))
  later(TOKEN_LIFE_S * 1000 * RENEWED_AT)
  return {
    dispose() {
      ended = true
      cancel()
    },
  }
}

async function requestToken({ namespace, serviceAccount }: ControllerPod, api: AdminApi): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`
  const answer = await api.send('POST', path, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: TOKEN_LIFE_S },
  })
  const { status } = answer as { status?: { token?: unknown } }
  if (typeof status?.token !== 'string') throw new Error(`no token came for ${namespace}/${serviceAccount}`)
  return status.token
}

/** The administrator's kubeconfig with the ServiceAccount in the administrator's place. */
export function serviceAccountKubeconfig(adminYaml: string, pod: ControllerPod, tokenFile: string): string {
  const admin = parse(adminYaml) as {
    clusters: readonly { name: string; cluster: object }[]
    contexts: readonly { name: string; context: { cluster: string } }[]
    'current-context': string
  }
  const current = admin.contexts.find(({ name }) => name === admin['current-context'])?.context.cluster
  const user = `system:serviceaccount:${pod.namespace}:${pod.serviceAccount}`
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: admin.clusters.filter(({ name }) => name === current),
      users: [{ name: user, user: { tokenFile } }],
      contexts: [{ name: user, context: { cluster: current, user, namespace: pod.namespace } }],
      'current-context': user,
    },
    { lineWidth: 0 },
  )
}

/** Nobody reads half of it, and nobody else reads it at all. */
async function replaceFile(file: string, text: string): Promise<void> {
  await rm(`${file}.new`, { force: true })
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
