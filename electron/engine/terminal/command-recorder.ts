import type { RanCommand } from '../checks/observation.ts'
import type { Mark } from './integration.ts'

/** What the marks of one terminal add up to. */
export interface CommandRecorder {
  /** Takes the next mark; returns the command that ended with it. `nowMs` is epoch milliseconds. */
  take(mark: Mark, nowMs: number): RanCommand | undefined
  /** The command line that runs now; undefined at the prompt. */
  readonly running: string | undefined
}

interface OpenCommand {
  readonly shell: number
  readonly directory: string
  readonly commandLine: string
}

/**
 * Pairs beginnings with ends. A command also ends when the next one of its shell begins, because a pasted block
 * shows no prompt in between. A shell inside a shell keeps its own; when the outer one speaks again the inner is gone.
 */
export function createCommandRecorder(): CommandRecorder {
  const open: OpenCommand[] = []

  function close(shell: number, exitCode: number, endedAtMs: number): RanCommand | undefined {
    const index = open.findIndex((command) => command.shell === shell)
    const command = open[index]
    if (command === undefined) return undefined
    open.length = index
    const { commandLine, directory } = command
    return { commandLine, exitCode, directory, endedAtMs }
  }

  return {
    take(mark, nowMs) {
      if (mark.kind === 'ended') return close(mark.shell, mark.exitCode, nowMs)
      if (mark.kind !== 'started') return undefined
      const ended = close(mark.shell, mark.previousExitCode, nowMs)
      const { shell, directory, commandLine } = mark
      open.push({ shell, directory, commandLine })
      return ended
    },
    get running() {
      return open.at(-1)?.commandLine
    },
  }
}
