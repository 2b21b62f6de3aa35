import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, Menu, nativeTheme, shell } from 'electron'
import type { DesktopTheme } from '../contract/bridge.ts'
import { answerBridge } from './bridge.ts'
import { createEngineHost, type EngineHost } from './engine-host.ts'
import { findEngineRuntime, type RuntimeSurroundings } from './engine-runtime.ts'
import { mayOpenOutside } from './guards.ts'
import { buildMenu } from './menu.ts'
import { SCREEN_ACTIONS } from './screens.ts'
import { openMainWindow, type MainWindow } from './window.ts'

/** `dist/shell` lies two folders below the root, in a checkout and in a package alike. */
const appRoot = join(__dirname, '../..')

function main(): void {
  app.setName('Drydock')
  const data = process.env['DRYDOCK_DATA']
  // Whoever has a data folder of their own has a window of their own: the lock below goes by this path.
  if (data !== undefined && data !== '') app.setPath('userData', join(data, 'shell'))
  if (!app.requestSingleInstanceLock()) return app.quit()
  app
    .whenReady()
    .then(run)
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      app.exit(1)
    })
}

function run(): void {
  let logs = app.getPath('userData')
  const showLogs = async (): Promise<void> => {
    const problem = await shell.openPath(logs)
    if (problem !== '') throw new Error(problem)
  }
  const window = openMainWindow({
    openOutside: (url) => detached(openOutside(url)),
    onAction(url) {
      if (url === SCREEN_ACTIONS.retry) host.retry()
      if (url === SCREEN_ACTIONS.logs) detached(showLogs())
    },
  })
  const host = createEngineHost({
    runtime: findEngineRuntime(runtimeSurroundings()),
    serve: process.env['DRYDOCK_SERVE'] ?? join(appRoot, 'dist/serve/main.mjs'),
    onState(state) {
      if (state.kind === 'ready') logs = state.line.logs
      window.show(state)
    },
  })
  const setTheme = async (theme: DesktopTheme): Promise<void> => {
    nativeTheme.themeSource = theme
  }
  answerBridge(ipcMain, { openExternal: openOutside, showLogs, setTheme }, (event) => {
    const asking = event.senderFrame
    return asking !== null && asking.origin === window.origin()
  })
  app.setAboutPanelOptions({ applicationName: 'Drydock', applicationVersion: app.getVersion() })
  Menu.setApplicationMenu(
    buildMenu({
      isMac: process.platform === 'darwin',
      showLogs: () => detached(showLogs()),
      openOutside: (url) => detached(openOutside(url)),
    }),
  )
  stayInOrder(window, host)
  host.start()
}

const runtimeSurroundings = (): RuntimeSurroundings => ({
  nodeVersion: process.versions.node,
  execPath: process.execPath,
  appRoot,
  environment: process.env,
  platform: process.platform,
  arch: process.arch,
})

async function openOutside(url: string): Promise<void> {
  if (mayOpenOutside(url)) await shell.openExternal(url)
}

/** For work that nobody waits for: its failure is said, and the shell goes on. */
function detached(work: Promise<unknown>): void {
  work.catch((error: unknown) => process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`))
}

/** One window, and an end that leaves nothing behind. */
function stayInOrder(window: MainWindow, host: EngineHost): void {
  let stopped = false
  app.on('second-instance', () => window.focus())
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    for (const open of BrowserWindow.getAllWindows()) open.hide()
    detached(
      host.stop().finally(() => {
        stopped = true
        app.quit()
      }),
    )
  })
}

main()
