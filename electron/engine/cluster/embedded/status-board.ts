import type { ClusterPhase, ClusterStatus } from '../../../contract/cluster.ts'
import type { WireError } from '../../../contract/errors.ts'
import type { ClusterName } from '../../../contract/ids.ts'
import type { Capability } from '../../../contract/lab.ts'
import type { Clock } from '../../lib/clock.ts'
import { ProvisionSteps, type StepDurations } from './provision-steps.ts'

export interface Plan {
  readonly name: string
  readonly titles: readonly string[]
}

export interface BoardDeps {
  readonly clock: Clock
  readonly durations: StepDurations
  capabilities(): readonly Capability[]
  readonly changed: (status: ClusterStatus) => void
}

/** What people are shown of one cluster; every change is announced, once. */
export class StatusBoard {
  readonly #cluster: ClusterName
  readonly #deps: BoardDeps
  #phase: ClusterPhase
  #steps: ProvisionSteps | undefined
  #version: string | undefined
  #readyAfterMs: number | undefined
  #problem: WireError | undefined

  constructor(cluster: ClusterName, phase: ClusterPhase, deps: BoardDeps) {
    this.#phase = phase
    this.#cluster = cluster
    this.#deps = deps
  }

  get phase(): ClusterPhase {
    return this.#phase
  }

  status(): ClusterStatus {
    return {
      cluster: this.#cluster,
      provider: 'embedded',
      phase: this.#phase,
      capabilities: this.#deps.capabilities(),
      steps: this.#steps?.all ?? [],
      ...(this.#version === undefined ? {} : { kubernetesVersion: this.#version }),
      ...(this.#readyAfterMs === undefined ? {} : { readyAfterMs: this.#readyAfterMs }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    }
  }

  /** New work: its steps replace those of the last. `problem` is what made it necessary. */
  begin(phase: ClusterPhase, plan: Plan, problem?: WireError): ProvisionSteps {
    const { clock, durations } = this.#deps
    const steps = new ProvisionSteps(plan, { clock, durations, changed: () => this.#announce() })
    this.#steps = steps
    this.#phase = phase
    this.#problem = problem
    this.#announce()
    return steps
  }

  ready(version: string, readyAfterMs: number | undefined): void {
    this.#version = version
    if (readyAfterMs !== undefined) this.#readyAfterMs = readyAfterMs
    this.show('ready')
  }

  /** Nothing runs, nothing is wrong; or, with a problem, it is. */
  show(phase: ClusterPhase, problem?: WireError): void {
    this.#phase = phase
    this.#problem = problem
    this.#announce()
  }

  #announce(): void {
    this.#deps.changed(this.status())
  }
}
