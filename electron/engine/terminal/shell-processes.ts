import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from '../process/run.ts'

/** How long a shell and its jobs may usually take to end after SIGHUP. */
const GRACE_MS = 500
/** How long the kernel may take after SIGKILL. */
const KILL_MS = 2000
const LOOK_EVERY_MS = 10

/**
 * Ends a shell that leads a session of its own, and everything in that session, background jobs and `nohup` included.
 * Call it while the shell lives or right after it died: later its process id may be somebody else's. A program that left the session on purpose (`setsid`) is not ours any more. Resolves when they are gone.
 */
export async function endSession(leader: number, graceMs = GRACE_MS): Promise<void> {
  const before = await sessionMembers(leader)
  for (const pid of before) signal(pid, 'SIGHUP')
  for (const pid of before) signal(pid, 'SIGCONT')
  if (await isEmptyWithin(leader, graceMs)) return
  for (const pid of await sessionMembers(leader)) signal(pid, 'SIGKILL')
  await isEmptyWithin(leader, KILL_MS)
}

async function isEmptyWithin(leader: number, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += LOOK_EVERY_MS) {
    if ((await sessionMembers(leader)).length === 0) return true
    await sleep(LOOK_EVERY_MS)
  }
  return false
}

/** Process ids in the session of `leader`, itself included while it lives. */
export async function sessionMembers(leader: number): Promise<readonly number[]> {
  return process.platform === 'linux' ? await membersFromProc(leader) : await descendantsFromPs(leader)
}

async function membersFromProc(leader: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(
    pids.map(async (pid) => await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')),
  )
  return stats.flatMap((stat) => {
    // PID (NAME) STATE PPID GROUP SESSION …; the name may hold anything, also brackets.
    const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(session) === leader && state !== 'Z' ? [Number.parseInt(stat, 10)] : []
  })
}

/** Where `ps` does not tell the session: the children and theirs. */
async function descendantsFromPs(leader: number): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,state='])
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/))
  const found = new Set([leader])
  for (let grown = -1; grown !== found.size;) {
    grown = found.size
    for (const [pid, parent] of rows) if (found.has(Number(parent))) found.add(Number(pid))
  }
  const alive = new Set(rows.filter(([, , state]) => !state?.startsWith('Z')).map(([pid]) => Number(pid)))
  return [...found].filter((pid) => alive.has(pid))
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone already, which is what we want.
  }
}
