import { toWire } from '../../electron/contract/errors.ts'
import type { WireError } from '../../electron/contract/errors.ts'
import type { ClusterName, LabId, TerminalId } from '../../electron/contract/ids.ts'
import type { LabSnapshot, TerminalInfo } from '../../electron/contract/protocol.ts'
import type { StepStatus } from '../../electron/contract/verdict.ts'
import type { EngineClient } from '../connection/client.ts'
import { applyEvent, applyLab } from './apply-event.ts'
import type { EngineState } from './apply-event.ts'
import { ALL_COMMITS } from './git-page.ts'
import type { Preferences } from './preferences.ts'
import { routeHash } from './route.ts'
import type { Route } from './route.ts'
import { addProblem } from './store.ts'
import type { AppStore } from './store.ts'
import { applyTheme } from './theme.ts'
import type { Theme } from './theme.ts'
import type { ClusterView, PanelTab, UiState, UiStore } from './ui-store.ts'

export interface CommandsDeps {
  readonly client: EngineClient
  readonly store: AppStore
  readonly ui: UiStore
  readonly preferences: Preferences
  readonly root: HTMLElement
  /** Puts the address; the route follows from it. */
  readonly navigate: (hash: string) => void
}

/** A new terminal starts at this size; fitting it to its pane follows at once. */
const FIRST_SIZE = { columns: 80, rows: 24 }

/** Objects and commits of before are not there after going back or a reset. */
const NOWHERE = { selectedObject: null, gitPage: ALL_COMMITS } as const

/** Everything a person can ask for. Failures become problems on screen; no method rejects. */
export class AppCommands {
  readonly #deps: CommandsDeps
  #openingTerminal: Promise<TerminalInfo | null> | null = null

  constructor(deps: CommandsDeps) {
    this.#deps = deps
  }

  // Screens

  go(route: Route): void {
    this.#deps.navigate(routeHash(route))
  }

  set(change: Partial<UiState>): void {
    this.#deps.ui.setState(change)
  }

  showPanel(panelTab: PanelTab): void {
    this.set({ panelTab })
  }

  setTheme(theme: Theme): void {
    this.#deps.preferences.write('theme', theme)
    applyTheme(theme, this.#deps.root)
    this.set({ theme })
  }

  setClusterView(clusterView: ClusterView): void {
    this.#deps.preferences.write('cluster-view', clusterView)
    this.set({ clusterView, selectedObject: null })
  }

  setScreenReader(screenReader: boolean): void {
    this.#deps.preferences.write('screen-reader', screenReader ? 'on' : 'off')
    this.set({ screenReader, announcement: `Terminal screen reader mode is ${screenReader ? 'on' : 'off'}.` })
  }

  dismiss(id: number): void {
    this.#deps.store.setState(({ problems }) => ({ problems: problems.filter((problem) => problem.id !== id) }))
  }

  report(error: WireError): void {
    this.#deps.store.setState(({ problems }) => ({ problems: addProblem(problems, error) }))
  }

  /** For event handlers, which cannot wait: what a command could not foresee is reported like any other problem. */
  detached(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.report(toWire(error)))
  }

  // Labs and steps

  /** Resolves to what stands in the way, or to null. */
  async openLab(lab: LabId): Promise<WireError | null> {
    try {
      this.#takeLab(await this.#deps.client.call('lab/open', { lab }))
      this.#deps.preferences.write('last-lab', lab)
      return null
    } catch (error) {
      return toWire(error)
    }
  }

  async closeLab(): Promise<void> {
    this.go({ screen: 'catalogue' })
    const closed = await this.#try(this.#deps.client.call('lab/close', {}))
    if (closed !== undefined) this.#takeLab(null)
  }

  async resetLab(lab: LabId): Promise<void> {
    this.set({ ...NOWHERE, ranBlocks: new Set() })
    await this.#tryLab(this.#deps.client.call('lab/reset', { lab }))
  }

  async openStep(step: string): Promise<void> {
    await this.#tryLab(this.#deps.client.call('step/open', { step }))
  }

  async goBack(step: string): Promise<void> {
    this.set({ ...NOWHERE, ranBlocks: new Set() })
    await this.#tryLab(this.#deps.client.call('step/goBack', { step }))
  }

  async openHint(step: string): Promise<void> {
    await this.#tryLab(this.#deps.client.call('step/hint', { step }))
  }

  async recheck(step: string): Promise<void> {
    this.#takeStatus(await this.#try(this.#deps.client.call('step/recheck', { step })))
  }

  async answer(step: string, check: string, answer: string): Promise<void> {
    this.#takeStatus(await this.#try(this.#deps.client.call('step/answer', { step, check, answer })))
  }

  async showSolution(step: string): Promise<void> {
    const terminal = await this.#usableTerminal()
    if (terminal === null) return
    await this.#tryLab(this.#deps.client.call('step/show', { step, terminalId: terminal }))
  }

  async retryCluster(cluster: ClusterName): Promise<void> {
    await this.#try(this.#deps.client.call('cluster/retry', { cluster }))
  }

  // Terminals

  async newTerminal(): Promise<TerminalInfo | null> {
    this.#openingTerminal ??= this.#openTerminal()
    try {
      return await this.#openingTerminal
    } finally {
      this.#openingTerminal = null
    }
  }

  async closeTerminal(terminalId: TerminalId): Promise<void> {
    await this.#try(this.#deps.client.call('terminal/close', { terminalId }))
  }

  /** Puts text at the prompt of the terminal in front, or of a new one; runs it when `execute`. */
  async type(text: string, execute: boolean): Promise<void> {
    const terminalId = await this.#usableTerminal()
    if (terminalId === null) return
    await this.#try(this.#deps.client.call('terminal/type', { terminalId, text, execute }))
  }

  async #openTerminal(): Promise<TerminalInfo | null> {
    const terminal = await this.#try(this.#deps.client.call('terminal/open', FIRST_SIZE))
    if (terminal === undefined) return null
    this.#changeEngine((engine) =>
      applyEvent(engine, { type: 'notice', sequence: 0, event: 'terminal/changed', payload: { terminal } }),
    )
    this.set({ activeTerminal: terminal.terminalId })
    return terminal
  }

  async #usableTerminal(): Promise<TerminalId | null> {
    const { activeTerminal } = this.#deps.ui.getState()
    const alive = (this.#deps.store.getState().engine?.terminals ?? []).filter((terminal) => terminal.alive)
    const chosen = alive.find((terminal) => terminal.terminalId === activeTerminal) ?? alive.at(-1)
    if (chosen !== undefined) {
      this.set({ activeTerminal: chosen.terminalId })
      return chosen.terminalId
    }
    return (await this.newTerminal())?.terminalId ?? null
  }

  // What the engine said

  #changeEngine(change: (engine: EngineState) => EngineState): void {
    this.#deps.store.setState(({ engine }) => (engine === null ? {} : { engine: change(engine) }))
  }

  #takeLab(lab: LabSnapshot | null): void {
    this.#changeEngine((engine) => applyLab(engine, lab))
  }

  #takeStatus(status: StepStatus | undefined): void {
    const lab = this.#deps.store.getState().engine?.lab
    if (status === undefined || lab === null || lab === undefined) return
    const payload = { lab: lab.id, status }
    this.#changeEngine((engine) => applyEvent(engine, { type: 'notice', sequence: 0, event: 'step/status', payload }))
  }

  async #tryLab(reply: Promise<LabSnapshot>): Promise<void> {
    const lab = await this.#try(reply)
    if (lab !== undefined) this.#takeLab(lab)
  }

  async #try<T>(reply: Promise<T>): Promise<T | undefined> {
    try {
      return await reply
    } catch (error) {
      this.report(toWire(error))
      return undefined
    }
  }
}
