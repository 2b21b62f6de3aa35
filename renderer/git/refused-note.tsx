import { ShieldAlert, X } from 'lucide-react'
import { useState } from 'react'
import type { RepositoryView } from '../../electron/contract/git.ts'
import { focusPane } from '../shared/panes.ts'
import { IconButton } from '../ui/button.tsx'
import { Ago } from '../ui/time.tsx'

/** The last push, when the server did not take it: why, until one succeeds or it is put away. */
export function RefusedNote({ repository: { refused, name } }: { readonly repository: RepositoryView }) {
  const [away, setAway] = useState(false)
  const putAway = (): void => {
    setAway(true)
    focusPane('panel')
  }
  return (
    <div role="status" aria-label={`The last push to ${name}`}>
      {refused === undefined || away ? null : (
        <div className="git-refused">
          <ShieldAlert size={16} aria-hidden="true" />
          <p>
            <b>A push to {refused.branch} was not taken.</b> {refused.reason}{' '}
            <span className="git-soft">
              <Ago atMs={refused.atMs} />
            </span>
          </p>
          <IconButton name="Put this note away" onClick={putAway}>
            <X size={14} aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </div>
  )
}
