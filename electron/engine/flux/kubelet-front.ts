import { createServer as createHttpsServer } from 'node:https'
import { request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { ClusterFiles } from '../cluster/embedded/cluster-files.ts'
import { LOOPBACK } from '../cluster/embedded/ports.ts'
import { readRecord } from '../cluster/embedded/record.ts'
import { FLUX_LOGS_NAMESPACE } from '../cluster/embedded/simulation/flux-logs.ts'
import type { FluxControllerName } from './controllers.ts'
import type { ControllerPod } from './wanted-controller.ts'

/**
 * Stands before the simulated kubelet, where the API server asks for logs. kwok can find logs by the name of a pod only,
 * and those of a Deployment are made up anew each time, while its rules are read once: so the front asks it for the log
 * of the controller instead of that of the pod, and hands everything else on as it is.
 */
export interface KubeletFront {
  readonly port: number
  /** From now on this pod's log is that of the controller. */
  show(pod: ControllerPod, controller: FluxControllerName): void
  /** From now on it is what kwok has for every pod; those who follow the log are told that it has ended. */
  hide(pod: ControllerPod): void
  /** Those who follow the pod's log are told that it has ended. */
  endFollowers(pod: ControllerPod): void
  dispose(): Promise<void>
}

interface Shown {
  readonly controller: FluxControllerName
  readonly followers: Set<ServerResponse>
}

const LOGS = /^\/containerLogs\/([^/]+)\/([^/]+)\/([^/?]+)(\?.*)?$/

export async function openKubeletFront(files: ClusterFiles): Promise<KubeletFront> {
  const shown = new Map<string, Shown>()
  // The certificate that kwok itself shows; the API server does not ask for more of a kubelet.
  const [cert, key] = await Promise.all(['admin.crt', 'admin.key'].map((name) => readFile(join(files.pki, name))))
  const server = createHttpsServer({ cert, key }, (incoming, outgoing) => {
    const [, namespace, name, , query = ''] = LOGS.exec(incoming.url ?? '') ?? []
    const own = shown.get(`${namespace}/${name}`)
    own?.followers.add(outgoing)
    outgoing.once('close', () => own?.followers.delete(outgoing))
    const path = own === undefined ? incoming.url : logPath(own.controller, query)
    handOn(files, incoming, outgoing, path ?? '/').catch((error: unknown) => fail(outgoing, error))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: LOOPBACK, port: 0 }, () => resolve())
  })
  const endFollowers = (pod: ControllerPod): void => {
    for (const follower of shown.get(keyOf(pod))?.followers ?? []) follower.end()
  }
  return {
    port: (server.address() as AddressInfo).port,
    show: (pod, controller) => {
      if (!shown.has(keyOf(pod))) shown.set(keyOf(pod), { controller, followers: new Set() })
    },
    hide: (pod) => {
      endFollowers(pod)
      shown.delete(keyOf(pod))
    },
    endFollowers,
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const keyOf = ({ namespace, name }: ControllerPod): string => `${namespace}/${name}`

const logPath = (controller: FluxControllerName, query: string): string =>
  `/containerLogs/${FLUX_LOGS_NAMESPACE}/${controller}/log${query}`

async function handOn(
  files: ClusterFiles,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  path: string,
): Promise<void> {
  const port = (await readRecord(files))?.ports.kwok
  if (port === undefined) throw new Error('the cluster is gone')
  const { method, headers } = incoming
  const call = request({ host: LOOPBACK, port, path, method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    outgoing.flushHeaders()
    answer.pipe(outgoing)
    answer.once('error', () => outgoing.destroy())
  })
  call.once('error', (error) => fail(outgoing, error))
  outgoing.once('close', () => call.destroy())
  incoming.pipe(call)
}

function fail(outgoing: ServerResponse, error: unknown): void {
  if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain' })
  outgoing.end(`The simulated kubelet does not answer: ${error instanceof Error ? error.message : String(error)}\n`)
}
