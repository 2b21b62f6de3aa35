import { execFileSync } from 'node:child_process'
import { mkdtemp, open, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { distrust, findInStore, installInStore, storePath, type StoreEntry } from '../../../scripts/toolchain/store.ts'
import { sha256 } from './helpers/toolchain-fixture.ts'

const entry: StoreEntry = { name: 'hello', version: 'v1', platform: 'linux/amd64', key: '0123456789abcdef' }

/** A whole second, so that every disk and every clock can keep it exactly. */
const LONG_AGO = new Date('2026-01-01T00:00:00Z')

let store: string

beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'drydock-store-'))
})

afterEach(async () => {
  await rm(store, { recursive: true })
})

async function install(content = '#!/bin/sh\necho hello\n') {
  const file = join(store, 'fresh')
  await writeFile(file, content)
  await utimes(file, LONG_AGO, LONG_AGO)
  return installInStore(store, entry, file, 'built')
}

/** Other content of the same size and with the same times, as a bad disk would make it. */
async function rot(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.write('X', 3)
  await file.close()
  await utimes(path, LONG_AGO, LONG_AGO)
}

describe('store', () => {
  it('makes what it installs executable', async () => {
    const { path } = await install()
    expect(execFileSync(path, { encoding: 'utf8' })).toBe('hello\n')
  })

  it('finds what it installed', async () => {
    const installed = await install('one')
    expect(installed).toEqual({ path: storePath(store, entry), sha256: sha256('one'), origin: 'built' })
    expect(await findInStore(store, entry, 'quick')).toEqual(installed)
  })

  it('replaces what was there before', async () => {
    await install('one')
    const second = await install('two')
    expect(await readFile(second.path, 'utf8')).toBe('two')
    expect(await findInStore(store, entry, 'full')).toEqual(second)
  })

  it('names the file .exe for Windows', () => {
    expect(storePath('store', { ...entry, platform: 'windows/arm64' })).toBe(
      join('store', 'hello-v1-0123456789abcdef', 'hello.exe'),
    )
  })

  it('finds nothing where the record beside the binary is cut', async () => {
    const { path } = await install()
    await writeFile(join(path, '..', 'tool.json'), '{ "schema": 1, "sha')
    expect(await findInStore(store, entry, 'quick')).toBeUndefined()
  })

  it('sees content that changed behind unchanged size and times only with a full check', async () => {
    const { path } = await install()
    await rot(path)
    expect(await findInStore(store, entry, 'quick')).toBeDefined()
    expect(await findInStore(store, entry, 'full')).toBeUndefined()
  })

  it('does not find again what was distrusted', async () => {
    await install()
    await distrust(store, entry)
    expect(await findInStore(store, entry, 'quick')).toBeUndefined()
  })
})
