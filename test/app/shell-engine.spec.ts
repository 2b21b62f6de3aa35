import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { isAlive, test } from './desktop.ts'

const fixture = join(import.meta.dirname, '../serve/serve-fixture.ts')

test('a killed engine is brought back behind the open page', async ({ room }) => {
  const { page } = await room.open()
  const before = room.instance()
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  process.kill(before.pid, 'SIGKILL')
  const answers = (): Promise<unknown> =>
    page.evaluate(() =>
      fetch('/').then(
        (response) => response.status,
        () => 'away',
      ),
    )
  await expect.poll(() => (isAlive(before.pid) ? 0 : room.instance().pid)).not.toBe(before.pid)
  await expect.poll(answers).toBe(200)
  expect(room.instance().address).toBe(before.address)
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
})

test('an engine that keeps dying ends in a screen that says why, and can be tried again', async ({ room }) => {
  test.setTimeout(90_000)
  const serve = join(room.data, '..', 'serve.ts')
  mkdirSync(room.data)
  writeFileSync(serve, `console.error('no room for <etcd>')\nprocess.exit(7)\n`)
  const { page } = await room.launch({ DRYDOCK_SERVE: serve })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Drydock has stopped trying', { timeout: 30_000 })
  await expect(page.getByRole('alert')).toHaveText("Drydock's engine ended with code 7, also after several new starts.")
  await expect(page.getByLabel('Last output')).toContainText('no room for <etcd>')
  writeFileSync(serve, `await import(${JSON.stringify(fixture)})\n`)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Try again')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading')).toHaveText('The page', { timeout: 15_000 })
})

test('an engine that cannot work says so at once', async ({ room }) => {
  const { page } = await room.launch({ SERVE_FLAGS: '["--port","http"]' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Drydock has stopped trying')
  await expect(page.getByRole('alert')).toHaveText('--port is "http", which is no port.')
})

test('closing the window stops the engine in good order', async ({ room }) => {
  const { app } = await room.open()
  const { pid } = room.instance()
  await app.close()
  expect([isAlive(pid), room.engineStopped()]).toEqual([false, true])
})

test('a killed shell leaves nothing behind', async ({ room }) => {
  const { pid } = await room.open()
  const engine = room.instance().pid
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => isAlive(engine)).toBe(false)
  expect(room.engineStopped()).toBe(true)
})

test('a page that crashes is loaded again', async ({ room }) => {
  const { app } = await room.open()
  await app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    webContents.on('render-process-gone', () => seen.push('gone'))
    webContents.on('did-finish-load', () => seen.push(webContents.getURL()))
    webContents.forcefullyCrashRenderer()
  })
  const seen = (): Promise<string[]> => app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
  await expect.poll(seen).toEqual(['gone', room.instance().address])
})
