import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findDesktopRuntime, type RuntimeOptions } from '../../../scripts/start/desktop-runtime.ts'

const DAY_MS = 24 * 60 * 60 * 1000
let folder: string
let options: RuntimeOptions
let downloads: number
let nowMs: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-electron-'))
  downloads = 0
  nowMs = 1_000_000_000_000
  options = {
    root: folder,
    cacheRoot: join(folder, 'cache'),
    environment: { DISPLAY: ':0' },
    platform: 'linux',
    print: () => undefined,
    now: () => nowMs,
    async download() {
      downloads += 1
      throw new Error('unreachable')
    },
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

function install(root: string): string {
  const electron = join(root, 'node_modules/electron')
  mkdirSync(join(electron, 'dist'), { recursive: true })
  writeFileSync(join(electron, 'path.txt'), 'electron')
  writeFileSync(join(electron, 'dist/electron'), '')
  return join(electron, 'dist/electron')
}

const UNREACHABLE = { missing: expect.stringMatching(/^Electron could not be downloaded/) }

describe('findDesktopRuntime', () => {
  it('wants none where no window can be shown', async () => {
    install(folder)
    expect(await findDesktopRuntime({ ...options, environment: {} })).toEqual({ missing: 'there is no display' })
    expect(await findDesktopRuntime({ ...options, environment: { WAYLAND_DISPLAY: 'wayland-0' } })).toHaveProperty(
      'executable',
    )
    expect(await findDesktopRuntime({ ...options, platform: 'darwin', environment: {} })).toHaveProperty('executable')
  })

  it('takes the one that is installed', async () => {
    const executable = install(folder)
    expect([await findDesktopRuntime(options), downloads]).toEqual([{ executable }, 0])
  })

  it('takes the folder that it is told to take, or says that there is none in it', async () => {
    const environment = { ...options.environment, ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'own') }
    expect(await findDesktopRuntime({ ...options, environment })).toEqual({
      missing: `there is no Electron in ${folder}/own`,
    })
    mkdirSync(join(folder, 'own'))
    writeFileSync(join(folder, 'own/electron'), '')
    expect(await findDesktopRuntime({ ...options, environment })).toEqual({ executable: join(folder, 'own/electron') })
  })

  it('downloads it where it is missing', async () => {
    const download = async (root: string): Promise<void> => void install(root)
    expect(await findDesktopRuntime({ ...options, download })).toHaveProperty('executable')
  })

  it('asks a host that cannot be reached once a day', async () => {
    expect([await findDesktopRuntime(options), downloads]).toEqual([UNREACHABLE, 1])
    nowMs += DAY_MS - 1
    expect([await findDesktopRuntime(options), downloads]).toEqual([UNREACHABLE, 1])
    nowMs += 1
    expect([await findDesktopRuntime(options), downloads]).toEqual([UNREACHABLE, 2])
  })
})
