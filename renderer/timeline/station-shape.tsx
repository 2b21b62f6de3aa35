import type { ReactElement } from 'react'
import type { StationState } from './stations.ts'

const SHAPES: Readonly<Record<StationState, ReactElement>> = {
  reached: (
    <>
      <circle className="station__disc" cx="8" cy="8" r="6.5" />
      <path d="m5 8.2 2.2 2.2L11 6" />
    </>
  ),
  passing: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path className="station__half" d="M8 2.25a5.75 5.75 0 0 1 0 11.5z" />
    </>
  ),
  waiting: <circle cx="8" cy="8" r="4.75" />,
  stuck: (
    <>
      <rect className="station__disc" x="2" y="2" width="12" height="12" rx="2" />
      <path d="m5.5 5.5 5 5m0-5-5 5" />
    </>
  ),
  left: <circle cx="8" cy="8" r="4.75" strokeDasharray="2.2 2.2" />,
}

export function StationShape({ state }: { readonly state: StationState }) {
  return (
    <svg className="station__shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  )
}
