import { useCallback, useLayoutEffect, useRef } from 'react'
import type { RefCallback } from 'react'

/** How far each key goes: rows down, and buttons to the right within a row. */
const MOVES: Readonly<Record<string, { readonly rows: number; readonly cells: number }>> = {
  ArrowUp: { rows: -1, cells: 0 },
  ArrowDown: { rows: 1, cells: 0 },
  ArrowLeft: { rows: 0, cells: -1 },
  ArrowRight: { rows: 0, cells: 1 },
  Home: { rows: -Infinity, cells: 0 },
  End: { rows: Infinity, cells: 0 },
}

const clamp = (value: number, last: number): number => Math.max(0, Math.min(last, value))

const buttonsOf = (row: Element): HTMLElement[] => [...row.querySelectorAll<HTMLElement>('[data-rove]')]

const rowsOf = (list: HTMLElement): HTMLElement[][] =>
  [...list.querySelectorAll('[data-row]')].map(buttonsOf).filter((row) => row.length > 0)

/** Where a key leads from a button of the list; undefined when it is no key of a list. */
export function roveTo<T>(rows: readonly (readonly T[])[], from: T, key: string): T | undefined {
  const move = MOVES[key]
  const row = rows.findIndex((cells) => cells.some((cell) => cell === from))
  if (move === undefined || row === -1) return undefined
  const cell = rows[row]?.findIndex((one) => one === from) ?? 0
  const target = rows[clamp(row + move.rows, rows.length - 1)] ?? []
  return target[clamp(cell + move.cells, target.length - 1)]
}

/**
 * One stop of the Tab key for a whole list; the arrow keys, Home and End go on within it. Rows are marked `data-row`,
 * the buttons in them `data-rove`. Use it in the component that renders the rows.
 */
export function useRoving(): RefCallback<HTMLElement> {
  const list = useRef<HTMLElement | null>(null)
  const current = useRef<Element | null>(null)
  useLayoutEffect(() => settle(list.current, current.current))
  return useCallback((element: HTMLElement) => {
    list.current = element
    const onFocus = (event: FocusEvent): void => {
      if (!(event.target instanceof Element) || !event.target.matches('[data-rove]')) return
      current.current = event.target
      settle(element, event.target)
    }
    element.addEventListener('focusin', onFocus)
    element.addEventListener('keydown', onKeyDown)
    return () => {
      element.removeEventListener('focusin', onFocus)
      element.removeEventListener('keydown', onKeyDown)
      list.current = null
    }
  }, [])
}

/** The button that Tab stops at: where the focus was last, else what is current, else the first one. */
function settle(list: HTMLElement | null, last: Element | null): void {
  const cells = list === null ? [] : rowsOf(list).flat()
  const stop = cells.find((cell) => cell === last) ?? cells.find(isCurrent) ?? cells[0]
  for (const cell of cells) cell.tabIndex = cell === stop ? 0 : -1
}

const isCurrent = (cell: Element): boolean => cell.getAttribute('aria-current') === 'true'

function onKeyDown(this: HTMLElement, event: KeyboardEvent): void {
  const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey
  const target = held ? undefined : roveTo<Element | null>(rowsOf(this), document.activeElement, event.key)
  if (!(target instanceof HTMLElement)) return
  event.preventDefault()
  target.focus()
  target.closest('[data-row]')?.scrollIntoView({ block: 'nearest' })
}
