import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runNode } from '../../../scripts/test/run.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-run-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A runner with a worker that does not notice when the runner is gone. */
const RUNNER = `
  const worker = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  require('fs').writeFileSync('worker.pid', String(worker.pid))
`

const workerPid = (): number => Number(readFileSync(join(folder, 'worker.pid'), 'utf8'))

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('runNode', () => {
  it('resolves with the exit code', async () => {
    expect(await runNode(['-e', 'process.exit(3)'], { cwd: folder })).toBe(3)
  })

  it('ends the workers of a runner with it', async () => {
    const stopping = new AbortController()
    const ended = runNode(['-e', RUNNER], { cwd: folder, signal: stopping.signal })
    await expect.poll(() => isAlive(workerPid())).toBe(true)
    stopping.abort()
    expect(await ended).toBe(1)
    await expect.poll(() => isAlive(workerPid())).toBe(false)
  })
})
