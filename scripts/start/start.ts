import { getTools } from '../toolchain/get-tools.ts'
import { createProgressDisplay } from '../toolchain/progress-terminal.ts'
import { buildIfChanged } from './build-if-changed.ts'
import { findDesktopRuntime, type DesktopRuntime } from './desktop-runtime.ts'
import { openBrowserFace } from './open-browser-face.ts'
import { openDesktop } from './open-desktop.ts'

export interface StartOptions {
  readonly root: string
  readonly cacheRoot: string
  /** The page in a browser, even where a window could be opened. */
  readonly browser: boolean
  readonly signal: AbortSignal
  readonly print: (line: string) => void
}

/** Gets what is missing, opens the app, and stays until it is closed. Resolves with the exit code. */
export async function start(options: StartOptions): Promise<number> {
  const runtime = await prepare(options)
  const extras = getExtras(options)
  try {
    return await openFace(options, runtime)
  } finally {
    extras.abandon()
    await extras.done
  }
}

/** What the app cannot do without, all of it at once. */
async function prepare({ root, cacheRoot, browser, signal, print }: StartOptions): Promise<DesktopRuntime> {
  const display = createProgressDisplay(process.stderr)
  const say = (line: string): void => {
    display.end()
    print(line)
  }
  const stopAll = new AbortController()
  const work = AbortSignal.any([signal, stopAll.signal])
  const { environment, platform } = { environment: process.env, platform: process.platform }
  const parts = [
    getTools({ group: 'control-plane', cacheRoot, signal: work, onProgress: (progress) => display.show(progress) }),
    buildIfChanged(root, { print: say, signal: work }),
    browser
      ? Promise.resolve({ missing: 'it was asked for' })
      : findDesktopRuntime({ root, cacheRoot, environment, platform, print: say, signal: work }),
  ] as const
  try {
    const [, , runtime] = await Promise.all(parts)
    return runtime
  } catch (error) {
    stopAll.abort()
    await Promise.allSettled(parts)
    throw error
  } finally {
    display.end()
  }
}

async function openFace({ root, print, signal }: StartOptions, runtime: DesktopRuntime): Promise<number> {
  if ('executable' in runtime) {
    const window = openDesktop(root, runtime.executable)
    signal.addEventListener('abort', window.stop)
    const outcome = await window.outcome
    if (outcome.kind === 'closed' || signal.aborted) return 0
    print(`The desktop window could not be opened:\n${outcome.output.trim()}\nThe browser is used instead.`)
  } else {
    print(`Using the browser: ${runtime.missing}.`)
  }
  const face = openBrowserFace({ root, print })
  const { promise: stopped, resolve } = Promise.withResolvers<undefined>()
  signal.addEventListener('abort', () => resolve(undefined))
  if (signal.aborted) resolve(undefined)
  const failure = await Promise.race([face.gaveUp, stopped])
  await face.stop()
  if (failure === undefined) return 0
  print([failure.happened, failure.remedy, failure.output.trim()].filter(Boolean).join('\n'))
  return 1
}

/** What follows once a cluster can start, in the order in which labs need it. */
const LATER = ['extras', 'gitops'] as const

/** The rest of the toolchain, while the learner is at work; how far it is shows in the app. */
function getExtras({ cacheRoot, signal, print }: StartOptions): { readonly done: Promise<void>; abandon(): void } {
  const abandoned = new AbortController()
  const work = AbortSignal.any([signal, abandoned.signal])
  const getAll = async (): Promise<void> => {
    for (const group of LATER) await getTools({ group, cacheRoot, signal: work, background: true })
  }
  const done = getAll().catch((error: unknown) => {
    if (!work.aborted) print(`Not everything could be got: ${String(error)}`)
  })
  return { done, abandon: () => abandoned.abort() }
}
