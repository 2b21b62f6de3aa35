import { readFileSync } from 'node:fs'

import { run } from './run.ts'

/** One process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in whatever form the system says it; empty where it does not. */
  readonly started: string
}

/** Undefined when there is no such process. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  if (!exists(pid)) return undefined
  return { pid, started: await startOf(pid) }
}

/** Whether that very process still runs. */
export async function stillRuns(process: ProcessIdentity): Promise<boolean> {
  const now = await identify(process.pid)
  return now !== undefined && (now.started === '' || process.started === '' || now.started === process.started)
}

/** Whether there is a process of that number, whosever it is. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process: it exists.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function startOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return startTicks(pid)
  if (process.platform === 'win32') return ''
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return stdout.trim()
}

/** Field 22 of `/proc/PID/stat`, counted after the name in parentheses, which may hold blanks. */
function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
