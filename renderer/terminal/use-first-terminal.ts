import { useEffect, useState } from 'react'
import { useApp, useAppState } from '../state/app.ts'

/**
 * Opens one terminal when a lab is ready to be worked in and has none: once, so that closing the last one holds, and once
 * more after the cluster or the engine was away.
 */
export function useFirstTerminal(ready: boolean) {
  const { commands, store } = useApp()
  const live = useAppState(({ connection }) => connection.phase === 'live')
  const [state, setState] = useState<'waiting' | 'opened' | 'failed'>('waiting')
  useEffect(() => {
    if (!live || !ready) return setState('waiting')
    if (state !== 'waiting') return
    const open = async (): Promise<void> => {
      if ((store.getState().engine?.terminals ?? []).length > 0) return setState('opened')
      const opened = await commands.newTerminal()
      setState(opened === null ? 'failed' : 'opened')
    }
    commands.detached(open())
  }, [live, ready, state, commands, store])
  return { failed: state === 'failed', retry: () => setState('waiting') }
}
