import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from '../../../scripts/toolchain/lock.ts'

const TIMING = { pollMs: 5, beatMs: 20, abandonedMs: 200 }

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-lock-'))
  path = join(folder, 'get.lock')
})

afterEach(async () => {
  const left = await readdir(folder)
  await rm(folder, { recursive: true })
  if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`)
})

/** A process id that was in use a moment ago and is not now. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid
}

describe('withLock', () => {
  it('names its process in the lock while the work runs', async () => {
    const content = await withLock(path, () => readFile(path, 'utf8'), { timing: TIMING })
    expect(JSON.parse(content)).toMatchObject({ pid: process.pid })
  })

  it('gives the lock back when the work fails', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no luck')), { timing: TIMING })).rejects.toThrow(
      'no luck',
    )
  })

  it('never runs two works at once', async () => {
    let running = 0
    let most = 0
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running)
      await delay(5)
      running--
    }
    await Promise.all(Array.from({ length: 20 }, () => withLock(path, work, { timing: TIMING })))
    expect(most).toBe(1)
  })

  it('takes over from a process that is gone, one at a time', async () => {
    await writeFile(path, JSON.stringify({ pid: deadPid(), token: 'old' }))
    let running = 0
    let most = 0
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running)
      await delay(5)
      running--
    }
    await Promise.all(Array.from({ length: 10 }, () => withLock(path, work, { timing: TIMING })))
    expect(most).toBe(1)
  })

  it('takes over a lock whose process id now belongs to somebody else, once it was not touched for long enough', async () => {
    await writeFile(path, JSON.stringify({ pid: process.pid, token: 'old' }))
    const startedMs = performance.now()
    await withLock(path, async () => {}, { timing: TIMING })
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(TIMING.abandonedMs)
  })

  it('leaves a lock alone as long as its holder keeps touching it', async () => {
    const order: string[] = []
    const long = withLock(
      path,
      async () => {
        await delay(TIMING.abandonedMs * 3)
        order.push('long')
      },
      { timing: TIMING },
    )
    await delay(20)
    await withLock(path, async () => void order.push('next'), { timing: TIMING })
    await long
    expect(order).toEqual(['long', 'next'])
  })

  it('takes over a lock that its holder died writing', async () => {
    await writeFile(path, '')
    expect(await withLock(path, async () => 'mine', { timing: TIMING })).toBe('mine')
  })

  it('says once who is being waited for', async () => {
    const waited: (number | undefined)[] = []
    const first = withLock(path, () => delay(50), { timing: TIMING })
    await delay(10)
    await withLock(path, async () => {}, { timing: TIMING, onWait: (pid) => waited.push(pid) })
    await first
    expect(waited).toEqual([process.pid])
  })

  it('stops waiting when it is aborted', async () => {
    const abort = new AbortController()
    const first = withLock(path, () => delay(100), { timing: TIMING })
    await delay(10)
    const second = withLock(path, async () => {}, { timing: TIMING, signal: abort.signal })
    await delay(20)
    abort.abort()
    await expect(second).rejects.toThrow('aborted')
    await first
  })
})
