import type { ITheme } from '@xterm/xterm'

/** The sixteen colours, each at least AA on the terminal's ground, except black. */
const ANSI: ITheme = {
  black: '#2b313a',
  red: '#ee9283',
  green: '#8fd1a0',
  yellow: '#e0c46c',
  blue: '#86bfe6',
  magenta: '#cda6e3',
  cyan: '#7fcfcf',
  white: '#d9dde3',
  brightBlack: '#98a2af',
  brightRed: '#f6ab9e',
  brightGreen: '#a9dfb6',
  brightYellow: '#eed68c',
  brightBlue: '#a3d1f1',
  brightMagenta: '#dcbdee',
  brightCyan: '#9fe0e0',
  brightWhite: '#ffffff',
}

/** Ground and ink come from the page's theme. */
export function terminalTheme(root: HTMLElement): ITheme {
  const styles = getComputedStyle(root)
  const token = (name: string): string => styles.getPropertyValue(name).trim()
  const ground = token('--term')
  return {
    ...ANSI,
    background: ground,
    foreground: token('--term-ink'),
    cursor: token('--term-ink'),
    cursorAccent: ground,
    selectionBackground: '#3f5a70',
    selectionInactiveBackground: '#333f4a',
    scrollbarSliderBackground: '#98a2af40',
    scrollbarSliderHoverBackground: '#98a2af70',
    scrollbarSliderActiveBackground: '#98a2af90',
    overviewRulerBorder: ground,
  }
}

/** Calls back whenever the page's colours may have changed, by choice or with the system. */
export function onThemeChange(root: HTMLElement, onChange: () => void): () => void {
  const choice = new MutationObserver(onChange)
  choice.observe(root, { attributeFilter: ['data-theme'] })
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', onChange)
  return () => {
    choice.disconnect()
    system.removeEventListener('change', onChange)
  }
}

/** 13.4 px makes JetBrains Mono 8 px wide: the WebGL renderer rounds down to whole pixels. */
export const TERMINAL_FONT = { fontFamily: '"JetBrains Mono Variable", "DejaVu Sans Mono", monospace', fontSize: 13.4 }

const FONT_LIMIT_MS = 2_000

/** Cells are measured once: wait for the font, but not for ever. */
export async function terminalFontReady(page: Document): Promise<void> {
  const { fontFamily, fontSize } = TERMINAL_FONT
  const loaded = Promise.all([400, 700].map((weight) => page.fonts.load(`${weight} ${fontSize}px ${fontFamily}`)))
  const late = new Promise((resolve) => {
    setTimeout(resolve, FONT_LIMIT_MS)
  })
  await Promise.race([loaded, late])
}
