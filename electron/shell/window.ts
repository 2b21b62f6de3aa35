import { join } from 'node:path'
import { app, BrowserWindow, screen, session } from 'electron'
import type { EngineFailure, EngineState } from './engine-host.ts'
import { guardContents, guardSession, type GuardOptions } from './guards.ts'
import { createRestartPolicy } from './restart-policy.ts'
import { gaveUpScreen, startingScreen } from './screens.ts'
import { keepWindowState, placeWindow, readWindowState, SMALLEST } from './window-state.ts'

/** Kept from run to run for pane sizes and theme; the cookie of a run is never written. */
const PARTITION = 'persist:drydock'

/** An engine that is quicker than this is not announced: a flash of words says nothing. */
const PATIENCE_MS = 1500

/** The one window, and what it shows for each state of the engine. */
export interface MainWindow {
  show(state: EngineState): void
  focus(): void
  /** Of the page that is allowed now. */
  origin(): string | undefined
}

export type WindowGuards = Omit<GuardOptions, 'ownOrigin'>

export function openMainWindow(guards: WindowGuards): MainWindow {
  const window = createWindow()
  let address: string | undefined
  let announcing: NodeJS.Timeout | undefined

  const origin = (): string | undefined => (address === undefined ? undefined : new URL(address).origin)
  guardSession(window.webContents.session, origin)
  guardContents(window.webContents, { ...guards, ownOrigin: origin })
  const load = (url: string): void => {
    window.loadURL(url).then(
      () => window.isVisible() || window.show(),
      (error: unknown) => window.isDestroyed() || process.stderr.write(`The page did not load: ${String(error)}\n`),
    )
  }
  const giveUp = (failure: EngineFailure): void => {
    address = undefined
    load(gaveUpScreen(failure))
  }
  reloadAfterCrash(window, giveUp)
  return {
    origin,
    show(state) {
      clearTimeout(announcing)
      if (window.isDestroyed() || state.kind === 'restarting') return
      if (state.kind === 'gave-up') {
        giveUp(state.failure)
      } else if (state.kind === 'starting') {
        if (address === undefined) announcing = setTimeout(() => load(startingScreen()), PATIENCE_MS)
      } else if (state.line.address !== address) {
        // The same address needs nothing: the page itself finds the new engine behind it.
        address = state.line.address
        load(state.line.url)
      }
    },
    focus() {
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}

function createWindow(): BrowserWindow {
  const file = join(app.getPath('userData'), 'window.json')
  const kept = readWindowState(file)
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  const window = new BrowserWindow({
    ...placeWindow(kept?.bounds, screens),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Drydock',
    show: false,
    webPreferences: {
      session: session.fromPartition(PARTITION),
      preload: join(__dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('show', () => kept?.maximized === true && window.maximize())
  // A window that has not been anywhere yet is no page to whoever drives it from outside, such as a test.
  window.loadURL('about:blank').catch(() => undefined)
  window.on('close', () => keepWindowState(file, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }))
  return window
}

/** A page that crashed is loaded again, like an engine: a few times, then it is said. */
function reloadAfterCrash(window: BrowserWindow, giveUp: (failure: EngineFailure) => void): void {
  const policy = createRestartPolicy()
  let livesSince = Date.now()
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    const inMs = policy.afterEnd(Date.now() - livesSince)
    if (inMs === undefined) return giveUp(pageCrash(reason))
    livesSince = Date.now() + inMs
    setTimeout(() => window.isDestroyed() || window.webContents.reload(), inMs)
  })
}

const pageCrash = (reason: string): EngineFailure => ({
  happened: `The page of Drydock ended unexpectedly (${reason}), also after it was loaded again.`,
  remedy: 'Close Drydock and start it again.',
  output: '',
})
