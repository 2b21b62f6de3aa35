import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Writable, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DrydockError } from '../../../contract/errors.ts'
import type { Clock } from '../../lib/clock.ts'
import { gitEnvironment, gitIn } from '../run-git.ts'
import type { GitRoute } from './git-route.ts'
import { readCgiHead, type CgiHead } from './cgi-head.ts'

export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly route: GitRoute
  /** The request's body, no longer compressed. */
  readonly body: Readable
  /** Folder of the repositories. */
  readonly folder: string
  readonly clock: Clock
  /** Ends it early. */
  readonly signal: AbortSignal
  /** Added to the environment of Git. */
  readonly environment: Readonly<Record<string, string>>
  readonly config: Readonly<Record<string, string>>
  /** Done when Git has ended and before the answer does, so that who gets the answer sees what came of it. */
  readonly finish: () => Promise<void>
}

/**
 * How long Git may take to end by itself after its request is gone; then it is told to, then it is killed. A signal,
 * also that of a broken pipe, leaves half a push on the disk: Git 2.38 and later put nothing away then.
 */
const GRACE_MS = 10_000
/** Of what Git did not want to read any more, so much is let go by before the connection is cut. */
const MAX_IGNORED_BYTES = 1024 * 1024 * 1024

/** Some systems package it apart from the rest of Git. */
export async function checkBackend(folder: string): Promise<void> {
  const place = await gitIn(folder)(['--exec-path'])
  if ((await readdir(place)).some((file) => /^git-http-backend(\.exe)?$/.test(file))) return
  const happened = 'The Git of this machine has no `git http-backend`.'
  const remedy = 'Install it (on Alpine Linux the package `git-daemon`) and open the lab again.'
  throw new DrydockError({ code: 'tool-missing', happened, remedy })
}

/** Lets `git http-backend` answer. Packs stream both ways; when the client goes, Git goes too. */
export async function exchange(deal: Exchange): Promise<void> {
  const child = spawn('git', ['http-backend'], {
    cwd: deal.folder,
    env: cgiEnvironment(deal),
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: process.platform !== 'win32', // a group of its own, so that its helpers can be ended with it
    windowsHide: true,
  })
  const ended = endOf(child)
  const stop = (): void => end(child, ended, deal.clock)
  deal.signal.addEventListener('abort', stop, { once: true })
  deal.response.once('close', stop)
  try {
    await Promise.all([feed(deal.body, child), answer(deal, child)])
  } catch {
    deal.response.destroy()
  } finally {
    stop()
    await ended
    deal.signal.removeEventListener('abort', stop)
    deal.response.removeListener('close', stop)
    await deal.finish()
  }
  if (!deal.response.destroyed) deal.response.end()
}

/** Git that reads no further (it refused) does not break the request: the rest of it is let go by. */
async function feed(body: Readable, child: ChildProcess): Promise<void> {
  const stdin = child.stdin
  if (stdin === null) return
  stdin.on('error', () => undefined)
  let ignored = 0
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (stdin.writable) stdin.write(chunk, () => done())
      else if ((ignored += chunk.length) <= MAX_IGNORED_BYTES) done()
      else done(new Error('far too much was sent'))
    },
    final(done) {
      stdin.end()
      done()
    },
  })
  try {
    await pipeline(body, sink)
  } catch (error) {
    stdin.destroy()
    throw error
  }
}

async function answer(deal: Exchange, child: ChildProcess): Promise<void> {
  const { response } = deal
  if (child.stdout === null) return
  const head: CgiHead | undefined = await readCgiHead(child.stdout)
  if (head === undefined) {
    response.writeHead(500, { 'Content-Type': 'text/plain' })
    response.write('Git ended without an answer.\n')
    return
  }
  response.writeHead(head.status, head.headers)
  if (head.rest.length > 0) response.write(head.rest)
  for await (const chunk of child.stdout) {
    if (!response.destroyed && !response.write(chunk)) await drained(response)
  }
}

async function drained(response: ServerResponse): Promise<void> {
  const leave = new AbortController()
  const { signal } = leave
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).finally(() =>
    leave.abort(),
  )
}

async function endOf(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
}

/** Takes its input away, and reads what it still says: then Git throws half a pack away and ends. */
function end(child: ChildProcess, ended: Promise<void>, clock: Clock): void {
  child.stdin?.destroy()
  child.stdout?.resume()
  const cancels = [
    clock.after(GRACE_MS, () => signalGroup(child, 'SIGTERM')),
    clock.after(2 * GRACE_MS, () => signalGroup(child, 'SIGKILL')),
  ]
  const cancel = (): void => cancels.forEach((one) => one())
  ended.then(cancel, cancel)
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

function cgiEnvironment(deal: Exchange): Record<string, string> {
  const { request, route } = deal
  const header = (name: string): string => String(request.headers[name] ?? '')
  const query = route.part === 'refs' ? `service=${route.service}` : ''
  return {
    ...gitEnvironment(),
    ...gitConfig(deal.config),
    ...deal.environment,
    GIT_PROJECT_ROOT: deal.folder,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${route.repository}.git/${route.part === 'refs' ? 'info/refs' : route.service}`,
    REQUEST_METHOD: route.part === 'refs' ? 'GET' : 'POST',
    QUERY_STRING: query,
    CONTENT_TYPE: header('content-type'),
    SERVER_PROTOCOL: 'HTTP/1.1',
    REMOTE_USER: 'learner',
    REMOTE_ADDR: '127.0.0.1',
    ...(header('git-protocol') === '' ? {} : { HTTP_GIT_PROTOCOL: header('git-protocol') }),
  }
}

/** Options for every Git that a request starts; files of repositories hold none of them. */
function gitConfig(options: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries({ 'safe.directory': '*', ...options })
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(pairs.length)],
    ...pairs.flatMap(([key, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, key],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ]) as Record<string, string>
}
