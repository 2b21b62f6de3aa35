import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { test } from './desktop.ts'

/** Notes what would be opened outside, instead of opening it. */
async function noteOpened(app: ElectronApplication): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => {
      opened.push(url)
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
}

const windows = (app: ElectronApplication): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

/** Follows a link of the page, as a person would. */
async function follow(page: Page, href: string, target = ''): Promise<void> {
  await page.evaluate(
    ([to, where]) => {
      const link = Object.assign(document.createElement('a'), { href: to, target: where, textContent: 'link' })
      document.body.replaceChildren(link)
      link.click()
    },
    [href, target] as const,
  )
}

test('the page is in the sandbox', async ({ room }) => {
  const { app, page } = await room.open()
  const inPage = await page.evaluate(() =>
    ['require', 'process', 'module', 'global', 'Buffer'].filter((name) => name in window),
  )
  expect(inPage).toEqual([])
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = contents.getLastWebPreferences()
    return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity }
  })
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  })
})

test('https links open outside, nothing else does, and the page stays', async ({ room }) => {
  const { app, page } = await room.open()
  const opened = await noteOpened(app)
  const own = page.url()
  for (const href of [
    'https://kubernetes.io/docs/',
    'http://example.com/',
    'file:///etc/passwd',
    'vscode://open',
    'drydock:retry',
  ]) {
    await follow(page, href)
    await follow(page, href, '_blank')
  }
  await page.evaluate(() => window.open('https://fluxcd.io/'))
  await expect
    .poll(opened)
    .toEqual(['https://kubernetes.io/docs/', 'https://kubernetes.io/docs/', 'https://fluxcd.io/'])
  expect([page.url(), await windows(app)]).toEqual([own, 1])
})

test('the bridge opens https only', async ({ room }) => {
  const { app, page } = await room.open()
  const opened = await noteOpened(app)
  await page.evaluate(async () => {
    const { drydock } = window as unknown as { drydock: { openExternal(url: string): Promise<void> } }
    for (const url of ['https://fluxcd.io/', 'http://fluxcd.io/', 'file:///etc/passwd', 'javascript:alert(1)'])
      await drydock.openExternal(url)
  })
  expect(await opened()).toEqual(['https://fluxcd.io/'])
})

test('a page of another server on this machine is not let in', async ({ room }) => {
  const other = createServer((_request, response) => response.end('<h1>Other</h1>')).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { app, page } = await room.open()
  const own = page.url()
  await follow(page, `http://127.0.0.1:${(other.address() as AddressInfo).port}/`)
  await page.evaluate(() => window.open('/'))
  await page.waitForTimeout(300)
  expect([page.url(), await windows(app)]).toEqual([own, 1])
  other.close()
})

test('permissions are refused, but a command may be copied', async ({ room }) => {
  const { page } = await room.open()
  // The clipboard wants a page that is in use.
  await page.mouse.click(100, 100)
  const outcomes = await page.evaluate(async () => {
    const outcome = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'allowed',
        () => 'refused',
      )
    const position = new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))
    return {
      location: await outcome(position),
      notifications: await Notification.requestPermission(),
      camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true })),
      reading: await outcome(navigator.clipboard.readText()),
      copying: await outcome(navigator.clipboard.writeText('kubectl get pods')),
    }
  })
  expect(outcomes).toEqual({
    location: 'refused',
    notifications: 'denied',
    camera: 'refused',
    reading: 'refused',
    copying: 'allowed',
  })
})
