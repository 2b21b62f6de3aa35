import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { labId, type TerminalId } from '../../electron/contract/ids.ts'
import type { Commands, LabSnapshot, StepView } from '../../electron/contract/protocol.ts'
import { createEngine, type Engine } from '../../electron/engine/engine.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import type { Announcement } from '../../electron/engine/session/announcement.ts'

const HARBOR = labId('harbor')
const LABS_TINY = join(import.meta.dirname, '..', 'fixtures', 'labs-tiny')

/** A real engine on a data folder of its own, driven the way a page does it. */
export class EngineRun {
  readonly dataRoot: string
  readonly seen: Announcement[] = []
  engine!: Engine
  #waiting: (() => void)[] = []

  constructor() {
    this.dataRoot = mkdtempSync(join(tmpdir(), 'drydock-engine-'))
  }

  async start(labsRoot = LABS_TINY): Promise<void> {
    const cacheRoot = defaultFolders().cache
    this.engine = await createEngine({ dataRoot: this.dataRoot, cacheRoot, labsRoot, appVersion: 'test' })
    this.engine.onNotice((notice) => {
      this.seen.push(notice)
      for (const wake of this.#waiting.splice(0)) wake()
    })
  }

  call<C extends keyof Commands>(command: C, params: Commands[C]['params']): Promise<Commands[C]['reply']> {
    return this.engine.handlers[command](params)
  }

  async snapshot(): Promise<LabSnapshot> {
    const { lab } = await this.call('app/snapshot', { protocolVersion: 1 })
    if (lab === null) throw new Error('no lab is open')
    return lab
  }

  async step(name: string): Promise<StepView> {
    const step = (await this.snapshot()).steps.find((each) => each.name === name)
    if (step === undefined) throw new Error(`no step ${name}`)
    return step
  }

  /** Looks again after every announcement until it holds; says what was seen last when it never does. */
  async until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
    const end = Date.now() + limitMs
    while (!(await holds())) {
      const left = end - Date.now()
      if (left <= 0) throw new Error(`never: ${what}; last: ${this.#last()}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  #last(): string {
    return this.seen
      .slice(-12)
      .map((notice) => JSON.stringify(notice).slice(0, 400))
      .join('\n')
  }

  /** Opens the small lab and waits until its current step has begun. */
  async openHarbor(): Promise<void> {
    await this.call('lab/open', { lab: HARBOR })
    await this.until('the first step begins', async () => (await this.snapshot()).steps.some((step) => step.canGoBack))
  }

  async openTerminal(): Promise<TerminalId> {
    const { terminalId } = await this.call('terminal/open', { columns: 100, rows: 30 })
    await this.call('terminal/attach', { terminalId, columns: 100, rows: 30 })
    return terminalId
  }

  async type(terminalId: TerminalId, text: string): Promise<void> {
    await this.call('terminal/type', { terminalId, text, execute: true })
  }

  async untilStep(name: string, outcome: 'passed' | 'failed' | 'unknown'): Promise<void> {
    await this.until(`step ${name} is ${outcome}`, async () => (await this.step(name)).status.outcome === outcome)
  }

  async end(): Promise<void> {
    await this.engine.dispose()
    rmSync(this.dataRoot, { recursive: true, force: true })
  }
}

export { HARBOR }
