import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

import type { Clock } from '../lib/clock.ts'

export interface StartOptions {
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>
  /** Each line that it prints. */
  readonly onLine: (stream: 'stdout' | 'stderr', line: string) => void
  readonly clock: Clock
}

/** How a program ended; with an error when it was never there. */
export interface ProgramEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly error?: Error
}

/** A program that goes on until it is ended. */
export interface StartedProgram {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined
  /** Resolves when it is gone and everything that it printed has been heard. */
  readonly ended: Promise<ProgramEnd>
  /** Asks it to end, ends it when it does not within `limitMs`, and resolves when it is gone. */
  end(limitMs: number): Promise<void>
}

/**
 * Starts a program without a shell, in a process group of its own: a Ctrl-C in the engine's terminal is the engine's
 * matter. What it prints comes through pipes, so one that outlives its engine ends with the next line that it prints.
 */
export function start(file: string, args: readonly string[], options: StartOptions): StartedProgram {
  const { environment, onLine, clock } = options
  const child = spawn(file, args, { cwd: '/', env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const { promise: ended, resolve } = Promise.withResolvers<ProgramEnd>()
  child.once('error', (error) => resolve({ exitCode: null, signal: null, error }))
  child.once('close', (exitCode, signal) => resolve({ exitCode, signal }))
  const listen = (from: Readable, stream: 'stdout' | 'stderr'): void => {
    createInterface({ input: from }).on('line', (line) => onLine(stream, line))
  }
  listen(child.stdout, 'stdout')
  listen(child.stderr, 'stderr')
  return {
    pid: child.pid,
    ended,
    async end(limitMs) {
      child.kill('SIGTERM')
      const cancel = clock.after(limitMs, () => child.kill('SIGKILL'))
      await ended.finally(cancel)
    },
  }
}
