import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type ElectronApplication } from '@playwright/test'
import { test } from './desktop.ts'

type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const bounds = (app: ElectronApplication): Promise<Bounds> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds())

test('the window shows the page under a clean address', async ({ room }) => {
  const { page } = await room.open()
  expect(page.url()).toBe(room.instance().address)
  await page.reload()
  await expect(page.getByRole('heading')).toHaveText('The page')
})

test('the window comes back where it was', async ({ room }) => {
  const first = await room.open()
  const moved = { x: 40, y: 30, width: 1010, height: 690 }
  await first.app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]!.setBounds(wanted), moved)
  await expect.poll(async () => (await bounds(first.app)).width).toBe(1010)
  await first.app.close()
  const second = await room.open()
  const { width, height } = await bounds(second.app)
  expect({ width, height }).toEqual({ width: 1010, height: 690 })
})

test('a second start focuses the first window and ends', async ({ room }) => {
  const first = await room.open()
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize())
  const exit = await room.launchAgain()
  expect(exit).toBe(0)
  await expect
    .poll(() =>
      first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((each) => each.isMinimized())),
    )
    .toEqual([false])
})

test('the menu leaves the keys of a shell alone', async ({ room }) => {
  const { app } = await room.open()
  const menu = await app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).map((top) => ({
      label: top.label,
      items: (top.submenu?.items ?? [])
        .filter((item) => item.type !== 'separator')
        .map((item) => ({ label: item.label, keys: item.registerAccelerator ? (item.accelerator ?? '') : '' })),
    })),
  )
  expect(menu.map((top) => top.label)).toEqual(['File', 'Edit', 'View', 'Help'])
  expect(menu.at(-1)?.items.map((item) => item.label)).toEqual([
    'Kubernetes documentation',
    'Flux documentation',
    'Show the log files',
    'About Drydock',
  ])
  const keys = menu.flatMap((top) => top.items.map((item) => item.keys))
  expect(keys.filter((each) => /^(CommandOrControl|CmdOrCtrl|Control|Ctrl)\+[A-Z]$/i.test(each))).toEqual([])
})

test('the menu zooms the page', async ({ room }) => {
  const { app } = await room.open()
  const zoomed = await app.evaluate(async ({ BrowserWindow, Menu }) => {
    const window = BrowserWindow.getAllWindows()[0]!
    const view = Menu.getApplicationMenu()!.items[2]!.submenu!.items
    view.find((item) => item.role?.toLowerCase() === 'zoomin')!.click(undefined, window, window.webContents)
    return window.webContents.getZoomLevel()
  })
  expect(zoomed).toBeGreaterThan(0)
})

test('the window is light or dark as the page says', async ({ room }) => {
  const { app, page } = await room.open()
  const bridge = await page.evaluate(() => Object.keys((window as unknown as { drydock: object }).drydock))
  expect(bridge).toEqual(['openExternal', 'showLogs', 'setTheme'])
  const set = (theme: string): Promise<string> =>
    page.evaluate(async (wanted) => {
      const { drydock } = window as unknown as { drydock: { setTheme(theme: string): Promise<void> } }
      return drydock.setTheme(wanted).then(
        () => 'done',
        (error: unknown) => String(error),
      )
    }, theme)
  expect(await set('dark')).toBe('done')
  expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
  expect(await set('pink')).toContain('One of light, dark, system is wanted.')
})

test('the page of an engine that comes late says so first', async ({ room }) => {
  const late = join(room.data, '..', 'late.ts')
  const fixture = join(import.meta.dirname, '../serve/serve-fixture.ts')
  writeFileSync(
    late,
    `await new Promise((resolve) => setTimeout(resolve, 2500))\nawait import(${JSON.stringify(fixture)})\n`,
  )
  const { page } = await room.launch({ DRYDOCK_SERVE: late })
  await expect(page.getByRole('heading')).toHaveText('Drydock is starting')
  await expect(page.getByRole('heading')).toHaveText('The page')
})
