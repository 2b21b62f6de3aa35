import { SerializeAddon } from '@xterm/addon-serialize'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import headless from '@xterm/headless'
import type { Disposable } from '../lib/disposable.ts'
import type { ShellSize } from './shell.ts'

/** Lines kept above the screen, here and in the page. */
export const SCROLLBACK_LINES = 5000

/** The engine's own copy of what a terminal shows, so that a page that was reloaded can draw it again. */
export interface Screen extends Disposable {
  /** `parsed` is called when this text is on the screen. */
  write(text: string, parsed?: () => void): void
  /** Resolves when everything written so far is on the screen. */
  drained(): Promise<void>
  resize(size: ShellSize): void
  /** Text that makes a fresh terminal of the same size look and behave the same. Call it when drained. */
  replay(): string
  /** Every line, also those above the screen, as plain text. */
  text(): string
  /** Whether the program wants pasted text marked as such. */
  readonly bracketedPaste: boolean
  readonly size: ShellSize
}

export function createScreen(size: ShellSize): Screen {
  const terminal = new headless.Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: SCROLLBACK_LINES,
    allowProposedApi: true,
  })
  const serializer = new SerializeAddon()
  terminal.loadAddon(serializer)
  terminal.loadAddon(new UnicodeGraphemesAddon())
  const modes = trackModes(terminal.parser)

  return {
    write: (text, parsed) => terminal.write(text, parsed),
    drained: () => new Promise((resolve) => terminal.write('', resolve)),
    resize: ({ columns, rows }) => terminal.resize(columns, rows),
    replay: () => serializer.serialize({ scrollback: SCROLLBACK_LINES }) + modes.replay(),
    text: () => linesOf(terminal.buffer.active).join('\n'),
    get bracketedPaste() {
      return terminal.modes.bracketedPasteMode
    },
    get size() {
      return { columns: terminal.cols, rows: terminal.rows }
    },
    dispose: () => terminal.dispose(),
  }
}

function linesOf(buffer: headless.IBuffer): string[] {
  return Array.from({ length: buffer.length }, (_none, index) => buffer.getLine(index)?.translateToString(true) ?? '')
}

/** DEC private modes that the serializer leaves out: hidden cursor, and how mouse positions are sent. */
const TRACKED_MODES: ReadonlyMap<number, 'h' | 'l'> = new Map([
  [25, 'l'],
  [1006, 'h'],
  [1016, 'h'],
])

/** Remembers the tracked modes that are not in their usual state, and the shape of the cursor. */
function trackModes(parser: InstanceType<typeof headless.Terminal>['parser']): { replay(): string } {
  const unusual = new Set<number>()
  let cursorShape = ''
  for (const final of ['h', 'l'] as const) {
    parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      for (const mode of params) {
        if (typeof mode !== 'number' || !TRACKED_MODES.has(mode)) continue
        if (TRACKED_MODES.get(mode) === final) unusual.add(mode)
        else unusual.delete(mode)
      }
      return false
    })
  }
  parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, ([shape]) => {
    cursorShape = typeof shape === 'number' && shape > 0 ? `\x1b[${shape} q` : ''
    return false
  })
  const forget = (): boolean => {
    unusual.clear()
    cursorShape = ''
    return false
  }
  parser.registerCsiHandler({ intermediates: '!', final: 'p' }, forget)
  parser.registerEscHandler({ final: 'c' }, forget)
  return { replay: () => [...unusual].map((mode) => `\x1b[?${mode}${TRACKED_MODES.get(mode)}`).join('') + cursorShape }
}
