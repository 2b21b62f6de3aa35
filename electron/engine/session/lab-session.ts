import type { ObjectSummary } from '../../contract/cluster.ts'
import { toWire } from '../../contract/errors.ts'
import type { Lab, Step } from '../../contract/lab.ts'
import type { LabSnapshot } from '../../contract/protocol.ts'
import type { ChangeEntry } from '../../contract/timeline.ts'
import type { StepStatus } from '../../contract/verdict.ts'
import type { RanCommand } from '../checks/observation.ts'
import type { LabGit } from '../git/lab-git.ts'
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import { Serial } from '../lib/serial.ts'
import type { ObjectPanel } from '../panel/object-panel.ts'
import type { ProgressStore } from '../progress/progress-store.ts'
import type { Announce } from './announcement.ts'
import { serverMoved } from './address-follower.ts'
import { LabBook } from './lab-book.ts'
import type { LabRuntime } from './lab-runtime.ts'
import { isOpen, missing, viewLab, visibleStatus, type LabViewInput } from './lab-view.ts'
import { LabWatch } from './lab-watch.ts'
import { shownAnswers } from './shown-answers.ts'
import { labClosed, noRepositories, noSuchQuestion, notKept, stepLocked } from './step-errors.ts'
import { viewInputOf } from './view-input.ts'

export interface LabSessionDeps {
  readonly runtime: LabRuntime
  readonly store: ProgressStore
  readonly announce: Announce
  readonly clock: Clock
  readonly log: Log
}

/**
 * The learner at work on one lab: which step, what has passed, what was kept. Verdicts come from the reconciler,
 * progress goes to the store before it is announced. Whatever changes the clusters is queued, one at a time.
 */
export class LabSession {
  readonly lab: Lab
  readonly #deps: LabSessionDeps
  readonly #book: LabBook
  readonly #serial = new Serial()
  readonly #gone = new AbortController()
  #watch: LabWatch | undefined
  #kept: ReadonlySet<string> = new Set()

  constructor(deps: LabSessionDeps) {
    this.#deps = deps
    this.lab = deps.runtime.lab
    this.#book = new LabBook(this.lab, deps.store)
  }

  /** Brings everything up; rejects when that fails, after which it can be called again. */
  async start(): Promise<void> {
    await this.#serial.run(() => this.#start())
  }

  async #start(): Promise<void> {
    const { runtime, store } = this.#deps
    this.#stopWatching()
    const isSetUp = this.#book.labRow.setUp
    if (!isSetUp) await runtime.wipe() // what a setup that was cut off has left
    await runtime.prepare()
    if (runtime.git?.moved === true) this.#deps.announce('engine/problem', { problem: serverMoved(runtime.git).detail })
    await runtime.bringUp(this.#gone.signal)
    if (!isSetUp) {
      if (this.lab.setup !== undefined) await runtime.setUp(this.lab.setup, `labs/${this.lab.id}`, this.#gone.signal)
      store.markSetUp(this.lab.id)
    }
    this.#kept = await runtime.kept()
    this.#startWatching()
    await this.#enter(this.#book.step(this.#book.labRow.currentStep))
    this.#announceLab()
    this.#announceContext()
  }

  /** Makes `name` the step at work; its setup is run and its start kept when it begins for the first time. */
  async openStep(name: string): Promise<LabSnapshot> {
    const step = this.#book.step(name)
    if (!isOpen(step, this.#viewInput())) throw stepLocked(step)
    this.#deps.store.setCurrentStep(this.lab.id, name)
    this.#announceLab()
    if (this.#watch !== undefined) await this.#serial.run(() => this.#enter(step))
    return this.snapshot()
  }

  async #enter(step: Step): Promise<void> {
    if (this.#book.hasBegun(step)) return
    const { runtime, store, clock } = this.#deps
    if (missing(step.requires, runtime.provider.capabilities).length > 0) return
    await this.#renew(step)
    if (step.setup !== undefined)
      await runtime.setUp(step.setup, `labs/${this.lab.id} step ${step.name}`, this.#gone.signal)
    await this.#keep(step)
    this.#watch?.reconciler.forget([step.name])
    store.beginStep(this.lab.id, step.name, clock.now())
    this.#announceLab()
    if (this.#watch !== undefined) this.#onStatus(await this.#watch.reconciler.recheck(step.name))
  }

  /** The clusters that the step wants as new ones; what the panel knows of them is of the old ones. */
  async #renew({ freshClusters }: Step): Promise<void> {
    if (freshClusters.length === 0) return
    await this.#deps.runtime.renew(freshClusters, this.#gone.signal)
    this.#clearObjects()
  }

  #clearObjects(): void {
    this.#deps.announce('objects/cleared', {})
    this.#deps.announce('objects/changed', { upserted: this.objects(), removed: [] })
  }

  /** A start that cannot be kept does not stop the learner; it is said, and going back is not offered. */
  async #keep(step: Step): Promise<void> {
    try {
      await this.#deps.runtime.keep(step.name)
      this.#watch?.timeline?.catchUp()
      this.#deps.store.keepTimeline(this.lab.id, step.name)
      this.#kept = new Set([...this.#kept, step.name])
    } catch (error) {
      this.#deps.log.warn('start of step not kept', { lab: this.lab.id, step: step.name, error })
      this.#deps.announce('engine/problem', { problem: toWire(error) })
    }
  }

  /** Clusters, repositories, folder and progress as they were when the step began. */
  async goBack(name: string): Promise<LabSnapshot> {
    const step = this.#book.step(name)
    if (!this.#canGoBack(step)) throw notKept(step)
    return await this.#serial.run(async () => {
      const { runtime, store, clock } = this.#deps
      await runtime.goBack(step.name)
      const later = this.lab.steps.slice(this.lab.steps.indexOf(step)).map((each) => each.name)
      store.takeBack(this.lab.id, later)
      store.setCurrentStep(this.lab.id, step.name)
      store.beginStep(this.lab.id, step.name, clock.now())
      this.#watch?.reconciler.forget(later)
      this.#watch?.timeline?.bringBack(step.name)
      this.#clearObjects()
      this.#announceLab()
      this.#announceContext()
      return this.snapshot()
    })
  }

  /** As if the lab had never been opened; the drawn variables stay the same. The caller starts it again. */
  async wipe(): Promise<void> {
    await this.#serial.run(async () => {
      this.#stopWatching()
      this.#kept = new Set()
      const { runtime, announce } = this.#deps
      await runtime.wipe()
      announce('objects/cleared', {})
      if (runtime.git !== undefined) announce('timeline/changed', { entries: [] })
    })
  }

  openHint(name: string): LabSnapshot {
    const step = this.#book.step(name)
    if (this.#book.row(step).hints < step.hints.length) this.#deps.store.openHint(this.lab.id, this.#entered(step).name)
    return this.#announceLab()
  }

  /** Marks the step as shown and returns the solution for the terminal. */
  showSolution(name: string): string {
    const step = this.#book.begunStep(name)
    this.#deps.store.showStep(this.lab.id, name)
    this.#answerForThem(step)
    this.#announceLab()
    return step.solution
  }

  #answerForThem(step: Step, status = this.#watch?.reconciler.status(step.name)): void {
    const given = this.#deps.store.answers(this.lab.id, step.name)
    for (const [check, answer] of shownAnswers(step, status, this.#deps.runtime)) {
      if (given.get(check) === answer) continue
      this.#deps.store.setAnswer(this.lab.id, step.name, check, answer)
      this.#watch?.reconciler.poke()
    }
  }

  async answer(name: string, check: string, answer: string): Promise<StepStatus> {
    const step = this.#book.begunStep(name)
    const isQuestion = step.checks.some((each) => each.kind === 'answer' && each.name === check)
    if (!isQuestion) throw noSuchQuestion(step, check)
    this.#deps.store.setAnswer(this.lab.id, name, check, answer)
    const status = await this.recheck(name)
    this.#announceLab()
    return status
  }

  async recheck(name: string): Promise<StepStatus> {
    const step = this.#book.step(name)
    const status = await this.#watch?.reconciler.recheck(name)
    return visibleStatus(step, this.#book.row(step), status)
  }

  /** A command was run in one of the lab's terminals; it counts for the step at work. */
  addCommand(command: RanCommand): void {
    this.#orSay(() => this.#deps.store.addCommand(this.lab.id, this.#book.labRow.currentStep, command))
    this.#watch?.reconciler.poke()
  }

  /** Changes a repository, when nothing else is being done to the lab. Rejects with `not-found` where there is none. */
  async withGit<T>(work: (git: LabGit) => Promise<T>): Promise<T> {
    const { git } = this.#deps.runtime
    if (git === undefined) throw noRepositories(this.lab)
    return await this.#serial.run(() => work(git))
  }

  timeline(): readonly ChangeEntry[] {
    return this.#watch?.timeline?.entries ?? []
  }

  snapshot(): LabSnapshot {
    return viewLab(this.#viewInput())
  }

  objects(): readonly ObjectSummary[] {
    return this.#watch?.objects() ?? []
  }

  panel(cluster: string): ObjectPanel | undefined {
    return this.#watch?.panel(cluster)
  }

  /** Resolves when the lab is not being brought up, taken back or set up any more, whether that went well or not. */
  async atRest(): Promise<void> {
    await this.#serial.idle()
  }

  /** Ends watches and whatever is being brought up; clusters stay as they are. */
  async close(): Promise<void> {
    this.#gone.abort(labClosed())
    await this.#serial.idle()
    this.#stopWatching()
    await this.#deps.runtime.dispose()
  }

  #startWatching(): void {
    const { runtime, store, clock, log, announce } = this.#deps
    this.#watch = new LabWatch({
      ...{ runtime, store, clock, log },
      onStatus: (status) => this.#onStatus(status),
      onObjects: (change) => announce('objects/changed', change),
      onContext: () => this.#announceContext(),
      onRepositories: (repositories) => announce('git/changed', { repositories }),
      onTimeline: (entries) => announce('timeline/changed', { entries }),
      onProblem: (error) => announce('engine/problem', { problem: toWire(error) }),
    })
  }

  #stopWatching(): void {
    this.#watch?.dispose()
    this.#watch = undefined
  }

  #onStatus(status: StepStatus): void {
    const step = this.lab.steps.find((each) => each.name === status.step)
    if (step === undefined || !this.#book.hasBegun(step)) return
    this.#orSay(() => {
      if (this.#book.row(step).shown) this.#answerForThem(step, status)
      this.#book.save(step, status, this.#deps.clock.now())
    })
    this.#deps.announce('step/status', { lab: this.lab.id, status })
    this.#announceLab()
  }

  /** What cannot be saved is said; the learner goes on. */
  #orSay(save: () => void): void {
    try {
      save()
    } catch (error) {
      this.#deps.announce('engine/problem', { problem: toWire(error) })
    }
  }

  #viewInput(): LabViewInput {
    const { store, runtime } = this.#deps
    const kept = this.lab.steps.filter((step) => this.#canGoBack(step)).map((step) => step.name)
    return viewInputOf({ runtime, store, book: this.#book, reconciler: this.#watch?.reconciler, kept })
  }

  #canGoBack(step: Step): boolean {
    return this.#kept.has(step.name) && this.#book.hasBegun(step)
  }

  #announceLab(): LabSnapshot {
    const lab = this.snapshot()
    this.#deps.announce('lab/changed', { lab })
    return lab
  }

  #announceContext(): void {
    this.#deps.announce('context/changed', { context: this.#deps.runtime.workspace.context() })
  }

  #entered(step: Step): Step {
    if (isOpen(step, this.#viewInput())) return step
    throw stepLocked(step)
  }
}
