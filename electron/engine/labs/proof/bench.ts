import type { ClusterName } from '../../../contract/ids.ts'
import type { AnswerCheck, Lab, Step } from '../../../contract/lab.ts'
import type { StepStatus } from '../../../contract/verdict.ts'
import { answerFrom, asText } from '../../checks/answer.ts'
import type { RanCommand } from '../../checks/observation.ts'
import type { ClusterProvider } from '../../cluster/provider.ts'
import { systemClock } from '../../lib/clock.ts'
import type { Clock } from '../../lib/clock.ts'
import { DisposableStore } from '../../lib/disposable.ts'
import { silentLog } from '../../lib/log.ts'
import type { Log } from '../../lib/log.ts'
import { createLabReconciler } from '../../reconcile/lab-reconciler.ts'
import type { LabReconciler } from '../../reconcile/lab-reconciler.ts'
import { createLabRuntime } from '../../session/create-lab-runtime.ts'
import type { LabRuntime } from '../../session/lab-runtime.ts'
import { repositoryOf } from '../../session/repository-of.ts'
import type { Toolset } from '../../tools/toolset.ts'
import { runBlock } from '../../workspace/run-block.ts'
import type { BlockResult } from '../../workspace/run-block.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { watchedFlux } from './watched-flux.ts'
import { isHarmless } from './harmless.ts'
import { writeMarker } from './marker.ts'
import { settle, watchUnrest } from './settle.ts'
import type { Rest, Watched } from './settle.ts'

export interface BenchDeps {
  /** Personalised. */
  readonly lab: Lab
  readonly provider: ClusterProvider
  readonly toolset: Toolset
  readonly dataRoot: string
  readonly signal: AbortSignal
  readonly clock?: Clock
  readonly log?: Log
}

/** How long one block of commands may take. */
const BLOCK_LIMIT_MS = 120_000

/**
 * A learner of iron: the lab's own cluster, folder, shells and reconciler, with commands and answers that come from the
 * lab instead of a keyboard.
 */
export class Bench {
  readonly lab: Lab
  readonly clock: Clock
  readonly #deps: BenchDeps
  readonly #runtime: LabRuntime
  readonly #workspace: Workspace
  readonly #own = new DisposableStore()
  readonly #commands = new Map<string, RanCommand[]>()
  readonly #answers = new Map<string, Map<string, string>>()
  #reconciler: LabReconciler | undefined
  /** Nothing was done since the clusters were at rest. */
  #isAtRest = false

  constructor(deps: BenchDeps) {
    this.#deps = deps
    this.lab = deps.lab
    this.clock = deps.clock ?? systemClock
    this.#runtime = createLabRuntime({ ...deps, clock: this.clock, log: deps.log ?? silentLog })
    this.#workspace = this.#runtime.workspace
  }

  /** Clusters up, everything watched. */
  async bringUp(): Promise<void> {
    await this.#runtime.prepare()
    await this.#runtime.bringUp(this.#deps.signal)
    const reconciler = createLabReconciler({
      steps: this.lab.steps,
      watchSets: this.#runtime.watchSets,
      firstCluster: this.#runtime.firstCluster,
      outside: {
        kubeconfig: () => this.#workspace.kubeconfigView(),
        commands: (step) => this.#commands.get(step) ?? [],
        answer: (step, check) => this.#answers.get(step)?.get(check),
        repository: (name) => repositoryOf(this.#runtime, name),
      },
      clock: this.clock,
      log: this.#deps.log ?? silentLog,
    })
    this.#reconciler = this.#own.add(reconciler)
    this.#own.add(this.#workspace.onKubeconfigChange(() => reconciler.poke()))
    if (this.#runtime.git !== undefined) this.#own.add(this.#runtime.git.onChange(() => reconciler.poke()))
    watchUnrest(this.#watched())
  }

  get hasFlux(): boolean {
    return this.#runtime.flux !== undefined
  }

  /** Clusters that the step wants as new ones. */
  async renew({ freshClusters }: Step): Promise<void> {
    if (freshClusters.length > 0) this.#isAtRest = false
    await this.#runtime.renew(freshClusters, this.#deps.signal)
  }

  /** Runs commands of the lab itself. Rejects with `command-failed` or `deadline-passed` when they do not work. */
  async setUp(commands: string | undefined, what: string): Promise<void> {
    if (commands === undefined) return
    this.#isAtRest = false
    await this.#runtime.setUp(commands, what, this.#deps.signal)
  }

  /** The step begins: the state at its start is kept. */
  async begin(step: Step): Promise<void> {
    if (!this.#isAtRest) await this.rest()
    await this.#runtime.keep(step.name)
    this.forget(step)
  }

  /**
   * Clusters and folder as they were when the step began; what was run and answered since is forgotten. Commands that
   * have only looked at the clusters leave nothing to take back in them.
   */
  async goBack(step: Step, commands: string): Promise<void> {
    if (isHarmless(commands)) await this.#workspace.bringBack(step.name)
    else {
      await this.#runtime.goBack(step.name)
      this.#isAtRest = false
      // Controllers that have just been started look at everything once, whatever their interval.
      if (this.hasFlux) await this.rest()
    }
    this.forget(step)
  }

  /** What was run and answered in the step counts no more. */
  forget(step: Step): void {
    this.#commands.delete(step.name)
    this.#answers.delete(step.name)
    this.#reconciling().forget([step.name])
    this.#reconciling().poke()
  }

  /** Runs commands as the learner of this step. */
  async run(step: Step, commands: string): Promise<BlockResult> {
    this.#isAtRest = false
    const result = await runBlock(this.#workspace, commands, { timeoutMs: BLOCK_LIMIT_MS, signal: this.#deps.signal })
    this.#commands.set(step.name, [...(this.#commands.get(step.name) ?? []), ...result.commands])
    this.#reconciling().poke()
    return result
  }

  answer(step: Step, answers: Readonly<Record<string, string>>): void {
    const own = this.#answers.get(step.name) ?? new Map<string, string>()
    for (const [check, text] of Object.entries(answers)) own.set(check, text)
    this.#answers.set(step.name, own)
    this.#reconciling().poke()
  }

  /** The right answers: the author's, else those of the checks, else what the cluster shows now. */
  rightAnswers(step: Step): Readonly<Record<string, string>> {
    const asked = step.checks.filter((check) => check.kind === 'answer')
    const right = asked.map(
      (check) => [check.name, step.answers[check.name] ?? check.equals ?? this.#readAnswer(check)] as const,
    )
    return Object.fromEntries(right.filter((pair): pair is readonly [string, string] => pair[1] !== undefined))
  }

  #readAnswer({ from, cluster = this.#runtime.firstCluster }: AnswerCheck): string | undefined {
    const sight = from && this.#runtime.watchSets.get(cluster)?.sight(from.object)
    if (from === undefined || sight === undefined || 'blind' in sight) return undefined
    const outcome = answerFrom(from, sight.objects)
    return 'value' in outcome ? asText(outcome.value) : undefined
  }

  /** Does the step as its author would, without judging it. */
  async finish(step: Step): Promise<void> {
    if (step.solution.trim() !== '') await this.run(step, step.solution)
    await this.rest()
    this.answer(step, this.rightAnswers(step))
    await this.rest()
  }

  /** Waits until the clusters are at rest, then gives the step's verdicts. */
  async settled(step: Step): Promise<{ readonly status: StepStatus; readonly rest: Rest }> {
    const rest = await this.rest()
    return { rest, status: await this.recheck(step) }
  }

  async rest(): Promise<Rest> {
    const rest = await settle(this.#watched(), this.clock, this.#deps.signal)
    this.#isAtRest = true
    return rest
  }

  /** The verdicts as of now. */
  async recheck(step: Step): Promise<StepStatus> {
    return await this.#reconciling().recheck(step.name)
  }

  /** Calls back with every new status of the step until disposed. */
  onStatus(step: Step, listener: (status: StepStatus) => void) {
    return this.#reconciling().onStatus((status) => {
      if (status.step === step.name) listener(status)
    })
  }

  status(step: Step): StepStatus {
    return this.#reconciling().status(step.name)
  }

  #reconciling(): LabReconciler {
    if (this.#reconciler === undefined) throw new Error('the bench has not been brought up')
    return this.#reconciler
  }

  #watched(): Watched[] {
    return this.lab.clusters.map((cluster) => this.#watchedCluster(cluster))
  }

  #watchedCluster(cluster: ClusterName): Watched {
    const watchSet = this.#runtime.watchSets.get(cluster)
    if (watchSet === undefined) throw new Error(`cluster ${cluster} is not watched`)
    return {
      name: cluster,
      want: (owner, queries) => watchSet.want(owner, queries),
      sight: (query) => watchSet.sight(query),
      onChange: watchSet.onChange,
      ...this.#watchedFlux(cluster),
      mark: async (tick) =>
        await writeMarker(await this.#deps.provider.kubeconfig({ lab: this.lab.id, cluster }), tick),
    }
  }

  #watchedFlux(cluster: ClusterName): Pick<Watched, 'flux'> {
    const { flux, git } = this.#runtime
    return flux === undefined ? {} : { flux: watchedFlux(this.lab, flux, git, cluster) }
  }

  /** Ends the watches and the clusters; those that are to be kept go on without this process. */
  async takeDown(keep: boolean): Promise<void> {
    const { provider } = this.#deps
    this.#own.dispose()
    await this.#runtime.dispose()
    const ids = this.lab.clusters.map((cluster) => ({ lab: this.lab.id, cluster }))
    await Promise.all(ids.map(async (id) => await (keep ? provider.letGo(id) : provider.delete(id))))
    this.#workspace.dispose()
  }
}
