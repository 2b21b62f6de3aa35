import { spawn, type ChildProcess } from 'node:child_process'

export interface RunOptions {
  readonly cwd: string
  readonly environment?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/**
 * Runs a Node program on this terminal; resolves with its exit code, and with 1 when a signal ended it. It is a process
 * group of its own, and `signal` ends the whole of it: the workers of a test runner outlive the runner otherwise.
 */
export function runNode(args: readonly string[], { cwd, environment = {}, signal }: RunOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const child = spawn(process.execPath, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    detached: process.platform !== 'win32',
  })
  const end = (): void => endGroup(child)
  signal?.addEventListener('abort', end)
  if (signal?.aborted === true) end()
  child.once('error', reject)
  child.once('close', (code) => {
    signal?.removeEventListener('abort', end)
    resolve(code ?? 1)
  })
  return promise
}

function endGroup(leader: ChildProcess): void {
  if (leader.pid === undefined) return
  if (process.platform === 'win32') leader.kill()
  else process.kill(-leader.pid, 'SIGTERM')
}
