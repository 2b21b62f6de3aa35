import { useEffect, useEffectEvent, useState } from 'react'
import type { WireError } from '../../electron/contract/errors.ts'
import type { LabId } from '../../electron/contract/ids.ts'
import { TopBar } from '../shared/top-bar.tsx'
import { useApp, useAppState, useEngine } from '../state/app.ts'
import { Button } from '../ui/button.tsx'
import { StateNote } from '../ui/state-note.tsx'
import { BackToLabs } from './back-to-labs.tsx'
import { LabHeader } from './lab-header.tsx'
import { Workbench } from './workbench.tsx'

/** One lab. Asks the engine to open it when another one, or none, is open. */
export function LabScreen({ lab: wanted }: { readonly lab: LabId }) {
  const open = useEngine((engine) => engine.lab)
  const { opening, retry } = useOpenLab(wanted, open?.id === wanted)
  if (open === null || open.id !== wanted) return <NotOpen lab={wanted} opening={opening} onRetry={retry} />
  return (
    <div className="screen">
      <LabHeader lab={open} />
      <Workbench lab={open} />
    </div>
  )
}

/** `null`: this page does not try, since somebody else closed the lab or opened another one meanwhile. */
type Opening = 'trying' | WireError | null

/** Opens the lab on arrival and after a lost connection, never against another window that does the same. */
function useOpenLab(wanted: LabId, isOpen: boolean) {
  const { commands } = useApp()
  const live = useAppState(({ connection }) => connection.phase === 'live')
  const [opening, setOpening] = useState<Opening>('trying')
  const retry = (): void => {
    setOpening('trying')
    commands.detached(commands.openLab(wanted).then(setOpening))
  }
  const onLive = useEffectEvent(() => {
    if (isOpen) setOpening(null)
    else retry()
  })
  useEffect(() => {
    if (live) onLive()
  }, [live])
  return { opening, retry }
}

interface NotOpenProps {
  readonly lab: LabId
  readonly opening: Opening
  readonly onRetry: () => void
}

function NotOpen({ lab, opening, onRetry }: NotOpenProps) {
  const title = useEngine((engine) => engine.catalogue.labs.find((known) => known.id === lab)?.title ?? lab)
  return (
    <div className="screen">
      <TopBar
        start={
          <>
            <BackToLabs />
            <h1 className="top-bar__title">{title}</h1>
          </>
        }
      />
      <main>
        {opening === 'trying' ? (
          <StateNote title={`Opening ${title}…`} />
        ) : (
          <StateNote
            title={opening?.happened ?? `${title} is not open any more.`}
            actions={
              <Button look="line" onClick={onRetry}>
                {opening === null ? 'Open it here' : 'Try again'}
              </Button>
            }
          >
            {opening?.remedy ?? 'Another window closed it or opened another lab; one lab is open at a time.'}
          </StateNote>
        )}
      </main>
    </div>
  )
}
