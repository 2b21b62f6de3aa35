/**
 * Failures that we knew could happen, as values that cross processes. Anything else that is thrown is a bug
 * and is shown as one (`code: 'bug'`). The far side looks at `code`, never at `instanceof`.
 */

export type ErrorCode =
  | 'bug'
  | 'cancelled'
  | 'capability-missing'
  | 'cluster-failed'
  | 'cluster-unreachable'
  | 'command-failed'
  | 'deadline-passed'
  | 'disk-full'
  | 'disk-read-only'
  | 'engine-busy'
  | 'git-failed'
  | 'lab-invalid'
  | 'lab-unknown'
  | 'merge-conflict'
  | 'not-found'
  | 'port-in-use'
  | 'progress-unreadable'
  | 'protocol-mismatch'
  | 'refused'
  | 'terminal-failed'
  | 'tool-missing'
  | 'usage'

export interface ErrorDetail {
  readonly code: ErrorCode
  /** What is true, in one sentence, with the actual value in it. */
  readonly happened: string
  /** What the reader can do next, as an instruction. */
  readonly remedy: string
  /** Where to look: `file:line:column`, or an object such as `deployment/vote in instavote`. */
  readonly at?: string
  /** The last lines that a tool printed, for those who want to see more. */
  readonly output?: string
  /** True when trying again cannot help until somebody changes something. */
  readonly terminal?: boolean
}

/** An error as it travels: the detail, nothing that only one process understands. */
export type WireError = ErrorDetail

export class DrydockError extends Error {
  override readonly name = 'DrydockError'
  readonly detail: ErrorDetail

  constructor(detail: ErrorDetail, options?: { readonly cause?: unknown }) {
    const where = detail.at === undefined ? '' : `${detail.at}: `
    super(`${where}${detail.happened} ${detail.remedy}`.trim(), options)
    this.detail = detail
  }
}

/** Makes any thrown value fit to travel. What is not a `DrydockError` becomes a `bug` that keeps its message. */
export function toWire(thrown: unknown): WireError {
  if (thrown instanceof DrydockError) return thrown.detail
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return {
    code: 'bug',
    happened: `Something went wrong inside Drydock: ${message}`,
    remedy: 'Try again; if it happens again, report it with the log file.',
    ...(thrown instanceof Error && thrown.stack !== undefined ? { output: thrown.stack } : {}),
  }
}

export const fromWire = (wire: WireError): DrydockError => new DrydockError(wire)
