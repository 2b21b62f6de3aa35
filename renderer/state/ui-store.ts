import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { TerminalId } from '../../electron/contract/ids.ts'
import { ALL_COMMITS } from './git-page.ts'
import type { GitPage } from './git-page.ts'
import type { Preferences } from './preferences.ts'
import { parseRoute } from './route.ts'
import type { Route } from './route.ts'
import { readTheme } from './theme.ts'
import type { Theme } from './theme.ts'

export type Overlay = 'palette' | 'keys' | 'reset' | 'show' | 'go-back' | 'close-lab'
export type PanelTab = 'cluster' | 'git' | 'timeline' | 'checks'
export type ClusterView = 'graph' | 'list'

/** What is on screen that the engine need not know. */
export interface UiState {
  readonly route: Route
  readonly theme: Theme
  readonly overlay: Overlay | null
  readonly panelTab: PanelTab
  readonly clusterView: ClusterView
  /** `uid` of the object whose detail is open. */
  readonly selectedObject: string | null
  /** Name of the repository in the Git tab; null for the first. */
  readonly repository: string | null
  readonly gitPage: GitPage
  readonly activeTerminal: TerminalId | null
  readonly searching: boolean
  readonly screenReader: boolean
  /** Command blocks that were run from the instructions, as `STEP:LINE`. */
  readonly ranBlocks: ReadonlySet<string>
  /** What the live region says. */
  readonly announcement: string
}

export type UiStore = StoreApi<UiState>

export const createUiStore = (preferences: Preferences, hash: string): UiStore =>
  createStore<UiState>(() => ({
    route: parseRoute(hash),
    theme: readTheme(preferences),
    overlay: null,
    panelTab: 'cluster',
    clusterView: preferences.read('cluster-view') === 'list' ? 'list' : 'graph',
    selectedObject: null,
    repository: null,
    gitPage: ALL_COMMITS,
    activeTerminal: null,
    searching: false,
    screenReader: preferences.read('screen-reader') === 'on',
    ranBlocks: new Set(),
    announcement: '',
  }))
