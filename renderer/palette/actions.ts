import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { currentPlace, mayGoOn } from '../lab/lab-model.ts'
import { cyclePane, focusPane } from '../shared/panes.ts'
import type { App } from '../state/app.ts'
import { runnableBlocks } from '../state/markdown-blocks.ts'
import type { Theme } from '../state/theme.ts'

export type ActionGroup = 'This step' | 'Terminal' | 'This lab' | 'Go to' | 'Labs' | 'Look'

/** Something a person can do, by key and from the palette. What cannot be done now is not in the list. */
export interface Action {
  readonly id: string
  readonly title: string
  readonly group: ActionGroup
  /** See `ui/chord.ts`. Works everywhere, also in the terminal. */
  readonly chord?: string
  run(): void
}

/** All actions that make sense now. */
export function actionsFor(app: App): readonly Action[] {
  const { route } = app.ui.getState()
  const lab = app.store.getState().engine?.lab ?? null
  const inLab = route.screen === 'lab' && lab?.id === route.lab
  return [
    ...(inLab ? [...stepActions(app, lab), ...terminalActions(app), ...labActions(app, lab)] : []),
    ...paneActions(app, inLab),
    ...catalogueActions(app),
    ...lookActions(app),
  ]
}

function stepActions({ commands, ui }: App, lab: LabSnapshot): Action[] {
  const place = currentPlace(lab)
  if (place === undefined) return []
  const { step, next, previous } = place
  const actions: Action[] = []
  const add = (id: string, title: string, chord: string | undefined, run: () => void): void => {
    actions.push({ id, title, group: 'This step', run, ...(chord === undefined ? {} : { chord }) })
  }
  const blocks = runnableBlocks(step.instructions)
  const ran = ui.getState().ranBlocks
  const upcoming = blocks.find((block) => !ran.has(`${step.name}:${block.line}`))
  if (upcoming !== undefined) {
    add('run-next', `Run the next command: ${upcoming.text.split('\n')[0]}`, 'Mod+Shift+Enter', () => {
      ui.setState({ ranBlocks: new Set([...ran, `${step.name}:${upcoming.line}`]) })
      commands.detached(commands.type(upcoming.text, true))
    })
  }
  if (next !== undefined && mayGoOn(place)) {
    add('next-step', `Next step: ${next.title}`, 'Mod+Shift+Period', () =>
      commands.detached(commands.openStep(next.name)),
    )
  }
  if (previous !== undefined) {
    add('previous-step', `Step before: ${previous.title}`, 'Mod+Shift+Comma', () =>
      commands.detached(commands.openStep(previous.name)),
    )
  }
  if (step.hints.some((hint) => hint.text === undefined)) {
    add('hint', 'Open the next hint', 'Mod+Shift+KeyH', () => commands.detached(commands.openHint(step.name)))
  }
  if (!step.shown) add('show', 'Show me this step', 'Mod+Shift+KeyS', () => commands.set({ overlay: 'show' }))
  add('recheck', 'Check this step again', 'Mod+Shift+KeyX', () => commands.detached(commands.recheck(step.name)))
  for (const block of blocks) {
    if (block !== upcoming)
      add(`run-${block.line}`, `Run: ${block.text.split('\n')[0]}`, undefined, () =>
        commands.detached(commands.type(block.text, true)),
      )
  }
  return actions
}

function terminalActions({ commands, store, ui }: App): Action[] {
  const terminals = store.getState().engine?.terminals ?? []
  const { activeTerminal, screenReader } = ui.getState()
  const at = terminals.findIndex((info) => info.terminalId === activeTerminal)
  const group = 'Terminal'
  const turn = (by: number): void => {
    const next = terminals[(at + by + terminals.length) % terminals.length]
    if (next === undefined) return
    commands.set({ activeTerminal: next.terminalId })
    requestAnimationFrame(() => focusPane('terminal'))
  }
  const current = terminals[at]
  return [
    {
      id: 'new-terminal',
      title: 'New terminal',
      group,
      chord: 'Mod+Shift+Backquote',
      run: () =>
        commands.detached(commands.newTerminal().then(() => requestAnimationFrame(() => focusPane('terminal')))),
    },
    ...(terminals.length > 1
      ? ([
          { id: 'next-terminal', title: 'Next terminal', group, chord: 'Mod+Shift+ArrowDown', run: () => turn(1) },
          { id: 'previous-terminal', title: 'Terminal before', group, chord: 'Mod+Shift+ArrowUp', run: () => turn(-1) },
        ] as const)
      : []),
    ...(current === undefined
      ? []
      : ([
          {
            id: 'search',
            title: 'Search the terminal',
            group,
            chord: 'Mod+Shift+KeyF',
            run: () => commands.set({ searching: true }),
          },
          {
            id: 'close-terminal',
            title: 'Close this terminal',
            group,
            chord: 'Mod+Shift+Delete',
            run: () => commands.detached(commands.closeTerminal(current.terminalId)),
          },
        ] as const)),
    {
      id: 'screen-reader',
      title: screenReader
        ? 'Screen reader mode of the terminal: turn off'
        : 'Screen reader mode of the terminal: turn on',
      group,
      chord: 'Mod+Shift+KeyU',
      run: () => commands.setScreenReader(!screenReader),
    },
  ]
}

function labActions({ commands }: App, lab: LabSnapshot): Action[] {
  const group = 'This lab'
  const openSteps = lab.steps.filter((step) => step.access === 'open' && step.name !== lab.currentStep)
  return [
    ...(lab.steps.some((step) => step.canGoBack)
      ? [
          {
            id: 'go-back',
            title: 'Go back to a step…',
            group,
            chord: 'Mod+Shift+KeyZ',
            run: () => commands.set({ overlay: 'go-back' }),
          } as const,
        ]
      : []),
    ...openSteps.map((step): Action => ({
      id: `open-${step.name}`,
      title: `Open step ${lab.steps.indexOf(step) + 1}: ${step.title}`,
      group,
      run: () => commands.detached(commands.openStep(step.name)),
    })),
    {
      id: 'reset',
      title: 'Reset this lab…',
      group,
      chord: 'Mod+Shift+Backspace',
      run: () => commands.set({ overlay: 'reset' }),
    },
    {
      id: 'close-lab',
      title: 'Close this lab…',
      group,
      chord: 'Mod+Shift+End',
      run: () => commands.set({ overlay: 'close-lab' }),
    },
  ]
}

function paneActions({ commands }: App, inLab: boolean): Action[] {
  const group = 'Go to'
  const cycle: Action[] = [
    { id: 'next-pane', title: 'Next pane', group, chord: 'F6', run: () => cyclePane(1) },
    { id: 'previous-pane', title: 'Pane before', group, chord: 'Shift+F6', run: () => cyclePane(-1) },
    { id: 'pane-right', title: 'Pane to the right', group, chord: 'Mod+Shift+ArrowRight', run: () => cyclePane(1) },
    { id: 'pane-left', title: 'Pane to the left', group, chord: 'Mod+Shift+ArrowLeft', run: () => cyclePane(-1) },
  ]
  if (!inLab) return cycle
  return [
    ...cycle,
    { id: 'to-terminal', title: 'Terminal', group, chord: 'Mod+Backquote', run: () => focusPane('terminal') },
    { id: 'to-steps', title: 'Steps', group, chord: 'Mod+Shift+Digit1', run: () => focusPane('steps') },
    {
      id: 'to-instructions',
      title: 'Instructions',
      group,
      chord: 'Mod+Shift+Digit2',
      run: () => focusPane('instructions'),
    },
    { id: 'to-cluster', title: 'Cluster', group, chord: 'Mod+Shift+Digit3', run: () => toPanel('cluster') },
    { id: 'to-checks', title: 'Checks', group, chord: 'Mod+Shift+Digit4', run: () => toPanel('checks') },
  ]

  function toPanel(tab: 'cluster' | 'checks'): void {
    commands.showPanel(tab)
    requestAnimationFrame(() => focusPane('panel'))
  }
}

function catalogueActions({ commands, store, ui }: App): Action[] {
  const labs = store.getState().engine?.catalogue.labs ?? []
  const { route } = ui.getState()
  const group = 'Labs'
  return [
    ...(route.screen === 'lab'
      ? [
          {
            id: 'labs',
            title: 'All labs',
            group,
            chord: 'Mod+Shift+Home',
            run: () => commands.go({ screen: 'catalogue' }),
          } as const,
        ]
      : []),
    ...[...labs]
      .sort((one, other) => one.order - other.order)
      .filter((lab) => lab.missing.length === 0 && !(route.screen === 'lab' && route.lab === lab.id))
      .map((lab): Action => ({
        id: `lab-${lab.id}`,
        title: `Open lab ${lab.order}: ${lab.title}`,
        group,
        run: () => commands.go({ screen: 'lab', lab: lab.id }),
      })),
  ]
}

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }
const THEME_TITLES: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' }

function lookActions({ commands, ui }: App): Action[] {
  const { theme, clusterView } = ui.getState()
  const group = 'Look'
  const otherView = clusterView === 'graph' ? 'list' : 'graph'
  return [
    {
      id: 'theme',
      title: `Theme: ${THEME_TITLES[NEXT_THEME[theme]]}`,
      group,
      chord: 'Mod+Shift+KeyL',
      run: () => commands.setTheme(NEXT_THEME[theme]),
    },
    {
      id: 'cluster-view',
      title: `Cluster as a ${otherView}`,
      group,
      chord: 'Mod+Shift+KeyG',
      run: () => commands.setClusterView(otherView),
    },
    { id: 'keys', title: 'Keys and help', group, chord: 'F1', run: () => commands.set({ overlay: 'keys' }) },
    {
      id: 'palette',
      title: 'Command palette',
      group,
      chord: 'Mod+Shift+KeyP',
      run: () => commands.set({ overlay: 'palette' }),
    },
  ]
}
