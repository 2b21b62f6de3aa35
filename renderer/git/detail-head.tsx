import { ChevronLeft } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { nothingHasFocus } from '../shared/panes.ts'
import './git-detail.css'

interface DetailHeadProps {
  readonly back: string
  readonly onBack: () => void
  readonly title: ReactNode
  /** What can be done, at the end of the line. */
  readonly children?: ReactNode
}

/** The line over a detail: the way back, which takes the focus when what had it is gone, and what this is. */
export function DetailHead({ back, onBack, title, children }: DetailHeadProps) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (nothingHasFocus()) button.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="detail-head">
      <button ref={button} type="button" className="button" onClick={onBack}>
        <ChevronLeft size={14} aria-hidden="true" />
        {back}
      </button>
      <h3 className="detail-head__title">{title}</h3>
      {children}
    </div>
  )
}

/** After going back: to the place in the list that it came from. */
export const focusAgain = (selector: string): number =>
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus())
