import { spawn } from 'node:child_process'

export interface RunOptions {
  readonly cwd: string
  readonly environment?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Runs a Node program on this terminal; resolves with its exit code, and with 1 when a signal ended it. */
export function runNode(args: readonly string[], { cwd, environment = {}, signal }: RunOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const child = spawn(process.execPath, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    ...(signal === undefined ? {} : { signal, killSignal: 'SIGTERM' }),
  })
  child.once('error', (error) => (signal?.aborted === true ? undefined : reject(error)))
  child.once('close', (code) => resolve(code ?? 1))
  return promise
}
