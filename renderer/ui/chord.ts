/**
 * A chord is written `Mod+Shift+KeyF`: `Mod` is Ctrl, or the command key on a Mac; the last part is a
 * `KeyboardEvent.code` (a place on the keyboard), or `?`-like characters as `key:?`.
 */
export interface KeyPress {
  readonly code: string
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

interface Chord {
  readonly mod: boolean
  readonly shift: boolean
  readonly alt: boolean
  readonly last: string
}

function parse(chord: string): Chord {
  const parts = chord.split('+')
  return {
    mod: parts.includes('Mod'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    last: parts.at(-1) ?? '',
  }
}

export function matchesChord(press: KeyPress, chord: string, mac: boolean): boolean {
  const { mod, shift, alt, last } = parse(chord)
  const [pressedMod, otherMod] = mac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey]
  if (pressedMod !== mod || otherMod || press.altKey !== alt) return false
  if (last.startsWith('key:')) return press.key === last.slice(4)
  return press.shiftKey === shift && press.code === last
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Backquote: '`',
  Backspace: '⌫',
  Comma: ',',
  Enter: '↵',
  Period: '.',
  Slash: '/',
}

/** What stands on the key caps. */
export function chordLabels(chord: string, mac: boolean): readonly string[] {
  const { mod, shift, alt, last } = parse(chord)
  const name = last.startsWith('key:') ? last.slice(4) : (NAMES[last] ?? last.replace(/^(Key|Digit)/, ''))
  const modifiers = [mod && (mac ? '⌘' : 'Ctrl'), shift && (mac ? '⇧' : 'Shift'), alt && (mac ? '⌥' : 'Alt')]
  return [...modifiers.filter((label) => label !== false), name]
}
