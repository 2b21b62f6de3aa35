/** What the desktop shell offers the page as `window.drydock`; undefined in a plain browser. The page works without. */

export interface DesktopBridge {
  /** Opens an https address in the learner's own browser; anything else is refused. */
  openExternal(url: string): Promise<void>
  /** Shows the folder of the log files. */
  showLogs(): Promise<void>
  /** Makes the window's own parts (title bar, menus, dialogs) light or dark like the page. */
  setTheme(theme: DesktopTheme): Promise<void>
}

export const DESKTOP_THEMES = ['light', 'dark', 'system'] as const
export type DesktopTheme = (typeof DESKTOP_THEMES)[number]
