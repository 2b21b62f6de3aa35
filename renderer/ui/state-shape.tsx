import type { ReactElement } from 'react'
import type { ObjectState } from '../../electron/contract/cluster.ts'
import './state-shape.css'

const SHAPES: Readonly<Record<ObjectState, ReactElement>> = {
  well: <circle cx="8" cy="8" r="5.5" />,
  progressing: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path className="state-shape__fill" d="M8 2.5a5.5 5.5 0 0 1 0 11z" />
    </>
  ),
  unwell: <rect x="2.75" y="2.75" width="10.5" height="10.5" rx="2" />,
  leaving: <circle cx="8" cy="8" r="5.5" strokeDasharray="2.4 2.4" />,
  neutral: <path d="m8 3 5 5-5 5-5-5z" />,
}

const WORDS: Readonly<Record<ObjectState, string>> = {
  well: 'well',
  progressing: 'getting there',
  unwell: 'not well',
  leaving: 'leaving',
  neutral: '',
}

/** How an object is doing, as a shape; the word stands beside it. */
export function StateShape({ state }: { readonly state: ObjectState }) {
  return (
    <>
      <svg
        className={`state-shape state-shape--${state}`}
        viewBox="0 0 16 16"
        width="16"
        height="16"
        aria-hidden="true"
      >
        {SHAPES[state]}
      </svg>
      {WORDS[state] === '' ? null : <span className="visually-hidden">{WORDS[state]}: </span>}
    </>
  )
}
