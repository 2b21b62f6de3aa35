import { spawn } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CliContext } from './context.ts'

/** Runs the browser face as a program of its own, by path, with this one's input and output; ends with its exit code. */
export async function serve(context: CliContext, args: readonly string[]): Promise<number> {
  const program = fileURLToPath(new URL(`../serve/main${extname(import.meta.url)}`, import.meta.url))
  const child = spawn(process.execPath, [program, ...args], {
    cwd: context.directory,
    stdio: 'inherit',
    env: context.environment,
  })
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone does not.
  const end = (): void => void child.kill('SIGTERM')
  context.signal.addEventListener('abort', end, { once: true })
  return await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)))
  }).finally(() => context.signal.removeEventListener('abort', end))
}
