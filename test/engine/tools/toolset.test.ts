import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { readToolset } from '../../../electron/engine/tools/toolset.ts'

describe('readToolset', () => {
  let cache: string
  let manifest: string
  let clock = 1_000_000_000
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'drydock-toolset-'))
    manifest = join(cache, 'toolchain', 'installed.json')
    await mkdir(join(cache, 'toolchain'))
  })
  afterEach(() => rm(cache, { recursive: true, force: true }))

  async function install(content: unknown): Promise<void> {
    await writeFile(manifest, typeof content === 'string' ? content : JSON.stringify(content))
    clock += 10
    await utimes(manifest, clock, clock)
  }
  const kubectl = { version: 'v1.36.3', path: '', sha256: 'abc', source: 'built' }

  it('leads to tools, also to those that come later', async () => {
    const path = join(cache, 'kubectl')
    await writeFile(path, '')
    const toolset = readToolset(cache)
    expect(toolset.has('kubectl')).toBe(false)
    await install({ schema: 1, tools: { kubectl: { ...kubectl, path } } })
    expect(toolset.has('kubectl')).toBe(true)
    expect([toolset.path('kubectl'), toolset.version('kubectl'), toolset.digest('kubectl')]).toEqual([
      path,
      'v1.36.3',
      'abc',
    ])
    expect(toolset.has('kwok')).toBe(false)
    expect(toolset.cacheRoot).toBe(cache)
  })

  it('says what is missing and how to get it', async () => {
    const toolset = readToolset(cache)
    const remedy =
      'Wait until the tools have been fetched, or start again with `npm start`, which fetches what is missing.'
    expect(() => toolset.path('kwok')).toThrow(`The tool kwok is not in ${manifest}. ${remedy}`)
    const path = join(cache, 'removed')
    await install({ schema: 1, tools: { kubectl: { ...kubectl, path } } })
    expect(() => toolset.path('kubectl')).toThrow(`The tool kubectl is not at ${path}. ${remedy}`)
  })

  it.each([
    ['{', 'cannot be read'],
    [{ schema: 2 }, 'it has schema 2, not 1'],
  ])('refuses a list that it does not understand: %j', async (content, message) => {
    await install(content)
    expect(() => readToolset(cache).has('kubectl')).toThrow(message)
  })
})
