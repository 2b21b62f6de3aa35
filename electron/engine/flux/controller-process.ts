import { spawn, type ChildProcess } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

import type { Clock } from '../lib/clock.ts'
import { ContainerLog } from './container-log.ts'

/** How long a controller may take to end when it is asked to; then it is ended. */
const ENDED_WITHIN_MS = 2000
/** A controller that says nothing works after this time. */
const WORKS_AFTER_MS = 5000
/** Said for each kind that a controller works on, as soon as it does. */
const WORKS = 'Starting workers'

export interface ProcessPlan {
  readonly program: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly pidFile: string
  readonly log: string
  readonly previousLog: string
}

/** How a process ended; with an error when it was never there. */
export interface ProcessEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly error?: Error
  /** The last lines that it printed. */
  readonly output: string
}

/** One run of a controller. */
export interface ControllerProcess {
  /** Resolves when it works, or has ended. */
  readonly works: Promise<void>
  readonly ended: Promise<ProcessEnd>
  /** Asks it to end, ends it when it does not, and resolves when it is gone. */
  end(): Promise<void>
}

/**
 * Starts a controller, in a process group of its own: a Ctrl-C in the engine's terminal is the engine's matter. What it
 * prints comes through a pipe, so one that outlives its engine ends with the next line it prints.
 */
export async function startController(plan: ProcessPlan, clock: Clock): Promise<ControllerProcess> {
  const log = await ContainerLog.begin(plan.log, plan.previousLog, clock)
  const child = spawn(plan.program, plan.args, {
    cwd: '/',
    env: plan.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = endOf(child, log, plan.pidFile)
  if (child.pid !== undefined) await writeFile(plan.pidFile, `${child.pid}\n`).catch(() => undefined)
  const works = worksOf(child, log, ended, clock)
  return { works, ended, end: () => end(child, ended, clock) }
}

function worksOf(child: ChildProcess, log: ContainerLog, ended: Promise<unknown>, clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const settle = (): void => resolve(undefined)
  const listen = (from: Readable | null, name: 'stdout' | 'stderr'): void => {
    if (from === null) return
    createInterface({ input: from }).on('line', (line) => {
      log.write(name, line)
      if (line.includes(WORKS)) settle()
    })
  }
  listen(child.stdout, 'stdout')
  listen(child.stderr, 'stderr')
  const cancel = clock.after(WORKS_AFTER_MS, settle)
  ended.then(settle, settle)
  return promise.finally(cancel)
}

function endOf(child: ChildProcess, log: ContainerLog, pidFile: string): Promise<ProcessEnd> {
  const { promise, resolve } = Promise.withResolvers<Omit<ProcessEnd, 'output'>>()
  child.once('error', (error) => resolve({ exitCode: null, signal: null, error }))
  // All output has been read by then.
  child.once('close', (exitCode, signal) => resolve({ exitCode, signal }))
  return promise.then(async (end) => {
    await Promise.all([rm(pidFile, { force: true }), log.end()])
    return { ...end, output: log.last }
  })
}

async function end(child: ChildProcess, ended: Promise<unknown>, clock: Clock): Promise<void> {
  child.kill('SIGTERM')
  const cancel = clock.after(ENDED_WITHIN_MS, () => child.kill('SIGKILL'))
  await ended.finally(cancel)
}
