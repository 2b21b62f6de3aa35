import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from '@playwright/test'

/** Chromium without a screen: `DRYDOCK_CHROMIUM`, else the one on the PATH, else Playwright's own. */
export async function launchBrowser(environment: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  const executablePath = environment['DRYDOCK_CHROMIUM'] ?? onPath('chromium', environment['PATH'])
  /** Chromium refuses its sandbox to root, whom continuous integration often is. */
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return await chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) })
}

function onPath(name: string, path = ''): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Opens the page as somebody who has never been there; resolves when the first lab of the catalogue can be clicked. */
export async function openUntilInteractive(browser: Browser, url: string): Promise<void> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'commit' })
    await page.locator('.lab-row').first().click({ trial: true })
  } finally {
    await context.close()
  }
}
