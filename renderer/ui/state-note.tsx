import type { ReactNode } from 'react'

interface StateNoteProps {
  readonly title: string
  readonly icon?: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** What a place says when it is empty, loading or broken: always words. */
export function StateNote({ title, icon, children, actions }: StateNoteProps) {
  return (
    <div className="state-note">
      {icon}
      <p className="state-note__title">{title}</p>
      {children === undefined ? null : <div className="state-note__text">{children}</div>}
      {actions}
    </div>
  )
}
