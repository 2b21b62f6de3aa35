import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ServeProcess {
  readonly pid: number
  /** The first line on standard output. */
  readonly firstLine: Promise<string>
  readonly stdin: { write(text: string): unknown; end(): unknown }
  readonly output: { stdout: string; stderr: string }
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  kill(signal: NodeJS.Signals): void
}

/** Starts servers in a temporary folder and leaves none behind. */
export function serveProcesses() {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-serve-process-'))
  const started: ServeProcess[] = []
  const page = join(folder, 'page')
  mkdirSync(page)
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Drydock</title>')
  return {
    folder,
    data: join(folder, 'data'),
    start(flags: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): ServeProcess {
      const all = ['--data', join(folder, 'data'), '--cache', join(folder, 'cache'), '--renderer', page, ...flags]
      const child = spawn(process.execPath, [join(import.meta.dirname, 'serve-fixture.ts'), ...all], {
        env: { ...process.env, ...environment },
      })
      const output = { stdout: '', stderr: '' }
      const { promise: firstLine, resolve } = Promise.withResolvers<string>()
      child.stdout.on('data', (chunk) => {
        output.stdout += chunk
        if (output.stdout.includes('\n')) resolve(output.stdout.split('\n')[0] ?? '')
      })
      child.stderr.on('data', (chunk) => (output.stderr += chunk))
      const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string)
      const serve = {
        pid: child.pid ?? 0,
        firstLine,
        stdin: child.stdin,
        output,
        ended,
        kill: (signal: NodeJS.Signals) => void child.kill(signal),
      }
      started.push(serve)
      return serve
    },
    async dispose(): Promise<void> {
      for (const serve of started) serve.kill('SIGKILL')
      await Promise.all(started.map((serve) => serve.ended))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
