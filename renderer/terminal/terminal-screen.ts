import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { WebglAddon } from '@xterm/addon-webgl'
import { Terminal } from '@xterm/xterm'
import type { TerminalId } from '../../electron/contract/ids.ts'
import type { EngineClient } from '../connection/client.ts'
import { matchesChord } from '../ui/chord.ts'
import { isMac } from '../ui/keys.tsx'
import { Acknowledger } from './acknowledger.ts'
import { withSheetBackedStyles } from './sheet-backed-styles.ts'
import type { TerminalHub } from './terminal-hub.ts'
import { TERMINAL_FONT, onThemeChange, terminalTheme } from './terminal-theme.ts'

export interface ScreenDeps {
  readonly terminalId: TerminalId
  readonly client: EngineClient
  readonly hub: TerminalHub
  readonly container: HTMLElement
  readonly screenReader: boolean
  readonly onAttached: () => void
}

const SCROLLBACK_LINES = 5_000
/** The engine takes no longer message; a large paste goes in pieces. */
const MOST_INPUT = 100_000
/** xterm.js draws no cursor before the first focus, unless the shell asks for one. */
const SHOW_CURSOR = '\u001b[?25h'
const SCROLLBAR_PX = 10
/** Sizes that the shell is told while a pane is being dragged. */
const RESIZE_TOGETHER_MS = 60

const openOutside = (_event: MouseEvent, address: string): void => {
  if (/^https?:\/\//.test(address)) window.open(address, '_blank', 'noreferrer')
}

/** One engine terminal on screen: draws its output, says how much was drawn, sends keys and sizes. */
export class TerminalScreen {
  readonly search = new SearchAddon()
  readonly #terminal: Terminal
  readonly #fit = new FitAddon()
  readonly #deps: ScreenDeps
  readonly #acknowledger: Acknowledger
  readonly #disconnect: () => void
  readonly #observer: ResizeObserver
  readonly #stopTheming: () => void
  #resizeTimer: ReturnType<typeof setTimeout> | null = null
  /** Counts attachments; output counts only when the latest has been answered. */
  #attachment = 0
  #live = false
  #disposed = false

  constructor(deps: ScreenDeps) {
    this.#deps = deps
    this.#acknowledger = new Acknowledger((characters) => this.#tell('terminal/acknowledge', { characters }))
    this.#terminal = new Terminal({
      ...TERMINAL_FONT,
      theme: terminalTheme(document.documentElement),
      lineHeight: 1.2,
      scrollback: SCROLLBACK_LINES,
      overviewRuler: { width: SCROLLBAR_PX },
      cursorBlink: false,
      cursorInactiveStyle: 'outline',
      minimumContrastRatio: 4.5,
      screenReaderMode: deps.screenReader,
      allowProposedApi: true,
      linkHandler: { activate: openOutside },
    })
    this.#open()
    this.#disconnect = deps.hub.connect(deps.terminalId, {
      onOutput: (data) => this.#receive(data),
      onReattach: () => this.attach(),
    })
    this.#observer = new ResizeObserver(() => this.fit())
    this.#observer.observe(deps.container)
    this.#stopTheming = onThemeChange(document.documentElement, () => {
      this.#terminal.options.theme = terminalTheme(document.documentElement)
    })
    this.attach()
  }

  focus(): void {
    this.#terminal.focus()
  }

  /** Asks the engine for everything that is on this terminal, and goes on from there. */
  attach(): void {
    this.fit()
    this.#live = false
    const attachment = (this.#attachment += 1)
    const { terminalId, client, onAttached } = this.#deps
    const { cols: columns, rows } = this.#terminal
    client.call('terminal/attach', { terminalId, columns, rows }).then(
      ({ replay }) => {
        if (this.#disposed || attachment !== this.#attachment) return
        this.#terminal.reset()
        this.#terminal.write(SHOW_CURSOR + replay)
        this.#live = true
        onAttached()
      },
      // The connection is gone, or the terminal: the banner or the tabs say so, and a snapshot attaches again.
      () => undefined,
    )
  }

  endSearch(): void {
    this.search.clearDecorations()
    this.#terminal.clearSelection()
    this.focus()
  }

  /** Takes the size of its pane; does nothing while it is hidden. */
  fit(): void {
    if (this.#deps.container.offsetWidth > 0 && !this.#disposed) this.#fit.fit()
  }

  setScreenReader(on: boolean): void {
    this.#terminal.options.screenReaderMode = on
  }

  dispose(): void {
    this.#disposed = true
    if (this.#resizeTimer !== null) clearTimeout(this.#resizeTimer)
    this.#observer.disconnect()
    this.#stopTheming()
    this.#disconnect()
    this.#acknowledger.dispose()
    this.#terminal.dispose()
  }

  #open(): void {
    const terminal = this.#terminal
    terminal.loadAddon(this.#fit)
    terminal.loadAddon(this.search)
    terminal.loadAddon(new WebLinksAddon(openOutside))
    terminal.loadAddon(new UnicodeGraphemesAddon())
    terminal.attachCustomKeyEventHandler((event) => this.#handleKey(event))
    withSheetBackedStyles(document, () => terminal.open(this.#deps.container))
    this.#drawWithWebgl()
    terminal.onData((data) => this.#input(data))
    terminal.onBinary((data) => this.#input(data))
    terminal.onResize(({ cols, rows }) => {
      if (this.#resizeTimer !== null) clearTimeout(this.#resizeTimer)
      this.#resizeTimer = setTimeout(() => this.#tell('terminal/resize', { columns: cols, rows }), RESIZE_TOGETHER_MS)
    })
  }

  /** Where there is no WebGL, or no more of it, xterm.js draws with elements. */
  #drawWithWebgl(): void {
    const webgl = new WebglAddon()
    webgl.onContextLoss(() => withSheetBackedStyles(document, () => webgl.dispose()))
    try {
      this.#terminal.loadAddon(webgl)
    } catch {
      withSheetBackedStyles(document, () => webgl.dispose())
    }
  }

  #input(data: string): void {
    for (let from = 0; from < data.length; from += MOST_INPUT) {
      this.#tell('terminal/input', { data: data.slice(from, from + MOST_INPUT) })
    }
  }

  #receive(data: string): void {
    if (this.#live) this.#terminal.write(data, () => this.#acknowledger.drawn(data.length))
    // Not drawn from here, but part of the replay that is on its way.
    else this.#acknowledger.drawn(data.length)
  }

  /** Copy and paste as in other terminals; everything else goes to the shell. */
  #handleKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true
    if (matchesChord(event, 'Mod+Shift+KeyV', isMac())) return false
    if (!matchesChord(event, 'Mod+Shift+KeyC', isMac())) return true
    event.preventDefault()
    if (this.#terminal.hasSelection()) {
      navigator.clipboard.writeText(this.#terminal.getSelection()).catch(() => document.execCommand('copy'))
    }
    return false
  }

  #tell(command: 'terminal/input', params: { data: string }): void
  #tell(command: 'terminal/acknowledge', params: { characters: number }): void
  #tell(command: 'terminal/resize', params: { columns: number; rows: number }): void
  #tell(command: 'terminal/input' | 'terminal/acknowledge' | 'terminal/resize', params: object): void {
    const { terminalId, client } = this.#deps
    const sent: Promise<unknown> = client.call(command, { terminalId, ...params } as never)
    sent.catch(() => undefined)
  }
}
