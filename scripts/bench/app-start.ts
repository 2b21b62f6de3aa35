import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { launchBrowser, openUntilInteractive } from './app-browser.ts'
import { startWithNpm } from './app-npm-start.ts'
import { startServe } from './app-serve.ts'

export interface Starts {
  /** From the start of the server's process to its ready line. */
  readonly readyMs: readonly number[]
  /** From there to a page whose labs can be clicked, in a browser that is open already. */
  readonly interactiveMs: readonly number[]
  /** From `npm start` to such a page. */
  readonly npmStartMs: readonly number[]
}

/** Starts the app again and again on one data folder; the first start of each kind, which compiles and builds, is left out. */
export async function measureStarts(runs: number, signal: AbortSignal): Promise<Starts> {
  const dataRoot = await mkdtemp(join(tmpdir(), 'drydock-bench-'))
  const browser = await launchBrowser()
  const endEarly = (): unknown => browser.close()
  signal.addEventListener('abort', endEarly)
  const starts = { readyMs: [] as number[], interactiveMs: [] as number[], npmStartMs: [] as number[] }
  try {
    await startBuilt(browser, dataRoot)
    await startNpm(browser, dataRoot)
    for (let run = 0; run < runs; run++) {
      signal.throwIfAborted()
      const { readyMs, interactiveMs } = await startBuilt(browser, dataRoot)
      starts.readyMs.push(readyMs)
      starts.interactiveMs.push(interactiveMs)
      starts.npmStartMs.push(await startNpmWithoutBuild(browser, dataRoot))
    }
    return starts
  } finally {
    signal.removeEventListener('abort', endEarly)
    await browser.close()
    await rm(dataRoot, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function startBuilt(browser: Browser, dataRoot: string): Promise<{ readyMs: number; interactiveMs: number }> {
  const startedAt = performance.now()
  const serve = await startServe({ dataRoot })
  try {
    await openUntilInteractive(browser, serve.url)
    return { readyMs: serve.readyAfterMs, interactiveMs: performance.now() - startedAt }
  } finally {
    await serve.stop()
  }
}

async function startNpm(browser: Browser, dataRoot: string): Promise<{ tookMs: number; hasBuilt: boolean }> {
  const startedAt = performance.now()
  const app = await startWithNpm(dataRoot)
  try {
    await openUntilInteractive(browser, app.url)
    return { tookMs: performance.now() - startedAt, hasBuilt: app.hasBuilt }
  } finally {
    await app.stop()
  }
}

/** Somebody who changes the sources meanwhile makes a start build them again; such a start does not count. */
const TRIES = 5

async function startNpmWithoutBuild(browser: Browser, dataRoot: string): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { tookMs, hasBuilt } = await startNpm(browser, dataRoot)
    if (!hasBuilt) return tookMs
  }
  throw new Error(`the sources changed during each of ${TRIES} starts`)
}
