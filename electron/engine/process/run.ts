import { execa, ExecaError } from 'execa'

import { DrydockError } from '../../contract/errors.ts'

export interface RunOptions {
  /** After this the program is ended. Default 60 s. */
  readonly timeoutMs?: number
  /** The whole environment; without it the engine's own. */
  readonly environment?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Written to its standard input, which is otherwise empty. */
  readonly input?: string
  /** Ends the program; `run` then rejects with code `cancelled`. */
  readonly signal?: AbortSignal
  /** What to do when it fails; shown instead of the general advice. */
  readonly remedy?: string
}

export interface RunResult {
  readonly stdout: string
  readonly stderr: string
}

const DEFAULT_TIMEOUT_MS = 60_000
const SHOWN_LINES = 20
/** More of a program's output is not kept. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024

/**
 * Runs a program to its end, without a shell. A failure is a `DrydockError` that names the command, how it ended and
 * the last lines it printed.
 */
export async function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  try {
    const { stdout, stderr } = await execa(file, args, {
      timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
      ...(options.environment === undefined ? {} : { env: options.environment, extendEnv: false }),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    })
    return { stdout, stderr }
  } catch (error) {
    if (error instanceof ExecaError) throw failure(file, args, options, error)
    throw error
  }
}

function failure(file: string, args: readonly string[], options: RunOptions, error: ExecaError): DrydockError {
  const command = [file, ...args].join(' ')
  if (error.isCanceled) {
    const detail = { code: 'cancelled', happened: `\`${command}\` was cancelled.`, remedy: 'Run it again.' } as const
    return new DrydockError(detail, { cause: error })
  }
  const output = lastLines(`${text(error.stderr)}\n${text(error.stdout)}`)
  return new DrydockError(
    {
      code: error.code === 'ENOENT' ? 'tool-missing' : 'command-failed',
      happened: `\`${command}\` ${ending(error, options)}.`,
      remedy: options.remedy ?? 'Read its last output, put right what it names, and try again.',
      ...(output === '' ? {} : { output }),
    },
    { cause: error },
  )
}

function ending(error: ExecaError, options: RunOptions): string {
  if (error.timedOut) return `did not end within ${(options.timeoutMs ?? DEFAULT_TIMEOUT_MS) / 1000} s`
  if (error.isMaxBuffer) return `printed more than ${MAX_OUTPUT_BYTES / 1024 / 1024} MB`
  if (error.exitCode !== undefined) return `ended with exit code ${error.exitCode}`
  if (error.signal !== undefined) return `was ended by ${error.signal}`
  return `could not be started (${error.code ?? error.shortMessage})`
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** The last lines of what a program printed, without empty ones. */
export function lastLines(output: string, count = SHOWN_LINES): string {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n')
}
