/** The places that F6 goes through, in order. Each is an element with `data-pane`. */
export const PANES = ['header', 'labs', 'steps', 'instructions', 'terminal', 'panel'] as const
export type Pane = (typeof PANES)[number]

const FOCUSABLE = 'button:not(:disabled), a[href], input:not(:disabled), textarea:not(:disabled), [tabindex="0"]'

/** Moves the focus into a pane: to what it names with `data-pane-focus`, else to the first thing that takes focus. */
export function focusPane(pane: Pane): boolean {
  const element = document.querySelector<HTMLElement>(`[data-pane="${pane}"]`)
  if (element === null) return false
  const named = element.matches('[data-pane-focus]') ? element : element.querySelector<HTMLElement>('[data-pane-focus]')
  const current = element.querySelector<HTMLElement>('[aria-current="step"]')
  const target = pane === 'terminal' ? terminalInput(element) : (named ?? current)
  const found = target ?? element.querySelector<HTMLElement>(FOCUSABLE)
  found?.focus()
  return found !== null
}

/** xterm.js takes keys through a hidden text area; only the terminal in front is shown. */
const terminalInput = (pane: HTMLElement): HTMLElement | null =>
  pane.querySelector<HTMLElement>('.terminal-view:not([hidden]) .xterm-helper-textarea')

/** From the pane that has the focus to the next one that is there. */
export function cyclePane(direction: 1 | -1): void {
  const from = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane']
  const there = PANES.filter((pane) => document.querySelector(`[data-pane="${pane}"]`) !== null)
  const at = there.findIndex((pane) => pane === from)
  for (let step = 1; step <= there.length; step += 1) {
    const next = there[(at + direction * step + there.length * 2) % there.length]
    if (next !== undefined && focusPane(next)) return
  }
}

/** The focus is where keys belong to the shell. */
export const inTerminal = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('.xterm') !== null

/** The focus is where letters are text. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input:not([type="radio"]), textarea, [contenteditable="true"]') !== null

/** Nobody is anywhere yet: after a reload, or when a lab has just been opened. */
export const nothingHasFocus = (): boolean =>
  document.activeElement === null || document.activeElement === document.body
