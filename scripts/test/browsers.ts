import { existsSync } from 'node:fs'
import { testElectronExecutable } from '../electron-runtime/get-test-electron.ts'
import { findProgram } from './find-program.ts'

/** Something that a suite needs: what to put into its environment, or why it cannot be had. */
export type Provision = { readonly environment: Readonly<Record<string, string>> } | { readonly missing: string }

/** A Chromium: the one that `DRYDOCK_CHROMIUM` names, the system's, or the one that Playwright once installed. */
export async function provideChromium(): Promise<Provision> {
  const named = process.env['DRYDOCK_CHROMIUM']
  if (named !== undefined && !existsSync(named))
    return { missing: `DRYDOCK_CHROMIUM names ${named}, which does not exist` }
  const { chromium } = await import('@playwright/test')
  const own = chromium.executablePath()
  const found =
    named ?? findProgram(['chromium', 'chromium-browser', 'google-chrome']) ?? (existsSync(own) ? own : undefined)
  if (found !== undefined) return { environment: { DRYDOCK_CHROMIUM: found } }
  return { missing: 'there is no Chromium; install the package chromium, or run: npx playwright install chromium' }
}

/** An Electron for the tests: the one that is installed where there is one, else the one out of the Python package. */
export async function provideElectron(print: (line: string) => void): Promise<Provision> {
  try {
    await testElectronExecutable({ print })
    return { environment: {} }
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) }
  }
}
