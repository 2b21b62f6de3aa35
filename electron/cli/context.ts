import type { ErrorDetail } from '../contract/errors.ts'

/** What a command has of the world around it; `main.ts` hands the real one over. */
export interface CliContext {
  /** Results. */
  out(text: string): void
  /** Everything else: progress, warnings, errors. */
  err(text: string): void
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly directory: string
  /** Aborts when the user wants to stop; whatever was started is then taken down. */
  readonly signal: AbortSignal
}

/** The four endings of a command, and what they mean to whoever reads `$?`. */
export const EXIT = {
  passed: 0,
  notPassed: 1,
  /** The lab, or how the command was called, is wrong. */
  usage: 2,
  /** This machine or the cluster does not play along. */
  environment: 3,
  /** As shells count a program that Ctrl-C has ended. */
  interrupted: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

const YOURS: ReadonlySet<ErrorDetail['code']> = new Set(['lab-invalid', 'lab-unknown', 'usage'])

/** Which ending a failure is. */
export function exitCodeOf({ code }: ErrorDetail): ExitCode {
  if (code === 'cancelled') return EXIT.interrupted
  return YOURS.has(code) ? EXIT.usage : EXIT.environment
}
