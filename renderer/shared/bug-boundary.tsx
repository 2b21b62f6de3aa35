import { Component } from 'react'
import type { ReactNode } from 'react'
import { StateNote } from '../ui/state-note.tsx'

interface Props {
  readonly children: ReactNode
}

/** A bug in the page: said as such, with a way on. The engine, the cluster and the terminals are not affected. */
export class BugBoundary extends Component<Props, { readonly message: string | null }> {
  override state = { message: null }

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { message } = this.state
    if (message === null) return this.props.children
    return (
      <StateNote
        title="This page has a bug and cannot go on."
        actions={
          <button type="button" className="button button--main" onClick={() => window.location.reload()}>
            Reload the page
          </button>
        }
      >
        Your cluster, your terminals and your progress are not affected: reloading brings them back. If it happens
        again, report these words: <code>{message}</code>
      </StateNote>
    )
  }
}
