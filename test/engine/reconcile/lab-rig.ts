import type { Check, Step } from '../../../electron/contract/lab.ts'
import type { CheckStatus, StepStatus, Verdict } from '../../../electron/contract/verdict.ts'
import type { RanCommand } from '../../../electron/engine/checks/observation.ts'
import type { RepositoryState } from '../../../electron/engine/git/repository-state.ts'
import { createLabReconciler, type LabReconciler } from '../../../electron/engine/reconcile/lab-reconciler.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'
import { HandWatchSet } from './hand-watch-set.ts'

export const step = (name: string, ...checks: readonly Check[]): Step => ({
  name,
  title: name,
  instructions: '',
  requires: [],
  gate: 'passed',
  freshClusters: [],
  checks,
  hints: [],
  solution: '',
  answers: {},
  mistakes: [],
})

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

interface Outside {
  commands: readonly RanCommand[]
  answers: Readonly<Record<string, string>>
  currentContext: string
  repositories: Readonly<Record<string, RepositoryState>>
}

interface Options {
  readonly latched?: readonly string[]
  readonly otherClusters?: Readonly<Record<string, HandWatchSet>>
}

/** A reconciler over a cluster that a test fills by hand, in a time that it moves. */
export class LabRig {
  readonly clock = new FakeClock()
  readonly cluster = new HandWatchSet()
  readonly statuses: StepStatus[] = []
  outside: Outside = { commands: [], answers: {}, currentContext: 'dev', repositories: {} }
  #reconciler: LabReconciler | undefined

  /** Does not let it take its first look yet. */
  create(steps: readonly Step[], { latched = [], otherClusters = {} }: Options = {}): void {
    const reconciler = createLabReconciler({
      steps,
      watchSets: new Map([['dev', this.cluster], ...Object.entries(otherClusters)]),
      firstCluster: 'dev',
      outside: {
        kubeconfig: () => ({ currentContext: this.outside.currentContext, contexts: [] }),
        commands: () => this.outside.commands,
        answer: (_step, check) => this.outside.answers[check],
        repository: (name) => ({ state: this.outside.repositories[name] }),
      },
      latched,
      clock: this.clock,
    })
    reconciler.onStatus((status) => this.statuses.push(status))
    this.#reconciler = reconciler
  }

  async start(steps: readonly Step[], options?: Options): Promise<void> {
    this.create(steps, options)
    await settle()
  }

  get reconciler(): LabReconciler {
    if (this.#reconciler === undefined) throw new Error('not started')
    return this.#reconciler
  }

  /** What has been told so far, and then forgets it. */
  told(): readonly string[] {
    return this.statuses.splice(0).map(({ step: name, outcome }) => `${name} ${outcome}`)
  }

  outcome(name = 'one'): string {
    return this.reconciler.status(name).outcome
  }

  checks(name = 'one'): readonly CheckStatus[] {
    return this.reconciler.status(name).checks
  }

  verdict(): Verdict | undefined {
    return this.checks()[0]?.verdict
  }

  async pass(ms: number): Promise<void> {
    this.clock.advance(ms)
    await settle()
  }
}
