import { readFileSync } from 'node:fs'
import { Agent, request, type RequestOptions } from 'node:https'
import { join } from 'node:path'
import type { IncomingMessage } from 'node:http'

import type { Disposable } from '../../lib/disposable.ts'
import { LOOPBACK } from './ports.ts'

export interface ApiAnswer {
  readonly status: number
  readonly body: string
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: unknown
}

/** The administrator's connection to one API server: just what bringing a cluster up needs. */
export class ApiClient implements Disposable {
  readonly #agent: Agent
  readonly #port: number

  constructor(pki: string, port: number) {
    this.#port = port
    this.#agent = new Agent({
      keepAlive: true,
      ca: readFileSync(join(pki, 'ca.crt')),
      cert: readFileSync(join(pki, 'admin.crt')),
      key: readFileSync(join(pki, 'admin.key')),
    })
  }

  get(path: string, signal?: AbortSignal): Promise<ApiAnswer> {
    return this.#send({ method: 'GET', path }, undefined, signal)
  }

  post(path: string, body: object, signal?: AbortSignal): Promise<ApiAnswer> {
    return this.#send({ method: 'POST', path, headers: { 'content-type': 'application/json' } }, body, signal)
  }

  delete(path: string, signal?: AbortSignal): Promise<ApiAnswer> {
    return this.#send({ method: 'DELETE', path }, undefined, signal)
  }

  /** Events of a watch until it ends; rejects when it cannot begin or is cut. `until` ends it by returning true. */
  async watch(path: string, until: (event: WatchEvent) => boolean, signal?: AbortSignal): Promise<boolean> {
    const response = await this.#open({ method: 'GET', path }, undefined, signal)
    if (response.statusCode !== 200)
      throw new Error(`${path} answered ${response.statusCode}: ${await textOf(response)}`)
    let rest = ''
    for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      if (lines.some((line) => line !== '' && until(JSON.parse(line) as WatchEvent))) return true
    }
    return false
  }

  dispose(): void {
    this.#agent.destroy()
  }

  async #send(options: RequestOptions, body: object | undefined, signal: AbortSignal | undefined): Promise<ApiAnswer> {
    const response = await this.#open(options, body, signal)
    return { status: response.statusCode ?? 0, body: await textOf(response) }
  }

  #open(options: RequestOptions, body: object | undefined, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const abort = signal === undefined ? {} : { signal }
      const call = request({ host: LOOPBACK, port: this.#port, agent: this.#agent, ...abort, ...options }, resolve)
      call.once('error', reject)
      call.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) text += chunk
  return text
}
