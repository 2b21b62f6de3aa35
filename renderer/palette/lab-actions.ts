import type { LabSnapshot, StepView } from '../../electron/contract/protocol.ts'
import { firstLine } from '../lab/first-line.ts'
import { currentPlace, mayBeShown, mayGoOn } from '../lab/lab-model.ts'
import { focusPane } from '../shared/panes.ts'
import type { App } from '../state/app.ts'
import { runnableBlocks } from '../state/markdown-blocks.ts'
import type { Action } from './action.ts'

/** What can be done in an open lab. */
export const labActions = (app: App, lab: LabSnapshot): readonly Action[] => [
  ...stepActions(app, lab),
  ...terminalActions(app),
  ...wholeLabActions(app, lab),
]

function stepActions(app: App, lab: LabSnapshot): Action[] {
  const place = currentPlace(lab)
  if (place === undefined) return []
  const { commands } = app
  const { step, next, previous } = place
  const actions = commandActions(app, step)
  const add = (id: string, title: string, run: () => void): void => {
    actions.push({ id, title, group: 'This step', run })
  }
  const open = (other: StepView) => (): void => commands.detached(commands.openStep(other.name))
  if (next !== undefined && mayGoOn(place)) add('next-step', `Next step: ${next.title}`, open(next))
  if (previous !== undefined) add('previous-step', `Step before: ${previous.title}`, open(previous))
  if (step.hints.some((hint) => hint.text === undefined)) {
    add('hint', 'Open the next hint', () => commands.detached(commands.openHint(step.name)))
  }
  if (mayBeShown(step)) add('show', 'Show me this step', () => commands.set({ overlay: 'show' }))
  add('recheck', 'Check this step again', () => commands.detached(commands.recheck(step.name)))
  return actions
}

/** The next command block that was not run from here yet, then all others. */
function commandActions({ commands, ui }: App, step: StepView): Action[] {
  const blocks = runnableBlocks(step.instructions)
  const ran = ui.getState().ranBlocks
  const upcoming = blocks.find((block) => !ran.has(`${step.name}:${block.line}`))
  return blocks.map((block) => ({
    id: block === upcoming ? 'run-next' : `run-${block.line}`,
    title: `${block === upcoming ? 'Run the next command' : 'Run'}: ${firstLine(block.text)}`,
    group: 'This step',
    run() {
      ui.setState({ ranBlocks: new Set([...ui.getState().ranBlocks, `${step.name}:${block.line}`]) })
      commands.detached(commands.type(block.text, true))
    },
  }))
}

const toTerminal = (): number => requestAnimationFrame(() => focusPane('terminal'))

function terminalActions({ commands, store, ui }: App): Action[] {
  const terminals = store.getState().engine?.terminals ?? []
  const { activeTerminal, screenReader } = ui.getState()
  const at = terminals.findIndex((info) => info.terminalId === activeTerminal)
  const current = terminals[at]
  const actions: Action[] = []
  const add = (id: string, title: string, run: () => void): void => {
    actions.push({ id, title, group: 'Terminal', run })
  }
  const turn = (by: number): void => {
    const next = terminals[(at + by + terminals.length) % terminals.length]
    if (next === undefined) return
    commands.set({ activeTerminal: next.terminalId })
    toTerminal()
  }
  add('new-terminal', 'New terminal', () => commands.detached(commands.newTerminal().then(toTerminal)))
  if (terminals.length > 1) {
    add('next-terminal', 'Next terminal', () => turn(1))
    add('previous-terminal', 'Terminal before', () => turn(-1))
  }
  if (current !== undefined) {
    add('search', 'Search the terminal', () => commands.set({ searching: true }))
    add('close-terminal', 'Close this terminal', () => {
      commands.detached(commands.closeTerminal(current.terminalId).then(toTerminal))
    })
  }
  add('screen-reader', `Screen reader mode of the terminal: turn ${screenReader ? 'off' : 'on'}`, () => {
    commands.setScreenReader(!screenReader)
  })
  return actions
}

function wholeLabActions({ commands }: App, lab: LabSnapshot): Action[] {
  const actions: Action[] = []
  const add = (id: string, title: string, run: () => void): void => {
    actions.push({ id, title, group: 'This lab', run })
  }
  if (lab.steps.some((step) => step.canGoBack)) {
    add('go-back', 'Go back to a step…', () => commands.set({ overlay: 'go-back' }))
  }
  for (const [index, step] of lab.steps.entries()) {
    if (step.access === 'locked' || step.name === lab.currentStep) continue
    add(`open-${step.name}`, `Open step ${index + 1}: ${step.title}`, () => {
      commands.detached(commands.openStep(step.name))
    })
  }
  add('reset', 'Reset this lab…', () => commands.set({ overlay: 'reset' }))
  add('close-lab', 'Close this lab…', () => commands.set({ overlay: 'close-lab' }))
  return actions
}
