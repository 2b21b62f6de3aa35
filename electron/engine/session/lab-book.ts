import type { Lab, Step } from '../../contract/lab.ts'
import type { StepStatus } from '../../contract/verdict.ts'
import { UNTOUCHED, type LabRow, type ProgressStore, type StepRow } from '../progress/progress-store.ts'
import { verdictOf } from './shown-answers.ts'
import { noSuchStep, notBegun } from './step-errors.ts'

/** What the store knows of one lab, by the lab's own steps. */
export class LabBook {
  readonly #lab: Lab
  readonly #store: ProgressStore

  /** The lab was begun in the store. A current step that the author has renamed since becomes the first. */
  constructor(lab: Lab, store: ProgressStore) {
    this.#lab = lab
    this.#store = store
    const [first] = lab.steps
    const isKnown = lab.steps.some((step) => step.name === this.labRow.currentStep)
    if (!isKnown && first !== undefined) store.setCurrentStep(lab.id, first.name)
  }

  get labRow(): LabRow {
    const row = this.#store.lab(this.#lab.id)
    if (row === undefined) throw new Error(`lab ${this.#lab.id} was not begun`)
    return row
  }

  row(step: Pick<Step, 'name'>): StepRow {
    return this.#store.steps(this.#lab.id).get(step.name) ?? UNTOUCHED
  }

  hasBegun(step: Pick<Step, 'name'>): boolean {
    return this.row(step).begunAtMs !== undefined
  }

  /** Throws `not-found`. */
  step(name: string): Step {
    const step = this.#lab.steps.find((each) => each.name === name)
    if (step === undefined) throw noSuchStep(this.#lab, name)
    return step
  }

  /** Throws `not-found`, or `refused` while the step has not begun. */
  begunStep(name: string): Step {
    const step = this.step(name)
    if (!this.hasBegun(step)) throw notBegun(step)
    return step
  }

  /** Answers by step and check. */
  answers(): ReadonlyMap<string, ReadonlyMap<string, string>> {
    return new Map(this.#lab.steps.map(({ name }) => [name, this.#store.answers(this.#lab.id, name)]))
  }

  /** Keeps what a verdict has earned: latches, and that the step has passed. */
  save(step: Step, status: StepStatus, nowMs: number): void {
    for (const check of step.checks) {
      if (check.mode !== 'latched' || verdictOf(status, check)?.outcome !== 'passed') continue
      this.#store.latch(this.#lab.id, step.name, check.name)
    }
    if (status.outcome === 'passed') this.#store.passStep(this.#lab.id, step.name, nowMs)
  }
}
