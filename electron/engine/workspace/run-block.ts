import { stripVTControlCharacters } from 'node:util'
import { DrydockError } from '../../contract/errors.ts'
import type { RanCommand } from '../checks/observation.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import { createCommandRecorder } from '../terminal/command-recorder.ts'
import type { Mark } from '../terminal/integration.ts'
import { createLineFeeder } from '../terminal/line-feeder.ts'
import { startShell, type Shell, type ShellPlace } from '../terminal/shell.ts'

export interface BlockOptions {
  readonly signal?: AbortSignal
  /** For the whole block; two minutes when not given. */
  readonly timeoutMs?: number
  readonly clock?: Clock
}

export interface BlockResult {
  /** As a terminal would have recorded them, in order. */
  readonly commands: readonly RanCommand[]
  /** What they printed, without prompts and colours; the end of it when it is very long. */
  readonly output: string
  /** Of the last command; of the shell when a command ended it. 0 for an empty block. */
  readonly exitCode: number
}

const DEFAULT_TIMEOUT_MS = 120_000
/** Whatever a block left in the background has this long to end by itself. */
const GRACE_MS = 100
const MOST_OUTPUT = 1024 * 1024

/** Wide, so that tables are not folded. */
const SIZE = { columns: 240, rows: 50 }

/** The learner's history and rc file stay out of it, and nothing waits for a key. */
const UNATTENDED = { HISTFILE: '/dev/null', PAGER: 'cat', GIT_PAGER: 'cat', __drydock_from_home: '1' }

/**
 * Runs a block of commands as a learner would type them: in a terminal of its own, in the learner's folder, line by
 * line, one failed command not stopping the next. What it leaves in the background is ended with it. Rejects with
 * `deadline-passed`, `cancelled`, or `command-failed` for a block that ends in the middle of a command.
 */
export async function runBlock(place: ShellPlace, commands: string, options: BlockOptions = {}): Promise<BlockResult> {
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS, clock = systemClock } = options
  if (signal?.aborted === true) throw cancelled()
  const shell = startShell(place, SIZE, UNATTENDED)
  const record = createRecord(clock)
  const stop = Promise.withResolvers<never>()
  const cancel = (): void => stop.reject(cancelled())
  const settled = clock.after(timeoutMs, () => stop.reject(tooLong(timeoutMs, record)))
  signal?.addEventListener('abort', cancel)
  try {
    await Promise.race([feed(shell, commands, record), stop.promise])
    return record.result()
  } finally {
    settled()
    signal?.removeEventListener('abort', cancel)
    await shell.end(GRACE_MS)
  }
}

/** Resolves when the whole block has run, or the shell is gone. */
function feed(shell: Shell, commands: string, record: Record): Promise<void> {
  const feeder = createLineFeeder((data) => shell.write(data))
  feeder.feed(commands)
  return new Promise((resolve, reject) => {
    shell.onText((text) => record.text(text))
    shell.onMark((mark) => {
      record.mark(mark)
      feeder.take(mark)
      if (feeder.waiting > 0 || feeder.reading === 'nothing') return
      if (feeder.reading === 'command') resolve()
      else reject(incomplete(commands))
    })
    shell.onExit(({ exitCode }) => {
      record.shellEnded(exitCode)
      resolve()
    })
  })
}

interface Record {
  text(text: string): void
  mark(mark: Mark): void
  shellEnded(exitCode: number): void
  output(): string
  result(): BlockResult
}

/** Output counts from the beginning of a command to its end; what is between is the prompt and the echo. */
function createRecord(clock: Clock): Record {
  const recorder = createCommandRecorder()
  const commands: RanCommand[] = []
  let raw = ''
  let runs = false
  let exitCode: number | undefined
  const output = (): string => stripVTControlCharacters(raw).replaceAll('\r\n', '\n')
  return {
    text(text) {
      if (runs) raw = (raw + text).slice(-MOST_OUTPUT)
    },
    mark(mark) {
      const ran = recorder.take(mark, clock.now())
      if (ran !== undefined) commands.push(ran)
      if (mark.kind === 'started') runs = true
      if (mark.kind === 'ended') runs = false
    },
    shellEnded: (code) => void (exitCode = code),
    output,
    result: () => ({ commands, output: output(), exitCode: exitCode ?? commands.at(-1)?.exitCode ?? 0 }),
  }
}

function tooLong(timeoutMs: number, record: Record): DrydockError {
  return new DrydockError({
    code: 'deadline-passed',
    happened: `The commands were not done after ${timeoutMs / 1000} s and were ended.`,
    remedy: 'Look at the last lines of their output for what they waited for.',
    output: record.output().split('\n').slice(-20).join('\n'),
  })
}

function cancelled(): DrydockError {
  return new DrydockError({ code: 'cancelled', happened: 'The commands were ended before they were done.', remedy: '' })
}

function incomplete(commands: string): DrydockError {
  const last = commands.trim().split('\n').at(-1) ?? ''
  return new DrydockError({
    code: 'command-failed',
    happened: `The commands end in the middle of one, at \`${last}\`.`,
    remedy: 'Close the quote, bracket, loop or here-document that is still open.',
  })
}
