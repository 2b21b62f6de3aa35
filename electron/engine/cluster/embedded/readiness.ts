import { request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as tlsRequest, type RequestOptions } from 'node:https'

import type { Clock } from '../../lib/clock.ts'
import type { ApiClient } from './api-client.ts'
import { LOOPBACK, type ClusterPorts } from './ports.ts'

/** Between two attempts to reach a program that is still starting. Once it answers, everything else is a watch. */
const RETRY_MS = 25

/**
 * Repeats `attempt` until it gives true. Errors count as "not yet" and are told to `failed`; `signal` ends it by
 * rejecting.
 */
export async function until(
  clock: Clock,
  signal: AbortSignal,
  attempt: () => Promise<boolean>,
  failed: (error: unknown) => void = () => undefined,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const done = await attempt().catch((error: unknown) => {
      failed(error)
      return false
    })
    if (done) return
    await pause(clock, RETRY_MS, signal)
  }
}

export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      cancel()
      signal?.removeEventListener('abort', settle)
      resolve()
    }
    const cancel = clock.after(ms, settle)
    signal?.addEventListener('abort', settle, { once: true })
  })
}

export const etcdAnswers = (ports: ClusterPorts): Promise<boolean> => healthy(plainRequest, ports.etcd, '/health')

/** kwok serves its health on the port on which it plays the kubelet; the others with certificates of their own. */
export async function controllersAnswer(ports: ClusterPorts): Promise<boolean> {
  const answers = [
    healthy(plainRequest, ports.kwok, '/healthz'),
    healthy(tlsRequest, ports.controllerManager, '/healthz'),
    healthy(tlsRequest, ports.scheduler, '/healthz'),
  ]
  return (await Promise.all(answers)).every(Boolean)
}

export async function apiServerAnswers(api: ApiClient, signal: AbortSignal): Promise<string | undefined> {
  const { status, body } = await api.get('/version', signal)
  return status === 200 ? (JSON.parse(body) as { gitVersion: string }).gitVersion : undefined
}

interface Condition {
  readonly type: string
  readonly status: string
}

interface NodeObject {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly nodeInfo?: { readonly bootID?: string } }
}

/** Resolves when a watch has shown the node Ready, as said by the kubelet with this boot id (any, when undefined). */
export async function nodeReady(
  api: ApiClient,
  node: { readonly name: string; readonly bootId: string | undefined },
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const path = `/api/v1/nodes?watch=true&fieldSelector=${encodeURIComponent(`metadata.name=${node.name}`)}`
  const isReady = ({ status }: NodeObject): boolean =>
    (node.bootId === undefined || status?.nodeInfo?.bootID === node.bootId) &&
    (status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false)
  await until(clock, signal, () => api.watch(path, ({ object }) => isReady(object as NodeObject), signal))
}

/** Resolves when the controller manager has made the account that pods run under; before that none is admitted. */
export async function accountsReady(api: ApiClient, clock: Clock, signal: AbortSignal): Promise<void> {
  const path = '/api/v1/namespaces/default/serviceaccounts?watch=true&fieldSelector=metadata.name%3Ddefault'
  await until(clock, signal, () => api.watch(path, ({ type }) => type === 'ADDED', signal))
}

type Send = (options: RequestOptions, answered: (response: IncomingMessage) => void) => ClientRequest

function healthy(send: Send, port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = send({ host: LOOPBACK, port, path, rejectUnauthorized: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    call.once('error', () => resolve(false))
    call.end()
  })
}
