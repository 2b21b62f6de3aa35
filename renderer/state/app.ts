import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { EngineClient } from '../connection/client.ts'
import type { TerminalHub } from '../terminal/terminal-hub.ts'
import type { EngineState } from './apply-event.ts'
import type { AppCommands } from './commands.ts'
import type { GitCommands } from './git-commands.ts'
import type { Preferences } from './preferences.ts'
import type { AppState, AppStore } from './store.ts'
import type { UiState, UiStore } from './ui-store.ts'

/** What every component may reach; made once, in `main.tsx`. */
export interface App {
  readonly client: EngineClient
  readonly store: AppStore
  readonly ui: UiStore
  readonly terminals: TerminalHub
  readonly preferences: Preferences
  readonly commands: AppCommands
  readonly git: GitCommands
}

export const AppContext = createContext<App | null>(null)

export function useApp(): App {
  const app = useContext(AppContext)
  if (app === null) throw new Error('This component is outside AppContext.')
  return app
}

export const useAppState = <T>(select: (state: AppState) => T): T => useStore(useApp().store, select)

export const useUi = <T>(select: (state: UiState) => T): T => useStore(useApp().ui, select)

/** For components that are shown only when the first snapshot has arrived. */
export function useEngine<T>(select: (engine: EngineState) => T): T {
  return useAppState(({ engine }) => {
    if (engine === null) throw new Error('This component needs the engine to have described itself.')
    return select(engine)
  })
}
