import { mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const LOCK_WAIT_MS = 2000
const LOCK_TRY_MS = 20

/**
 * Does the work while holding the same lock file as `kubectl config` (client-go's `clientcmd.ModifyConfig`), which
 * holds it for milliseconds. One that stays was left by a kubectl that was killed, and would stop every later one:
 * it is taken over.
 */
export async function withKubeconfigLock(path: string, work: () => Promise<void>): Promise<void> {
  const lock = `${path}.lock`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  for (let waitedMs = 0; waitedMs < LOCK_WAIT_MS && !(await create(lock)); waitedMs += LOCK_TRY_MS)
    await sleep(LOCK_TRY_MS)
  try {
    await work()
  } finally {
    await rm(lock, { force: true })
  }
}

/** False when the file exists already. */
async function create(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
