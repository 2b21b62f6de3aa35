import { useApp, useAppState } from '../state/app.ts'
import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-note.tsx'
import { patienceWords } from './patience-words.ts'
import { ShipMark } from './ship-mark.tsx'

/** Before the engine has described itself for the first time. */
export function NoEngine() {
  const { client } = useApp()
  const connection = useAppState((state) => state.connection)
  if (connection.phase === 'refused') {
    return (
      <StateNote
        icon={<ShipMark />}
        title={connection.problem.happened}
        actions={
          <Button look="main" onClick={() => window.location.reload()}>
            Reload the page
          </Button>
        }
      >
        {connection.problem.remedy}
      </StateNote>
    )
  }
  if (connection.phase !== 'lost') return <StateNote icon={<ShipMark />} title="Connecting to the engine…" />
  return (
    <StateNote
      icon={<ShipMark />}
      title="The engine does not answer."
      actions={
        <Button look="line" onClick={() => client.retryNow()}>
          Try now
        </Button>
      }
    >
      Drydock goes on trying by itself. {patienceWords(connection.attempt)}
    </StateNote>
  )
}
