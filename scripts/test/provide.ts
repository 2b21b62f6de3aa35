import { getTools } from '../toolchain/get-tools.ts'
import { createProgressDisplay } from '../toolchain/progress-terminal.ts'
import { buildIfChanged } from '../start/build-if-changed.ts'
import { provideChromium, provideElectron, type Provision } from './browsers.ts'
import { openDisplay, type Display } from './display.ts'
import type { Need } from './suites.ts'

/** What was set up for the suites. */
export interface Provided {
  readonly environment: Readonly<Record<string, string>>
  /** What could not be had, and why. */
  readonly missing: ReadonlyMap<Need, string>
  dispose(): Promise<void>
}

type Say = (line: string) => void

/** Gets everything that one of the needs stands for. What fails here is reported, and what needs it is not run. */
export async function provide(
  root: string,
  needs: ReadonlySet<Need>,
  say: Say,
  signal: AbortSignal,
): Promise<Provided> {
  const missing = new Map<Need, string>()
  const environment: Record<string, string> = {}
  const take = (need: Need, provision: Provision): void => {
    if ('missing' in provision) missing.set(need, provision.missing)
    else Object.assign(environment, provision.environment)
  }
  let display: Display | undefined
  if (needs.has('toolchain')) take('toolchain', await provideToolchain(signal))
  if (needs.has('chromium')) take('chromium', await provideChromium())
  if (needs.has('electron')) {
    take('electron', await provideElectron(say))
    display = await openDisplay()
    take('electron', display ?? { missing: 'there is no display and no Xvfb; install the package xvfb' })
  }
  if (needs.has('build')) take('build', await provideBuild(root, say, signal))
  return { environment, missing, dispose: async () => display?.dispose() }
}

/** The window and the page are tested as they are shipped. */
async function provideBuild(root: string, print: Say, signal: AbortSignal): Promise<Provision> {
  try {
    await buildIfChanged(root, { print, signal })
    return { environment: {} }
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) }
  }
}

async function provideToolchain(signal: AbortSignal): Promise<Provision> {
  const display = createProgressDisplay(process.stderr)
  try {
    await getTools({ group: 'all', signal, onProgress: (progress) => display.show(progress) })
    return { environment: {} }
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) }
  } finally {
    display.end()
  }
}
