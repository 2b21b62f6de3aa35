import { useEffect, useEffectEvent, useState } from 'react'
import { toWire } from '../../electron/contract/errors.ts'
import type { ClusterName } from '../../electron/contract/ids.ts'
import { useApp } from '../state/app.ts'
import { Button } from '../ui/button.tsx'
import { Sheet } from '../ui/dialog.tsx'

interface LogSheetProps {
  readonly cluster: ClusterName
  readonly open: boolean
  readonly onClose: () => void
}

/** The real output of the provider and its components. */
export function LogSheet({ cluster, open, onClose }: LogSheetProps) {
  const { client } = useApp()
  const [text, setText] = useState<string | null>(null)
  const fetchLog = (): void => {
    client.call('cluster/log', { cluster }).then(
      (log) => setText(log.text === '' ? 'Nothing was printed yet.' : log.text),
      (error: unknown) => setText(`${toWire(error).happened} ${toWire(error).remedy}`),
    )
  }
  const onOpen = useEffectEvent(fetchLog)
  useEffect(() => {
    if (open) onOpen()
  }, [open])
  return (
    <Sheet open={open} title={`Log of the cluster ${cluster}`} onClose={onClose}>
      <pre className="tool-output tool-output--log" aria-label="Log">
        {text ?? 'Getting the log…'}
      </pre>
      <div className="log-sheet__again">
        <Button look="line" onClick={fetchLog}>
          Get it again
        </Button>
      </div>
    </Sheet>
  )
}
