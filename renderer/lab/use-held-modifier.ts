import { useEffect, useState } from 'react'

/** True while Alt or Shift is held over the element's page: Run buttons then say that they only type. */
export function useHeldModifier(active: boolean): boolean {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (!active) return
    const onKey = (event: KeyboardEvent): void => setHeld(event.altKey || event.shiftKey)
    const onBlur = (): void => setHeld(false)
    window.addEventListener('keydown', onKey, true)
    window.addEventListener('keyup', onKey, true)
    window.addEventListener('blur', onBlur)
    return () => {
      window.removeEventListener('keydown', onKey, true)
      window.removeEventListener('keyup', onKey, true)
      window.removeEventListener('blur', onBlur)
      setHeld(false)
    }
  }, [active])
  return held
}
