import { join } from 'node:path'
import { DrydockError, toWire, type WireError } from '../contract/errors.ts'
import { SERVE_EXIT, type Greeting, type ServeLine } from '../contract/supervision.ts'
import { readFlags, USAGE, type ServeOptions } from './flags.ts'
import { newToken, readGreeting } from './greeting.ts'
import { claimDataFolder } from './instance.ts'
import { openLogFile } from './log-file.ts'
import { packageRoot, startServing, type EngineMaker, type Serving } from './serve.ts'

/** Serves until told to stop; resolves with the exit code. */
export async function run(argv: readonly string[], makeEngine: EngineMaker): Promise<number> {
  let options: ServeOptions | undefined
  try {
    const flags = readFlags(argv, {
      labsRoot: join(packageRoot, 'labs'),
      rendererRoot: join(packageRoot, 'dist/renderer'),
    })
    if (flags === 'help') {
      process.stdout.write(USAGE)
      return SERVE_EXIT.stopped
    }
    options = flags
    await serveUntilStopped(options, makeEngine)
    return SERVE_EXIT.stopped
  } catch (error) {
    sayFailed(toWire(error), options?.json === true || argv.includes('--json'))
    return exitCodeOf(error)
  }
}

async function serveUntilStopped(options: ServeOptions, makeEngine: EngineMaker): Promise<void> {
  const stop = stopRequests()
  const greeting: Greeting = options.supervised
    ? await readGreeting(process.stdin, stop.request)
    : { token: newToken() }
  const instance = await claimDataFolder(options.dataRoot)
  const log = openLogFile(join(logFolder(options.dataRoot), 'engine.log'))
  let serving: Serving | undefined
  const onBug = (error: unknown): void => {
    log.error('a bug', { error })
    serving?.report(error)
  }
  process.on('uncaughtException', onBug).on('unhandledRejection', onBug)
  try {
    serving = await startServing({ options, greeting, instance, log, makeEngine })
    sayReady(serving, greeting.token, options)
    await Promise.race([stop.requested, serving.engineReady.then(() => stop.requested)])
  } finally {
    log.info('stopping')
    if (serving === undefined) instance.dispose()
    else await serving.dispose()
    process.off('uncaughtException', onBug).off('unhandledRejection', onBug)
  }
}

const logFolder = (dataRoot: string): string => join(dataRoot, 'logs')

/** Resolves at the first wish to stop; later ones change nothing, since stopping has its own time limit. */
function stopRequests(): { readonly requested: Promise<void>; readonly request: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  return { requested: promise, request: resolve }
}

function sayReady({ address, port }: Serving, token: string, { dataRoot, json }: ServeOptions): void {
  const url = `${address}?token=${token}`
  const line: ServeLine = { type: 'ready', url, address, port, pid: process.pid, logs: logFolder(dataRoot) }
  process.stdout.write(json ? `${JSON.stringify(line)}\n` : `Drydock is ready: ${url}\n`)
}

function sayFailed(error: WireError, json: boolean): void {
  const line: ServeLine = { type: 'failed', error }
  if (json) process.stdout.write(`${JSON.stringify(line)}\n`)
  process.stderr.write(`${[error.at, error.happened, error.remedy].filter(Boolean).join('\n')}\n`)
  if (error.code === 'bug' && error.output !== undefined) process.stderr.write(`${error.output}\n`)
}

function exitCodeOf(error: unknown): number {
  if (!(error instanceof DrydockError)) return SERVE_EXIT.failed
  if (error.detail.code === 'usage') return SERVE_EXIT.usage
  return error.detail.code === 'engine-busy' ? SERVE_EXIT.alreadyRunning : SERVE_EXIT.failed
}
