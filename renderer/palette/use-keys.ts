import { useEffect } from 'react'
import { inTerminal, isTyping } from '../shared/panes.ts'
import { useApp } from '../state/app.ts'
import type { App } from '../state/app.ts'
import { matchesChord } from '../ui/chord.ts'
import { isMac } from '../ui/keys.tsx'
import { actionsFor } from './actions.ts'
import { CHORDS } from './chords.ts'

/** Shorter keys for where they are free: not in the terminal, unless the command key makes them ours. */
const OUTSIDE_TERMINAL = [
  { chord: 'Mod+KeyK', overlay: 'palette' },
  { chord: 'key:?', overlay: 'keys' },
] as const

/** Listens for every action's chord, before the terminal or any field sees the key. */
export function useKeys(): void {
  const app = useApp()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!handle(app, event)) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [app])
}

/** A chord of ours is ours even when there is nothing to do: the shell must not get half of it. */
function handle(app: App, event: KeyboardEvent): boolean {
  if (app.ui.getState().overlay !== null) return false
  const mac = isMac()
  const overlay = OUTSIDE_TERMINAL.find(({ chord }) => matchesChord(event, chord, mac))?.overlay
  if (overlay !== undefined && mayOpen(event, overlay, mac)) {
    app.commands.set({ overlay })
    return true
  }
  const id = Object.entries(CHORDS).find(([, chord]) => matchesChord(event, chord, mac))?.[0]
  if (id === undefined) return false
  if (!event.repeat)
    actionsFor(app)
      .find((action) => action.id === id)
      ?.run()
  return true
}

function mayOpen(event: KeyboardEvent, overlay: 'palette' | 'keys', mac: boolean): boolean {
  if (overlay === 'keys') return !inTerminal(event.target) && !isTyping(event.target)
  return mac || !inTerminal(event.target)
}
