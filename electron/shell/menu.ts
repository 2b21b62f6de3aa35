import { Menu, type MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  readonly isMac: boolean
  readonly showLogs: () => void
  readonly openOutside: (url: string) => void
}

const KUBERNETES_DOCS = 'https://kubernetes.io/docs/home/'
const FLUX_DOCS = 'https://fluxcd.io/flux/'

/**
 * Accelerators stay clear of what a shell needs: Ctrl with a letter alone belongs to the terminal (Ctrl+R searches, Ctrl+W
 * deletes a word), so that on Linux and Windows ours have Shift as well.
 */
export function buildMenu({ isMac, showLogs, openOutside }: MenuActions): Menu {
  const quit: MenuItemConstructorOptions = isMac
    ? { role: 'quit' }
    : { role: 'quit', label: 'Quit', accelerator: 'Ctrl+Shift+Q' }
  const file: MenuItemConstructorOptions = isMac ? { role: 'appMenu' } : { label: 'File', submenu: [quit] }
  return Menu.buildFromTemplate([
    file,
    {
      label: 'Edit',
      submenu: [
        { role: 'undo', registerAccelerator: false },
        { role: 'redo', registerAccelerator: false },
        { type: 'separator' },
        { role: 'cut', registerAccelerator: false },
        { role: 'copy', registerAccelerator: false },
        { role: 'paste', registerAccelerator: false },
        { role: 'selectAll', registerAccelerator: false },
      ],
    },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { type: 'separator' },
        { role: 'reload', label: 'Reload the page', accelerator: 'CmdOrCtrl+Shift+R' },
        { role: 'toggleDevTools', label: 'Developer tools' },
      ],
    },
    {
      label: 'Help',
      role: 'help',
      submenu: [
        { label: 'Kubernetes documentation', click: () => openOutside(KUBERNETES_DOCS) },
        { label: 'Flux documentation', click: () => openOutside(FLUX_DOCS) },
        { type: 'separator' },
        { label: 'Show the log files', click: showLogs },
        ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'about', label: 'About Drydock' } as const]),
      ],
    },
  ])
}
