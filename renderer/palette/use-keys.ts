import { useEffect } from 'react'
import { inTerminal, isTyping } from '../shared/panes.ts'
import { useApp } from '../state/app.ts'
import type { App } from '../state/app.ts'
import { matchesChord } from '../ui/chord.ts'
import { isMac } from '../ui/keys.tsx'
import { actionsFor } from './actions.ts'

/** Chords that belong to the shell while the terminal has the focus, unless the command key makes them ours. */
const OUTSIDE_TERMINAL = [
  { chord: 'Mod+KeyK', overlay: 'palette' },
  { chord: 'key:?', overlay: 'keys' },
] as const

/** Listens for every action's chord, before the terminal or any field sees the key. */
export function useKeys(): void {
  const app = useApp()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!runFor(app, event)) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [app])
}

function runFor(app: App, event: KeyboardEvent): boolean {
  if (event.repeat || app.ui.getState().overlay !== null) return false
  const mac = isMac()
  const { overlay } = OUTSIDE_TERMINAL.find(({ chord }) => matchesChord(event, chord, mac)) ?? {}
  if (overlay !== undefined && mayOpen(event, overlay, mac)) {
    app.commands.set({ overlay })
    return true
  }
  const action = actionsFor(app).find(({ chord }) => chord !== undefined && matchesChord(event, chord, mac))
  action?.run()
  return action !== undefined
}

function mayOpen(event: KeyboardEvent, overlay: 'palette' | 'keys', mac: boolean): boolean {
  if (overlay === 'keys') return !inTerminal(event.target) && !isTyping(event.target)
  return mac || !inTerminal(event.target)
}
