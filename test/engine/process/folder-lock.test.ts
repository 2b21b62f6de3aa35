import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { claim } from '../../../electron/engine/process/folder-lock.ts'
import { identify, stillRuns } from '../../../electron/engine/process/process-identity.ts'

describe('claim', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-lock-'))
    file = join(folder, 'deep', 'lock')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('is refused while it is held, with the holder, and free again after release', async () => {
    const lock = await claim(file, 'The thing')
    expect(await readFile(file, 'utf8')).toBe(lock.text)
    await expect(claim(file, 'The thing')).rejects.toMatchObject({
      detail: {
        code: 'engine-busy',
        happened: `The thing is in use by another Drydock, process ${process.pid}.`,
        remedy: `Use that one, or end it first (\`kill ${process.pid}\`).`,
      },
    })
    await lock.release()
    await lock.release()
    const again = await claim(file, 'The thing')
    await again.release()
    expect(await readdir(join(folder, 'deep'))).toEqual([])
  })

  it('takes over from a process that is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'])
    const holder = await identify(child.pid!)
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    await (await claim(file, 'x')).release()
    await writeFile(file, JSON.stringify(holder))
    const lock = await claim(file, 'x')
    expect(lock.text).toContain(`"pid":${process.pid}`)
  })

  it('takes over from an older process that had our number', async () => {
    await (await claim(file, 'x')).release()
    await writeFile(file, JSON.stringify({ pid: process.pid, started: 'long ago' }))
    const { text } = await claim(file, 'x')
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  it('takes over a file that says nothing', async () => {
    await (await claim(file, 'x')).release()
    await writeFile(file, '')
    const { text } = await claim(file, 'x')
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  it('is given to one of many that want it at once', async () => {
    await (await claim(file, 'x')).release()
    await writeFile(file, JSON.stringify({ pid: 999_999_999, started: '' }))
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => claim(file, 'x')))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('process identity', () => {
  it('tells a process from a later one of the same number', async () => {
    const own = await identify(process.pid)
    expect(own).toMatchObject({ pid: process.pid })
    expect(await stillRuns(own!)).toBe(true)
    expect(await stillRuns({ pid: process.pid, started: '1' })).toBe(false)
    expect(await identify(999_999_999)).toBeUndefined()
  })
})
