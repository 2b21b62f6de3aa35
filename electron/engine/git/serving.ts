import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { choosePort } from '../cluster/embedded/ports.ts'
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import { writeWhenDifferent } from '../workspace/files.ts'
import type { Gate } from './gate.ts'
import type { GitPaths } from './git-paths.ts'
import type { RepositoryShelf } from './repository-shelf.ts'
import { apiServer } from './rest/api.ts'
import { readSettings, withPort, writeSettings, type ServerSettings } from './server-settings.ts'
import { openAuthority, trustBundle } from './server/authority.ts'
import { checkBackend } from './server/http-backend.ts'
import { listen, type GitServer } from './server/git-server.ts'
import { pushHook } from './server/push-hook.ts'
import { requestHandler } from './server/request-handler.ts'
import { addressOf, shellEnvironment, writeGitConfig } from './shell-settings.ts'

export interface ServingDeps {
  readonly dataRoot: string
  readonly paths: GitPaths
  readonly shelf: RepositoryShelf
  readonly gate: Gate
  readonly clock: Clock
  readonly log: Log
}

/** The server in front of a lab's repositories: the same address and token each time, where that can be. */
export class Serving {
  readonly #deps: ServingDeps
  #settings: ServerSettings = { token: '', port: undefined, formerPorts: [] }
  #server: GitServer | undefined
  #breaker = new AbortController()
  #moved = false

  constructor(deps: ServingDeps) {
    this.#deps = deps
  }

  get address(): string {
    return this.#settings.port === undefined ? '' : addressOf(this.#settings.port)
  }

  get moved(): boolean {
    return this.#moved
  }

  get formerAddresses(): readonly string[] {
    return this.#settings.formerPorts.map(addressOf)
  }

  get environment(): Readonly<Record<string, string>> {
    return shellEnvironment(this.#deps.paths, this.#settings)
  }

  async start(): Promise<void> {
    const { dataRoot, paths, clock, log } = this.#deps
    await checkBackend(paths.repositories)
    const authority = await openAuthority(dataRoot, clock.now())
    const known = await readSettings(paths.server)
    const hooks = join(paths.root, 'hooks')
    await mkdir(hooks, { recursive: true })
    await writeWhenDifferent(join(hooks, 'pre-receive'), pushHook, 0o755)
    await writeWhenDifferent(paths.bundle, await trustBundle(authority), 0o644)
    const certificate = await authority.serverCertificate(clock.now())
    const port = await choosePort(known.port)
    this.#server = await listen(certificate, port, this.#handler(known.token, hooks))
    this.#settings = withPort(known, this.#server.port)
    this.#moved = known.port !== undefined && known.port !== this.#server.port
    if (this.#moved) log.warn('the port of the Git server was taken', { before: known.port, now: this.#server.port })
    await writeSettings(paths.server, this.#settings)
    await writeGitConfig(paths, this.#settings, authority.caFile)
  }

  #handler(token: string, hooks: string): ReturnType<typeof requestHandler> {
    const { paths, shelf, gate, clock, log } = this.#deps
    return requestHandler({
      ...{ folder: paths.repositories, staging: paths.staging, hooks, token, gate, clock, log },
      signal: () => this.#breaker.signal,
      port: () => this.#server?.port ?? 0,
      find: (name) => shelf.find(name),
      api: apiServer({ shelf, clock, gate, log, address: () => this.address }),
    })
  }

  /** Ends the clones and pushes that are under way. */
  breakOff(): void {
    this.#breaker.abort()
    this.#breaker = new AbortController()
  }

  /** Stops listening; Git that answered a request has ended then. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    await server?.close()
    await this.#deps.gate.alone(
      async () => undefined,
      () => this.breakOff(),
    )
  }
}
