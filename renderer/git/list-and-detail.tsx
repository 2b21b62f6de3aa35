import type { ReactNode } from 'react'

interface ListAndDetailProps {
  readonly wide: boolean
  readonly list: ReactNode
  /** Null while nothing is chosen. */
  readonly detail: ReactNode
  /** Said in the place of the detail. */
  readonly nothing: string
}

/** A list and what is chosen in it: side by side where there is room, else one in place of the other. */
export function ListAndDetail({ wide, list, detail, nothing }: ListAndDetailProps) {
  if (!wide) return <div className="git__one">{detail ?? list}</div>
  return (
    <div className="git__two">
      <div className="git__one">{list}</div>
      <div className="git__one">{detail ?? <p className="git__nothing">{nothing}</p>}</div>
    </div>
  )
}
