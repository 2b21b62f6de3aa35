import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ToolchainStatus } from '../../../electron/contract/protocol.ts'
import { watchToolchain, type ToolchainWatch } from '../../../electron/engine/tools/toolchain-watch.ts'

describe('watchToolchain', () => {
  let cache: string
  let watched: ToolchainWatch
  let next: (status: ToolchainStatus) => void = () => undefined

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'drydock-cache-'))
    watched = watchToolchain(cache, (status) => next(status))
  })
  afterEach(() => {
    watched.dispose()
    rmSync(cache, { recursive: true })
  })

  const write = (file: object): Promise<ToolchainStatus> => {
    const changed = new Promise<ToolchainStatus>((resolve) => (next = resolve))
    const path = join(cache, 'toolchain', 'progress.json')
    writeFileSync(`${path}.tmp`, JSON.stringify(file))
    renameSync(`${path}.tmp`, path)
    return changed
  }
  const progress = { tools: ['kustomize'], phase: 'build', index: 2, of: 3 }

  it('is complete when nobody gets anything', () => {
    expect(watched.status).toEqual({ state: 'complete', done: 0, total: 0 })
  })

  it('says what is being got', async () => {
    const status = await write({ state: 'running', pid: process.pid, progress })
    expect(status).toEqual({ state: 'working', tool: 'kustomize', phase: 'build', done: 1, total: 3 })
    expect(await write({ state: 'done', pid: process.pid })).toEqual({ state: 'complete', done: 0, total: 0 })
  })

  it('passes on why it failed', async () => {
    const error = { code: 'tool-missing', happened: 'Go is missing.', remedy: 'Install Go.' }
    expect(await write({ state: 'failed', pid: process.pid, error })).toEqual({
      state: 'failed',
      done: 0,
      total: 0,
      problem: error,
    })
  })

  it('knows a getter that was killed', async () => {
    const status = await write({ state: 'running', pid: 2 ** 22 - 1, progress })
    expect(status).toMatchObject({
      state: 'failed',
      problem: { happened: 'Getting the remaining tools was interrupted.' },
    })
  })
})
