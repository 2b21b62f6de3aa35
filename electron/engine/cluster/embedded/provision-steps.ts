import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import type { ProvisionStep } from '../../../contract/cluster.ts'
import type { Clock } from '../../lib/clock.ts'

/** How long steps took the last time on this machine, by what was done and the step's title. Kept on disk. */
export class StepDurations {
  readonly #file: string
  #known: Record<string, number> | undefined

  constructor(file: string) {
    this.#file = file
  }

  last(plan: string, title: string): number | undefined {
    return this.#read()[`${plan}/${title}`]
  }

  /** Losing this file costs nothing but the estimate, so a disk that does not take it is no failure. */
  keep(plan: string, steps: readonly ProvisionStep[]): void {
    const known = this.#read()
    for (const { title, tookMs } of steps) if (tookMs !== undefined) known[`${plan}/${title}`] = tookMs
    try {
      mkdirSync(dirname(this.#file), { recursive: true })
      writeFileSync(`${this.#file}.new`, `${JSON.stringify(known, null, 2)}\n`)
      renameSync(`${this.#file}.new`, this.#file)
    } catch {
      return
    }
  }

  #read(): Record<string, number> {
    if (this.#known !== undefined) return this.#known
    try {
      this.#known = JSON.parse(readFileSync(this.#file, 'utf8')) as Record<string, number>
    } catch {
      this.#known = {}
    }
    return this.#known
  }
}

/** The numbered steps of one piece of work, as people see them. */
export class ProvisionSteps {
  readonly #clock: Clock
  readonly #durations: StepDurations
  readonly #plan: string
  readonly #changed: () => void
  #steps: ProvisionStep[]

  constructor(
    plan: { readonly name: string; readonly titles: readonly string[] },
    deps: { readonly clock: Clock; readonly durations: StepDurations; readonly changed: () => void },
  ) {
    this.#plan = plan.name
    this.#clock = deps.clock
    this.#durations = deps.durations
    this.#changed = deps.changed
    this.#steps = plan.titles.map((title) => {
      const lastTookMs = deps.durations.last(plan.name, title)
      return { title, state: 'waiting', ...(lastTookMs === undefined ? {} : { lastTookMs }) }
    })
  }

  get all(): readonly ProvisionStep[] {
    return this.#steps
  }

  /** The step that runs, or the last that was done. */
  get current(): string {
    const running = this.#steps.find(({ state }) => state === 'running' || state === 'failed')
    return (running ?? this.#steps.findLast(({ state }) => state === 'done') ?? this.#steps[0])?.title ?? ''
  }

  /** Runs one step, from its start to its end or failure. */
  async run<T>(title: string, work: () => Promise<T>): Promise<T> {
    const startedAtMs = this.#clock.now()
    this.#set(title, { state: 'running', startedAtMs })
    try {
      const result = await work()
      this.#set(title, { state: 'done', startedAtMs, tookMs: this.#clock.now() - startedAtMs })
      return result
    } catch (error) {
      this.#set(title, { state: 'failed', startedAtMs, tookMs: this.#clock.now() - startedAtMs })
      throw error
    }
  }

  /** Keeps the durations for the next time; called when all went well. */
  keep(): void {
    this.#durations.keep(this.#plan, this.#steps)
  }

  #set(title: string, change: Partial<ProvisionStep>): void {
    this.#steps = this.#steps.map((step) => (step.title === title ? { ...step, ...change } : step))
    this.#changed()
  }
}
