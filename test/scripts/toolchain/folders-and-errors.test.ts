import { open } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DrydockError } from '../../../electron/contract/errors.ts'
import { defaultCacheRoot } from '../../../scripts/toolchain/cache-folders.ts'
import { explainDiskError } from '../../../scripts/toolchain/disk-error.ts'
import { getTools } from '../../../scripts/toolchain/get-tools.ts'
import { currentPlatform } from '../../../scripts/toolchain/platform.ts'
import { hello } from './helpers/toolchain-fixture.ts'

describe('defaultCacheRoot', () => {
  it.each<[NodeJS.ProcessEnv, string, string]>([
    [{ DRYDOCK_CACHE: '/elsewhere', XDG_CACHE_HOME: '/xdg' }, 'linux', '/elsewhere'],
    [{ XDG_CACHE_HOME: '/xdg' }, 'linux', join('/xdg', 'drydock')],
    [{}, 'linux', join(homedir(), '.cache', 'drydock')],
    [{ XDG_CACHE_HOME: '/xdg' }, 'darwin', join(homedir(), 'Library', 'Caches', 'drydock')],
    [{ LOCALAPPDATA: '/local' }, 'win32', join('/local', 'drydock', 'Cache')],
  ])('with %j on %s it is %s', (env, os, expected) => {
    expect(defaultCacheRoot(env, os)).toBe(expected)
  })
})

describe('currentPlatform', () => {
  it.each([
    ['linux', 'x64', 'linux/amd64'],
    ['darwin', 'arm64', 'darwin/arm64'],
    ['win32', 'x64', 'windows/amd64'],
  ])('%s %s is %s', (os, arch, expected) => {
    expect(currentPlatform(os, arch)).toBe(expected)
  })
})

describe('explainDiskError', () => {
  it('names the folder when the disk is full', async () => {
    const full = await open('/dev/full', 'w')
    const error = await full.write('x').catch((thrown: unknown) => thrown)
    await full.close()
    expect(explainDiskError(error, '/cache')).toMatchObject({
      detail: { code: 'disk-full', at: '/cache', happened: 'The disk that holds the tool cache is full.' },
    })
  })

  it('hands any other error back as it is', () => {
    const error = new Error('something else')
    expect(explainDiskError(error, '/cache')).toBe(error)
  })
})

describe('getTools where the cache cannot be written', () => {
  it('says which folder and what to do', async () => {
    const getting = getTools({ cacheRoot: '/dev/null/cache', pins: [hello], releases: {} })
    await expect(getting).rejects.toThrow(DrydockError)
    await expect(getting).rejects.toThrow(
      '/dev/null/cache/toolchain: The tool cache cannot be written (ENOTDIR). ' +
        'Make the folder writable for this user, or set DRYDOCK_CACHE to another folder; then try again.',
    )
  })
})
