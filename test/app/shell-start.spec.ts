import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { testElectronExecutable } from '../../scripts/electron-runtime/get-test-electron.ts'
import { isAlive } from './desktop.ts'

const root = join(import.meta.dirname, '../..')

test('npm start opens the window, and leaves nothing when it is stopped', async () => {
  test.setTimeout(180_000)
  const data = mkdtempSync(join(tmpdir(), 'drydock-start-'))
  const environment = {
    ...process.env,
    DRYDOCK_DATA: data,
    ELECTRON_OVERRIDE_DIST_PATH: dirname(await testElectronExecutable()),
  }
  const start = spawn(process.execPath, [join(root, 'scripts/start.mjs')], { env: environment })
  let output = ''
  start.stdout.on('data', (text) => (output += text))
  start.stderr.on('data', (text) => (output += text))
  const ended = once(start, 'close')
  const record = join(data, 'instance.json')
  await expect
    .poll(() => existsSync(record) && readFileSync(record, 'utf8').includes('address'), { timeout: 120_000 })
    .toBe(true)
  const { pid } = JSON.parse(readFileSync(record, 'utf8')) as { pid: number }
  // The window's own folder: it is there once Electron is.
  await expect.poll(() => existsSync(join(data, 'shell'))).toBe(true)
  start.kill('SIGTERM')
  const [code] = (await ended) as [number | null]
  await expect.poll(() => isAlive(pid)).toBe(false)
  expect({ code, output: output.replace(/^(Building|Built).*\n/gm, '') }).toEqual({ code: 0, output: '' })
  rmSync(data, { recursive: true, force: true, maxRetries: 5 })
})
