import { mkdir, open, readFile, rm, rmdir, stat, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { codeOf } from './disk-error.ts'
import { uniqueSuffix } from './files.ts'

export interface LockTiming {
  /** How often a waiting process looks again. */
  readonly pollMs: number
  /** How often the holder touches its lock. */
  readonly beatMs: number
  /** A lock not touched for this long while somebody watched is abandoned; several beats, since a busy machine is slow. */
  readonly abandonedMs: number
}

export const LOCK_TIMING: LockTiming = { pollMs: 200, beatMs: 5_000, abandonedMs: 60_000 }

export interface LockOptions {
  readonly signal?: AbortSignal | undefined
  /** Called once when somebody else holds the lock. */
  readonly onWait?: ((holderPid: number | undefined) => void) | undefined
  readonly timing?: LockTiming | undefined
}

/**
 * Runs `work` while no other process runs its own under the same lock file.
 *
 * The file holds the holder's process id, and the holder keeps touching it. A waiting process takes the lock over when that
 * process is gone, or when the file was not touched during `abandonedMs` of its own watching (the process id may by then
 * belong to somebody else). Time asleep does not count: only what the waiting process itself saw pass does.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const timing = options.timing ?? LOCK_TIMING
  await mkdir(dirname(path), { recursive: true })
  const token = await acquire(path, timing, options)
  const beat = setInterval(() => touch(path), timing.beatMs)
  beat.unref()
  try {
    return await work()
  } finally {
    clearInterval(beat)
    if ((await readLock(path))?.token === token) await rm(path, { force: true })
  }
}

interface LockContent {
  readonly pid: number | undefined
  readonly token: string
  readonly touchedMs: number
}

async function acquire(path: string, timing: LockTiming, options: LockOptions): Promise<string> {
  const token = uniqueSuffix()
  let seen: LockContent | undefined
  let unchangedMs = 0
  for (let waited = false; ; waited = true) {
    options.signal?.throwIfAborted()
    if (await create(path, token)) return token
    const held = await readLock(path)
    if (held === undefined) continue // given back just now
    if (!waited) options.onWait?.(held.pid)
    unchangedMs = seen !== undefined && isSameBeat(seen, held) ? unchangedMs + timing.pollMs : 0
    seen = held
    if (isGone(held.pid) || unchangedMs >= timing.abandonedMs) await takeAway(path, held)
    else await delay(timing.pollMs, undefined, { signal: options.signal })
  }
}

async function create(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(JSON.stringify({ pid: process.pid, token }))
    await file.close()
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Undefined when there is no lock. One that is still being written has no process id yet, and is a held lock. */
async function readLock(path: string): Promise<LockContent | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    const [, pid, token = ''] = /"pid":(\d+),"token":"([^"]+)"/.exec(text) ?? []
    return { pid: pid === undefined ? undefined : Number(pid), token, touchedMs: mtimeMs }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

const isSameBeat = (one: LockContent, other: LockContent): boolean =>
  one.token === other.token && one.touchedMs === other.touchedMs

/**
 * Of several processes that find the same abandoned lock, only one removes it: the removal has a lock of its own (a folder,
 * held for a few system calls), and inside it the lock is read again, so that a new holder's is never taken.
 */
async function takeAway(path: string, abandoned: LockContent): Promise<void> {
  const guard = `${path}.takeover`
  try {
    await mkdir(guard)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    await delay(50)
    const age = Date.now() - ((await stat(guard).catch(() => undefined))?.mtimeMs ?? Date.now())
    if (age > TAKEOVER_LIMIT_MS) await rmdir(guard).catch(() => {})
    return
  }
  try {
    const now = await readLock(path)
    if (now !== undefined && isSameBeat(now, abandoned)) await rm(path, { force: true })
  } finally {
    await rmdir(guard)
  }
}

/** A takeover takes milliseconds; one this old belongs to a process that died in it. */
const TAKEOVER_LIMIT_MS = 10_000

function isGone(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

/** A beat that fails changes nothing for the holder; at worst somebody waits for less time than they might. */
function touch(path: string): void {
  const now = new Date()
  utimes(path, now, now).catch(() => {})
}
