import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WebSocket } from 'ws'
import { toWire } from '../contract/errors.ts'
import type { Greeting } from '../contract/supervision.ts'
import type { Engine, EngineOptions } from '../engine/engine.ts'
import { Emitter } from '../engine/lib/emitter.ts'
import type { Log } from '../engine/lib/log.ts'
import type { Announcement } from '../engine/session/announcement.ts'
import type { ServeOptions } from './flags.ts'
import { HOST, type FaceServer } from './http-server.ts'
import type { Instance } from './instance.ts'
import { listenSomewhere } from './listen.ts'
import { Session } from './session.ts'
import { openStaticFiles } from './static-files.ts'

export type EngineMaker = (options: EngineOptions) => Promise<Engine>

export interface ServeDeps {
  readonly options: ServeOptions
  readonly greeting: Greeting
  readonly instance: Instance
  readonly log: Log
  readonly makeEngine: EngineMaker
  /** How long the engine may take to stop. */
  readonly stopWithinMs?: number
}

/** The server at work. */
export interface Serving {
  readonly port: number
  /** Without the token. */
  readonly address: string
  /** Rejects when the engine cannot be made; the server is of no use then. */
  readonly engineReady: Promise<unknown>
  /** Tells every open page that something is wrong. */
  report(problem: unknown): void
  /** Ends the sockets, then the engine, which has `stopWithinMs`. */
  dispose(): Promise<void>
}

/** Stopping three clusters takes about a second; whoever waits longer is not coming. */
const STOP_WITHIN_MS = 15_000

/** Listens while the engine is still being made: a page that comes early waits on its open socket. */
export async function startServing(deps: ServeDeps): Promise<Serving> {
  const { options, greeting, instance, log, makeEngine, stopWithinMs = STOP_WITHIN_MS } = deps
  const { dataRoot, cacheRoot, labsRoot } = options
  const notices = new Emitter<Announcement>()
  const sessions = new Set<Session>()
  const engine = makeEngine({ dataRoot, cacheRoot, labsRoot, appVersion: appVersion(), log })
  const forwarding = engine.then((made) => made.onNotice((notice) => notices.fire(notice)))

  const admit = async (socket: WebSocket): Promise<void> => {
    socket.pause()
    const { handlers } = await engine
    const session = new Session(socket, { handlers, onNotice: notices.event }, log)
    sessions.add(session)
    socket.once('close', () => sessions.delete(session))
    socket.resume()
  }
  const onSocket = (socket: WebSocket): void => {
    admit(socket).catch(() => socket.terminate())
  }
  const files = openStaticFiles(options.rendererRoot)
  const ports = { asked: options.port, preferred: greeting.port }
  let server: FaceServer
  try {
    server = await listenSomewhere({ token: greeting.token, files, onSocket, log }, ports)
  } catch (error) {
    await engine.then((made) => made.dispose()).catch(() => undefined)
    throw error
  }
  const address = `http://${HOST}:${server.port}/`
  instance.update({ address })
  log.info('listening', { address })
  return {
    port: server.port,
    address,
    engineReady: forwarding,
    report: (problem) => notices.fire({ event: 'engine/problem', payload: { problem: toWire(problem) } }),
    async dispose() {
      instance.update({ address, stopping: true })
      for (const session of sessions) session.dispose()
      server.dispose()
      await stopInTime(engine, stopWithinMs, log)
      instance.dispose()
    },
  }
}

async function stopInTime(engine: Promise<Engine>, withinMs: number, log: Log): Promise<void> {
  const late = Promise.withResolvers<'late'>()
  const timer = setTimeout(() => late.resolve('late'), withinMs)
  const stopped = engine.then((made) => made.dispose())
  const outcome = await Promise.race([stopped, late.promise]).catch((error: unknown) => error)
  clearTimeout(timer)
  if (outcome !== undefined) log.error('the engine did not stop well', { outcome })
}

/** The same two folders up from the sources and from the bundle. */
export const packageRoot = join(import.meta.dirname, '../..')

function appVersion(): string {
  const description = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }
  return description.version
}
