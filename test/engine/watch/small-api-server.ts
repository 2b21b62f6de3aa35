import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'

interface Kind {
  readonly apiVersion: string
  readonly kind: string
  readonly plural: string
}

interface Watcher {
  readonly kind: Kind
  readonly namespace: string | undefined
  readonly response: ServerResponse
}

/** Answers the next requests whose path contains `path` in this way instead. */
interface Fault {
  readonly path: string
  readonly status: number
  readonly body: string
  times: number
}

const CRDS: Kind = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
}

/** A real HTTP server that speaks as much of list and watch as a cache needs, and can be made to misbehave. */
export class SmallApiServer {
  readonly requests: string[] = []
  readonly #kinds = new Map<string, Kind>()
  readonly #objects = new Map<string, KubeObject>()
  readonly #watchers = new Set<Watcher>()
  readonly #faults: Fault[] = []
  #server: Server | undefined
  #port = 0
  #resourceVersion = 100
  /** Watches from before this version get 410 Gone. */
  oldestVersion = 0

  constructor() {
    this.define(CRDS)
    this.define({ apiVersion: 'v1', kind: 'Pod', plural: 'pods' })
    this.define({ apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments' })
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => this.#answer(request, response))
    this.#server = server
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    return this
  }

  /** Nobody answers any more; every connection is cut. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    this.#watchers.clear()
    server?.closeAllConnections()
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())))
  }

  get kubeconfig(): string {
    return `apiVersion: v1
kind: Config
current-context: dev
contexts: [{ name: dev, context: { cluster: dev, user: dev } }]
clusters: [{ name: dev, cluster: { server: 'http://127.0.0.1:${this.#port}' } }]
users: [{ name: dev, user: { token: secret } }]
`
  }

  get watches(): number {
    return this.#watchers.size
  }

  /** Paths of the requests so far, of one kind of request; `watch` ones carry a query. */
  count(what: 'list' | 'watch' | 'discovery', path = ''): number {
    return this.requests.filter((request) => kindOfRequest(request) === what && request.includes(path)).length
  }

  define(kind: Kind): void {
    this.#kinds.set(`${kind.apiVersion}/${kind.plural}`, kind)
  }

  /** The kind is gone: its watches end and its paths are not found. */
  undefine(kind: Kind): void {
    this.#kinds.delete(`${kind.apiVersion}/${kind.plural}`)
    for (const watcher of this.#watchers) {
      if (watcher.kind.plural !== kind.plural) continue
      watcher.response.end()
      this.#watchers.delete(watcher)
    }
  }

  put(object: KubeObject): KubeObject {
    const before = this.#objects.has(keyOf(object))
    const stored = {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(++this.#resourceVersion),
        managedFields: [{ manager: 'x' }],
      },
    }
    this.#objects.set(keyOf(object), stored)
    this.#emit(before ? 'MODIFIED' : 'ADDED', stored)
    return stored
  }

  remove(object: KubeObject): void {
    this.#objects.delete(keyOf(object))
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.#resourceVersion) } }
    this.#emit('DELETED', last)
  }

  /** Without a word to the watches, as a restore does it. */
  takeBackTo(objects: readonly KubeObject[], resourceVersion: number): void {
    this.#objects.clear()
    this.#resourceVersion = resourceVersion
    for (const object of objects)
      this.#objects.set(keyOf(object), {
        ...object,
        metadata: { ...object.metadata, resourceVersion: String(resourceVersion) },
      })
  }

  bookmark(): void {
    for (const { kind, response } of this.#watchers) {
      const metadata = { resourceVersion: String(this.#resourceVersion) }
      response.write(`${JSON.stringify({ type: 'BOOKMARK', object: { kind: kind.kind, metadata } })}\n`)
    }
  }

  /** Writes something else to every watch. */
  write(text: string): void {
    for (const { response } of this.#watchers) response.write(text)
  }

  /** Ends every watch as the server does at the end of its time. */
  endWatches(): void {
    for (const { response } of this.#watchers) response.end()
    this.#watchers.clear()
  }

  /** Breaks every connection. */
  cut(): void {
    for (const { response } of this.#watchers) response.socket?.destroy()
  }

  failNext(path: string, status: number, message: string, times = 1): void {
    this.#faults.push({ path, status, body: JSON.stringify({ kind: 'Status', message, code: status }), times })
  }

  answerNext(path: string, body: string, times = 1): void {
    this.#faults.push({ path, status: 200, body, times })
  }

  heal(): void {
    this.#faults.length = 0
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://small')
    this.requests.push(`${url.pathname}${url.search}`)
    const fault = this.#faults.find((each) => `${url.pathname}${url.search}`.includes(each.path) && each.times > 0)
    if (fault !== undefined) {
      fault.times--
      return send(response, fault.status, fault.body)
    }
    const [, root, ...rest] = url.pathname.split('/')
    const apiVersion = root === 'api' ? rest[0] : `${rest[0]}/${rest[1]}`
    const tail = rest.slice(root === 'api' ? 1 : 2)
    if (tail.length === 0) return this.#discover(apiVersion ?? '', response)
    const [namespace, plural] = tail[0] === 'namespaces' && tail.length > 2 ? [tail[1], tail[2]] : [undefined, tail[0]]
    const kind = this.#kinds.get(`${apiVersion}/${plural}`)
    if (kind === undefined) return send(response, 404, '404 page not found')
    if (url.searchParams.get('watch') !== 'true') return this.#list(kind, namespace, url, response)
    this.#watch(kind, namespace, Number(url.searchParams.get('resourceVersion')), response)
  }

  #discover(apiVersion: string, response: ServerResponse): void {
    const kinds = [...this.#kinds.values()].filter((kind) => kind.apiVersion === apiVersion)
    if (kinds.length === 0) return send(response, 404, '404 page not found')
    const resources = kinds.map(({ kind, plural }) => ({
      name: plural,
      kind,
      namespaced: plural !== CRDS.plural,
      verbs: ['list', 'watch'],
    }))
    send(
      response,
      200,
      JSON.stringify({
        kind: 'APIResourceList',
        resources: [{ ...resources[0], name: `${resources[0]?.name}/status` }, ...resources],
      }),
    )
  }

  #list(kind: Kind, namespace: string | undefined, url: URL, response: ServerResponse): void {
    const all = this.#of(kind, namespace)
    const from = Number(url.searchParams.get('continue') ?? 0)
    const limit = Number(url.searchParams.get('limit'))
    const items = all.slice(from, from + limit).map(({ apiVersion: _a, kind: _k, ...rest }) => rest)
    const more = from + limit < all.length ? { continue: String(from + limit) } : {}
    const metadata = { resourceVersion: String(this.#resourceVersion), ...more }
    send(response, 200, JSON.stringify({ apiVersion: kind.apiVersion, kind: `${kind.kind}List`, metadata, items }))
  }

  #watch(kind: Kind, namespace: string | undefined, from: number, response: ServerResponse): void {
    if (from < this.oldestVersion)
      return send(response, 410, JSON.stringify({ message: 'too old resource version', code: 410 }))
    if (from > this.#resourceVersion)
      return send(response, 504, JSON.stringify({ message: 'Too large resource version', code: 504 }))
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.flushHeaders()
    const watcher = { kind, namespace, response }
    this.#watchers.add(watcher)
    response.once('close', () => this.#watchers.delete(watcher))
    for (const object of this.#of(kind, namespace)) {
      if (Number(object.metadata.resourceVersion) > from) response.write(lineOf('MODIFIED', object))
    }
  }

  #of(kind: Kind, namespace: string | undefined): readonly KubeObject[] {
    return [...this.#objects.values()].filter(
      (object) =>
        object.kind === kind.kind &&
        object.apiVersion === kind.apiVersion &&
        (namespace === undefined || namespace === object.metadata.namespace),
    )
  }

  #emit(type: string, object: KubeObject): void {
    for (const { kind, namespace, response } of this.#watchers) {
      const isOfKind = kind.kind === object.kind && kind.apiVersion === object.apiVersion
      if (isOfKind && (namespace === undefined || namespace === object.metadata.namespace))
        response.write(lineOf(type, object))
    }
  }
}

function kindOfRequest(request: string): 'list' | 'watch' | 'discovery' {
  if (request.includes('watch=true')) return 'watch'
  return request.includes('limit=') ? 'list' : 'discovery'
}

const lineOf = (type: string, object: KubeObject): string => `${JSON.stringify({ type, object })}\n`
const keyOf = ({ kind, metadata }: KubeObject): string => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(body)
}
