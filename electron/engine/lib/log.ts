/** One line per fact, machine-readable; where the lines go is up to the process that made the log. */
export interface Log {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

export type LogFields = Readonly<Record<string, unknown>>

/** Writes JSON lines through `write`; errors keep their name, message and stack. */
export function jsonLog(write: (line: string) => void, now: () => number = Date.now): Log {
  const put =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...fields }, plainErrors)}\n`)
  return { info: put('info'), warn: put('warn'), error: put('error') }
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

function plainErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value
}
