import type { ReactElement } from 'react'
import { MARK_WORDS } from '../state/verdict-words.ts'
import type { Mark } from '../state/verdict-words.ts'
import './mark.css'

/** The shape of a verdict with its word for those who hear the page. `share` fills the pie of `holding`. */
export function VerdictMark({ mark, share = 0.25 }: { readonly mark: Mark; readonly share?: number }) {
  return (
    <span className={`mark mark--${mark}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        {mark === 'holding' ? <Pie share={share} /> : SHAPES[mark]}
      </svg>
      <span className="visually-hidden">{MARK_WORDS[mark]}</span>
    </span>
  )
}

const SHAPES: Readonly<Record<Exclude<Mark, 'holding'>, ReactElement>> = {
  passed: <path className="mark__stroke" d="m3 8.6 3.2 3.2L13 4.6" />,
  failed: <path className="mark__stroke" d="m4 4 8 8m0-8-8 8" />,
  unknown: <path className="mark__stroke" d="M5.2 5.6c0-3.4 5.6-3.5 5.6-.1 0 2.2-2.8 2.2-2.8 4.6m0 2.5v.2" />,
  open: <circle className="mark__ring" cx="8" cy="8" r="4.75" />,
}

const RADIUS = 2.75
const AROUND = 2 * Math.PI * RADIUS

function Pie({ share }: { readonly share: number }) {
  return (
    <>
      <circle className="mark__ring" cx="8" cy="8" r="5.75" />
      <circle
        className="mark__pie"
        cx="8"
        cy="8"
        r={RADIUS}
        strokeWidth={RADIUS * 2}
        strokeDasharray={`${(share * AROUND).toFixed(2)} ${AROUND.toFixed(2)}`}
        transform="rotate(-90 8 8)"
      />
    </>
  )
}
