/**
 * The key of every action, by the action's id; how a chord is written says `ui/chord.ts`. All of them work in the terminal
 * too: they are keys that a shell does not use.
 */
export const CHORDS = {
  palette: 'Mod+Shift+KeyP',
  keys: 'F1',
  labs: 'Mod+Shift+Home',
  theme: 'Mod+Shift+KeyL',
  'next-pane': 'F6',
  'previous-pane': 'Shift+F6',
  'pane-left': 'Mod+Shift+ArrowLeft',
  'pane-right': 'Mod+Shift+ArrowRight',
  'to-terminal': 'Mod+Backquote',
  'to-steps': 'Mod+Shift+Digit1',
  'to-instructions': 'Mod+Shift+Digit2',
  'to-cluster': 'Mod+Shift+Digit3',
  'to-checks': 'Mod+Shift+Digit4',
  'to-git': 'Mod+Shift+Digit5',
  'to-timeline': 'Mod+Shift+Digit6',
  'cluster-view': 'Mod+Shift+KeyG',
  'run-next': 'Mod+Shift+Enter',
  'next-step': 'Mod+Shift+Period',
  'previous-step': 'Mod+Shift+Comma',
  hint: 'Mod+Shift+KeyH',
  show: 'Mod+Shift+KeyS',
  recheck: 'Mod+Shift+KeyX',
  'go-back': 'Mod+Shift+KeyZ',
  reset: 'Mod+Shift+Backspace',
  'close-lab': 'Mod+Shift+End',
  'open-pull': 'Mod+Shift+KeyO',
  'copy-clone': 'Mod+Shift+KeyY',
  'new-terminal': 'Mod+Shift+Backquote',
  'next-terminal': 'Mod+Shift+ArrowDown',
  'previous-terminal': 'Mod+Shift+ArrowUp',
  'close-terminal': 'Mod+Shift+Delete',
  search: 'Mod+Shift+KeyF',
  'screen-reader': 'Mod+Shift+KeyU',
} as const

export type ChordId = keyof typeof CHORDS

export const chordOf = (id: string): string | undefined =>
  Object.hasOwn(CHORDS, id) ? CHORDS[id as ChordId] : undefined
