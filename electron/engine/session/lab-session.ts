import { DrydockError, toWire } from '../../contract/errors.ts'
import type { AnswerCheck, Check, Lab, Step } from '../../contract/lab.ts'
import type { ObjectSummary } from '../../contract/cluster.ts'
import type { LabSnapshot } from '../../contract/protocol.ts'
import type { StepStatus, Verdict } from '../../contract/verdict.ts'
import { answerFrom, asText } from '../checks/answer.ts'
import type { RanCommand } from '../checks/observation.ts'
import type { Clock } from '../lib/clock.ts'
import { DisposableStore } from '../lib/disposable.ts'
import type { Log } from '../lib/log.ts'
import { createObjectPanel, type ObjectPanel } from '../panel/object-panel.ts'
import { UNTOUCHED, type ProgressStore, type StepRow } from '../progress/progress-store.ts'
import { createLabReconciler, type LabReconciler } from '../reconcile/lab-reconciler.ts'
import type { Announce } from './announcement.ts'
import type { LabRuntime } from './lab-runtime.ts'
import { isOpen, missing, viewLab, visibleStatus } from './lab-view.ts'
import { Serial } from '../lib/serial.ts'

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
  readonly #serial = new Serial()
  readonly #gone = new AbortController()
  readonly #panels = new Map<string, ObjectPanel>()
  #watching = new DisposableStore()
  #reconciler: LabReconciler | undefined
  #kept: ReadonlySet<string> = new Set()

  constructor(deps: LabSessionDeps) {
    this.#deps = deps
    this.lab = deps.runtime.lab
    const known = this.lab.steps.some((step) => step.name === this.#labRow().currentStep)
    if (!known) deps.store.setCurrentStep(this.lab.id, this.lab.steps[0]!.name) // the author has renamed the step since
  }

  /** Brings everything up; rejects when that fails, after which it can be called again. */
  async start(): Promise<void> {
    await this.#serial.run(() => this.#start())
  }

  async #start(): Promise<void> {
    const { runtime, store } = this.#deps
    this.#stopWatching()
    await runtime.workspace.prepare()
    await runtime.bringUp(this.#gone.signal)
    if (!this.#labRow().setUp) {
      if (this.lab.setup !== undefined) await runtime.setUp(this.lab.setup, `labs/${this.lab.id}`, this.#gone.signal)
      store.markSetUp(this.lab.id)
    }
    this.#kept = await runtime.kept()
    this.#watch()
    await this.#enter(this.#step(this.#labRow().currentStep))
    this.#announceLab()
    this.#announceContext()
  }

  /** Makes `name` the step at work; its setup is run and its start kept when it begins for the first time. */
  async openStep(name: string): Promise<LabSnapshot> {
    const step = this.#step(name)
    if (!isOpen(step, this.#viewInput())) throw stepLocked(step)
    this.#deps.store.setCurrentStep(this.lab.id, name)
    this.#announceLab()
    if (this.#reconciler !== undefined) await this.#serial.run(() => this.#enter(step))
    return this.snapshot()
  }

  async #enter(step: Step): Promise<void> {
    if (this.#row(step.name).begunAtMs !== undefined) return
    const { runtime, store, clock } = this.#deps
    if (missing(step.requires, runtime.provider.capabilities).length > 0) return
    if (step.setup !== undefined)
      await runtime.setUp(step.setup, `labs/${this.lab.id} step ${step.name}`, this.#gone.signal)
    await this.#keep(step)
    this.#reconciler?.forget([step.name])
    store.beginStep(this.lab.id, step.name, clock.now())
    this.#announceLab()
    if (this.#reconciler !== undefined) this.#onStatus(await this.#reconciler.recheck(step.name))
  }

  /** A start that cannot be kept does not stop the learner; it is said, and going back is not offered. */
  async #keep(step: Step): Promise<void> {
    try {
      await this.#deps.runtime.keep(step.name)
      this.#kept = new Set([...this.#kept, step.name])
    } catch (error) {
      this.#deps.log.warn('start of step not kept', { lab: this.lab.id, step: step.name, error })
      this.#deps.announce('engine/problem', { problem: toWire(error) })
    }
  }

  /** Clusters, folder and progress as they were when the step began. */
  async goBack(name: string): Promise<LabSnapshot> {
    const step = this.#step(name)
    if (!this.#canGoBack(step)) throw notKept(step)
    return await this.#serial.run(async () => {
      const { runtime, store, clock, announce } = this.#deps
      await runtime.goBack(step.name)
      const later = this.lab.steps.slice(this.lab.steps.indexOf(step)).map((each) => each.name)
      store.takeBack(this.lab.id, later)
      store.setCurrentStep(this.lab.id, step.name)
      store.beginStep(this.lab.id, step.name, clock.now())
      this.#reconciler?.forget(later)
      announce('objects/cleared', {})
      for (const panel of this.#panels.values()) announce('objects/changed', { upserted: panel.objects, removed: [] })
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
      await this.#deps.runtime.wipe()
      this.#deps.announce('objects/cleared', {})
    })
  }

  openHint(name: string): LabSnapshot {
    const step = this.#step(name)
    if (this.#row(name).hints < step.hints.length) this.#deps.store.openHint(this.lab.id, this.#entered(step).name)
    return this.#announceLab()
  }

  /** Marks the step as shown and returns the solution for the terminal. */
  showSolution(name: string): string {
    const step = this.#begun(this.#step(name))
    this.#deps.store.showStep(this.lab.id, name)
    this.#answerForThem(step)
    this.#announceLab()
    return step.solution
  }

  /** A shown solution includes the answers; those that are read from the cluster may have to wait for the commands. */
  #answerForThem(step: Step, status = this.#reconciler?.status(step.name)): void {
    const given = this.#deps.store.answers(this.lab.id, step.name)
    for (const check of step.checks) {
      if (check.kind !== 'answer' || verdictOf(status, check)?.outcome === 'passed') continue
      const answer = step.answers[check.name] ?? check.equals ?? this.#readAnswer(check)
      if (answer === undefined || given.get(check.name) === answer) continue
      this.#deps.store.setAnswer(this.lab.id, step.name, check.name, answer)
      this.#reconciler?.poke()
    }
  }

  #readAnswer({ from, cluster }: AnswerCheck): string | undefined {
    const sight =
      from && this.#deps.runtime.watchSets.get(cluster ?? this.#deps.runtime.firstCluster)?.sight(from.object)
    if (from === undefined || sight === undefined || !('objects' in sight)) return undefined
    const outcome = answerFrom(from, sight.objects)
    return 'value' in outcome ? asText(outcome.value) : undefined
  }

  async answer(name: string, check: string, answer: string): Promise<StepStatus> {
    const step = this.#begun(this.#step(name))
    if (!step.checks.some((each) => each.kind === 'answer' && each.name === check)) {
      throw new DrydockError({
        code: 'not-found',
        at: `${this.lab.id}/${name}`,
        happened: `There is no question "${check}" in this step.`,
        remedy: 'Reload the page.',
      })
    }
    this.#deps.store.setAnswer(this.lab.id, name, check, answer)
    const status = await this.recheck(name)
    this.#announceLab()
    return status
  }

  async recheck(name: string): Promise<StepStatus> {
    const step = this.#step(name)
    const status = await this.#reconciler?.recheck(name)
    return visibleStatus(step, this.#row(name), status)
  }

  /** A command was run in one of the lab's terminals; it counts for the step at work. */
  addCommand(command: RanCommand): void {
    this.#deps.store.addCommand(this.lab.id, this.#labRow().currentStep, command)
    this.#reconciler?.poke()
  }

  snapshot(): LabSnapshot {
    return viewLab(this.#viewInput())
  }

  objects(): readonly ObjectSummary[] {
    return [...this.#panels.values()].flatMap((panel) => panel.objects)
  }

  panel(cluster: string): ObjectPanel | undefined {
    return this.#panels.get(cluster)
  }

  /** Resolves when the lab is not being brought up, taken back or set up any more, whether that went well or not. */
  async atRest(): Promise<void> {
    await this.#serial.idle()
  }

  /** Ends watches and whatever is being brought up; clusters stay as they are. */
  async close(): Promise<void> {
    this.#gone.abort(
      new DrydockError({ code: 'cancelled', happened: 'The lab was closed.', remedy: 'Open it again to go on.' }),
    )
    await this.#serial.idle()
    this.#stopWatching()
    this.#deps.runtime.dispose()
  }

  #watch(): void {
    const { runtime, store, clock, log } = this.#deps
    const possible = this.lab.steps.filter((step) => missing(step.requires, runtime.provider.capabilities).length === 0)
    const reconciler = createLabReconciler({
      steps: possible,
      watchSets: runtime.watchSets,
      firstCluster: runtime.firstCluster,
      outside: {
        kubeconfig: () => runtime.workspace.kubeconfigView(),
        commands: (step) => store.commands(this.lab.id, step),
        answer: (step, check) => store.answers(this.lab.id, step).get(check),
      },
      latched: store.latches(this.lab.id),
      clock,
      log,
    })
    this.#reconciler = this.#watching.add(reconciler)
    this.#watching.add(reconciler.onStatus((status) => this.#onStatus(status)))
    this.#watching.add(
      runtime.workspace.onKubeconfigChange(() => {
        reconciler.poke()
        this.#announceContext()
      }),
    )
    for (const cluster of this.lab.clusters) this.#watchPanel(cluster)
  }

  #watchPanel(cluster: Lab['clusters'][number]): void {
    const watchSet = this.#deps.runtime.watchSets.get(cluster)
    if (watchSet === undefined) return
    const extra = this.lab.steps.flatMap((step) =>
      step.checks.flatMap((check) => ('object' in check ? [check.object] : [])),
    )
    const panel = this.#watching.add(createObjectPanel({ cluster, watchSet, extra }))
    this.#panels.set(cluster, panel)
    this.#watching.add(panel.onChange((change) => this.#deps.announce('objects/changed', change)))
  }

  #stopWatching(): void {
    this.#watching.dispose()
    this.#watching = new DisposableStore()
    this.#panels.clear()
    this.#reconciler = undefined
  }

  #onStatus(status: StepStatus): void {
    const step = this.lab.steps.find((each) => each.name === status.step)
    if (step === undefined || this.#row(step.name).begunAtMs === undefined) return
    try {
      if (this.#row(step.name).shown) this.#answerForThem(step, status)
      this.#save(step, status)
    } catch (error) {
      this.#deps.announce('engine/problem', { problem: toWire(error) })
    }
    this.#deps.announce('step/status', { lab: this.lab.id, status })
    this.#announceLab()
  }

  #save(step: Step, status: StepStatus): void {
    const { store, clock } = this.#deps
    for (const check of step.checks) {
      if (check.mode === 'latched' && verdictOf(status, check)?.outcome === 'passed')
        store.latch(this.lab.id, step.name, check.name)
    }
    if (status.outcome === 'passed') store.passStep(this.lab.id, step.name, clock.now())
  }

  #viewInput(): Parameters<typeof viewLab>[0] {
    const { store, runtime } = this.#deps
    const row = this.#labRow()
    const names = this.lab.steps.map((step) => step.name)
    const statuses = names.flatMap((name) =>
      this.#reconciler === undefined ? [] : [[name, this.#reconciler.status(name)] as const],
    )
    return {
      lab: this.lab,
      rows: store.steps(this.lab.id),
      statuses: new Map(statuses),
      answers: new Map(names.map((name) => [name, store.answers(this.lab.id, name)])),
      currentStep: row.currentStep,
      startedAtMs: row.startedAtMs,
      kept: new Set(this.lab.steps.filter((step) => this.#canGoBack(step)).map((step) => step.name)),
      capabilities: runtime.provider.capabilities,
    }
  }

  #canGoBack(step: Step): boolean {
    return this.#kept.has(step.name) && this.#row(step.name).begunAtMs !== undefined
  }

  #announceLab(): LabSnapshot {
    const lab = this.snapshot()
    this.#deps.announce('lab/changed', { lab })
    return lab
  }

  #announceContext(): void {
    this.#deps.announce('context/changed', { context: this.#deps.runtime.workspace.context() })
  }

  #labRow(): NonNullable<ReturnType<ProgressStore['lab']>> {
    const row = this.#deps.store.lab(this.lab.id)
    if (row === undefined) throw new Error(`lab ${this.lab.id} has no progress row`)
    return row
  }

  #row(step: string): StepRow {
    return this.#deps.store.steps(this.lab.id).get(step) ?? UNTOUCHED
  }

  #step(name: string): Step {
    const step = this.lab.steps.find((each) => each.name === name)
    if (step !== undefined) return step
    const known = this.lab.steps.map((each) => each.name).join(', ')
    throw new DrydockError({
      code: 'not-found',
      at: this.lab.id,
      happened: `There is no step "${name}" in this lab.`,
      remedy: `Its steps are ${known}.`,
    })
  }

  #entered(step: Step): Step {
    if (isOpen(step, this.#viewInput())) return step
    throw stepLocked(step)
  }

  #begun(step: Step): Step {
    if (this.#row(step.name).begunAtMs !== undefined) return step
    throw new DrydockError({
      code: 'refused',
      at: `${this.lab.id}/${step.name}`,
      happened: 'This step has not begun.',
      remedy: 'Open the step first.',
    })
  }
}

const verdictOf = (status: StepStatus | undefined, { name }: Check): Verdict | undefined =>
  status?.checks.find(({ check }) => check === name)?.verdict

function stepLocked(step: Step): DrydockError {
  return new DrydockError({
    code: 'refused',
    happened: `"${step.title}" is not open yet.`,
    remedy: 'Finish the steps before it, or let Drydock show you one of them.',
  })
}

function notKept(step: Step): DrydockError {
  return new DrydockError({
    code: 'not-found',
    happened: `The start of "${step.title}" was not kept.`,
    remedy: 'Go back to another step, or reset the lab.',
  })
}
