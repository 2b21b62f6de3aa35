import { randomBytes } from 'node:crypto'
import { accessSync, constants, statSync } from 'node:fs'
import { spawn, type IPty } from '@lydell/node-pty'
import { DrydockError } from '../../contract/errors.ts'
import { Emitter, type Event } from '../lib/emitter.ts'
import { NONCE_VARIABLE, type Mark } from './integration.ts'
import { createIntegrationParser } from './integration-parser.ts'
import { endSession } from './shell-processes.ts'

/** Where and as what a shell starts; a workspace is one. */
export interface ShellPlace {
  readonly home: string
  readonly environment: Readonly<Record<string, string>>
  /** The shell's program and arguments; throws `terminal-failed` when this machine has none. */
  shellCommand(): { readonly file: string; readonly args: readonly string[] }
}

export interface ShellSize {
  readonly columns: number
  readonly rows: number
}

export interface ShellExit {
  readonly exitCode: number
  /** Number of the signal that ended it; 0 when it ended by itself. */
  readonly signal: number
}

/** One running shell in a pseudo-terminal of its own, its marks already taken out of its output. */
export interface Shell {
  readonly pid: number
  readonly onText: Event<string>
  readonly onMark: Event<Mark>
  /** Once, after the last text. */
  readonly onExit: Event<ShellExit>
  write(data: string): void
  resize(size: ShellSize): void
  /** Stops reading; the program waits once the kernel's buffer is full. */
  pause(): void
  resume(): void
  /** Ends the shell and all that runs in its session, by force after `graceMs`; resolves when it is gone. */
  end(graceMs?: number): Promise<void>
}

/** The only place that starts pseudo-terminals. Throws `terminal-failed` when the shell cannot start. */
export function startShell(place: ShellPlace, size: ShellSize, extra: Readonly<Record<string, string>> = {}): Shell {
  const { file, args } = place.shellCommand()
  checkCanStart(file, place.home)
  const nonce = randomBytes(12).toString('hex')
  const env = {
    ...place.environment,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    ...extra,
    [NONCE_VARIABLE]: nonce,
  }
  try {
    const pty = spawn(file, [...args], { cwd: place.home, env, cols: size.columns, rows: size.rows, name: env.TERM })
    return wrap(pty, nonce)
  } catch (error) {
    throw cannotStart(file, error instanceof Error ? error.message : String(error), error)
  }
}

/** The child of a fork cannot tell why it failed, so the usual reasons are looked at before. */
function checkCanStart(file: string, folder: string): void {
  try {
    accessSync(file, constants.X_OK)
  } catch (error) {
    throw cannotStart(file, 'it is not there or cannot be executed', error)
  }
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return
  throw new DrydockError({
    code: 'terminal-failed',
    happened: `The lab's folder ${folder} is not there.`,
    remedy: 'Reset the lab, which makes the folder again.',
  })
}

function cannotStart(file: string, reason: string, cause: unknown): DrydockError {
  const happened = `The shell ${file} could not be started: ${reason}.`
  const remedy = 'Close other terminals and programs, or install bash again; then open the terminal again.'
  return new DrydockError({ code: 'terminal-failed', happened, remedy }, { cause })
}

function wrap(pty: IPty, nonce: string): Shell {
  const parser = createIntegrationParser(nonce)
  const onText = new Emitter<string>()
  const onMark = new Emitter<Mark>()
  const onExit = new Emitter<ShellExit>()
  let ended: Promise<void> | undefined
  let exited = false

  pty.onData((chunk) => {
    for (const piece of parser.push(chunk)) {
      if ('text' in piece) onText.fire(piece.text)
      else onMark.fire(piece.mark)
    }
  })
  pty.onExit(({ exitCode, signal = 0 }) => {
    exited = true
    ended ??= endSession(pty.pid)
    const last = parser.flush()
    if (last !== '') onText.fire(last)
    onExit.fire({ exitCode, signal })
  })

  return {
    pid: pty.pid,
    onText: onText.event,
    onMark: onMark.event,
    onExit: onExit.event,
    write: (data) => void (exited || pty.write(data)),
    resize: ({ columns, rows }) => void (exited || pty.resize(columns, rows)),
    pause: () => void (exited || pty.pause()),
    resume: () => void (exited || pty.resume()),
    end(graceMs) {
      if (!exited) pty.resume()
      ended ??= endSession(pty.pid, graceMs)
      return ended
    },
  }
}
