import { cyclePane, focusPane } from '../shared/panes.ts'
import type { App } from '../state/app.ts'
import { panelTabs } from '../state/panel-tabs.ts'
import type { Theme } from '../state/theme.ts'
import type { PanelTab } from '../state/ui-store.ts'
import type { Action } from './action.ts'
import { gitActions } from './git-actions.ts'
import { labActions } from './lab-actions.ts'

/** All actions that make sense now. */
export function actionsFor(app: App): readonly Action[] {
  const { route } = app.ui.getState()
  const lab = app.store.getState().engine?.lab ?? null
  const inLab = route.screen === 'lab' && lab?.id === route.lab
  return [
    ...(inLab ? labActions(app, lab) : []),
    ...(inLab ? gitActions(app) : []),
    ...paneActions(app, inLab),
    ...catalogueActions(app),
    ...lookActions(app, inLab),
  ]
}

const TAB_WORDS: Readonly<Record<PanelTab, string>> = {
  cluster: 'Cluster',
  git: 'Git',
  timeline: 'Timeline',
  checks: 'Checks',
}

function paneActions({ commands, store }: App, inLab: boolean): Action[] {
  const actions: Action[] = []
  const add = (id: string, title: string, run: () => void): void => {
    actions.push({ id, title, group: 'Go to', run })
  }
  const toPanel = (tab: PanelTab): void => {
    commands.showPanel(tab)
    requestAnimationFrame(() => focusPane('panel'))
  }
  if (inLab) {
    add('to-terminal', 'Terminal', () => focusPane('terminal'))
    add('to-steps', 'Steps', () => focusPane('steps'))
    add('to-instructions', 'Instructions', () => focusPane('instructions'))
    const { engine } = store.getState()
    for (const tab of engine === null ? [] : panelTabs(engine)) add(`to-${tab}`, TAB_WORDS[tab], () => toPanel(tab))
  }
  add('next-pane', 'Next pane', () => cyclePane(1))
  add('previous-pane', 'Pane before', () => cyclePane(-1))
  add('pane-right', 'Pane to the right', () => cyclePane(1))
  add('pane-left', 'Pane to the left', () => cyclePane(-1))
  return actions
}

function catalogueActions({ commands, store, ui }: App): Action[] {
  const { route } = ui.getState()
  const labs = [...(store.getState().engine?.catalogue.labs ?? [])]
    .sort((one, other) => one.order - other.order)
    .filter((lab) => lab.missing.length === 0 && !(route.screen === 'lab' && route.lab === lab.id))
    .map((lab): Action => ({
      id: `lab-${lab.id}`,
      title: `Open lab ${lab.order}: ${lab.title}`,
      group: 'Labs',
      run: () => commands.go({ screen: 'lab', lab: lab.id }),
    }))
  if (route.screen === 'catalogue') return labs
  return [{ id: 'labs', title: 'All labs', group: 'Labs', run: () => commands.go({ screen: 'catalogue' }) }, ...labs]
}

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }
const THEME_WORDS: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' }

function lookActions({ commands, ui }: App, inLab: boolean): Action[] {
  const { theme, clusterView } = ui.getState()
  const actions: Action[] = []
  const add = (id: string, title: string, run: () => void): void => {
    actions.push({ id, title, group: 'Look', run })
  }
  add('theme', `Theme: ${THEME_WORDS[NEXT_THEME[theme]]}`, () => commands.setTheme(NEXT_THEME[theme]))
  if (inLab) {
    const other = clusterView === 'graph' ? 'list' : 'graph'
    add('cluster-view', `Cluster as a ${other}`, () => commands.setClusterView(other))
  }
  add('keys', 'Keys and help', () => commands.set({ overlay: 'keys' }))
  add('palette', 'Command palette', () => commands.set({ overlay: 'palette' }))
  return actions
}
