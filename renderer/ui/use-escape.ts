import { useEffect, useEffectEvent } from 'react'
import type { RefObject } from 'react'
import { isTyping } from '../shared/panes.ts'

/** Escape within the element, but not in a field: what is being typed there is kept. */
export function useEscape(element: RefObject<HTMLElement | null>, leave: () => void): void {
  const onEscape = useEffectEvent(leave)
  useEffect(() => {
    const watched = element.current
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !isTyping(event.target)) onEscape()
    }
    watched?.addEventListener('keydown', onKeyDown)
    return () => watched?.removeEventListener('keydown', onKeyDown)
  }, [element])
}
