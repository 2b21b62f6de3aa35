import { runCli } from '../../electron/cli/program.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly directory?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
}

/** Runs one command line in this process and keeps what it printed. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const printed = { out: '', err: '' }
  const code = await runCli(args, {
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    environment: options.environment ?? {},
    directory: options.directory ?? '/',
    signal: options.signal ?? new AbortController().signal,
  })
  return { code, ...printed }
}
