import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A shell script that waits for the end of this process. */
export interface AfterDeath {
  /** Lets it run now, and waits for its end. It must find out by itself that there is nothing to do. */
  release(): Promise<void>
}

/**
 * Runs `script` (POSIX shell) when this process is gone, however it went: a `kill -9` leaves no time to tidy up. A
 * pipe tells: its other end closes with this process. On Windows nothing is run.
 */
export function afterDeath(script: string, environment: Readonly<Record<string, string>>): AfterDeath {
  if (process.platform === 'win32') return { release: () => Promise.resolve() }
  const waiting = `while read -r _; do :; done\n${script}`
  const child = spawn('/bin/sh', ['-c', waiting, 'drydock-guard'], {
    cwd: '/',
    detached: true,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...environment },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without it the clusters only go on longer than they should; the pipe may break when the guard is ended by hand.
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.unref()
  return {
    async release() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      const ended = once(child, 'exit')
      child.ref()
      child.stdin.end()
      await ended
    },
  }
}
