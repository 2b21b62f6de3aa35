import { mkdir, rm, writeFile } from 'node:fs/promises'

import type { ClusterPhase, ClusterStatus } from '../../../contract/cluster.ts'
import { toWire, type WireError } from '../../../contract/errors.ts'
import type { Capability } from '../../../contract/lab.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Log } from '../../lib/log.ts'
import type { Toolset } from '../../tools/toolset.ts'
import type { ClusterId } from '../provider.ts'
import { ApiClient } from './api-client.ts'
import { bringUp, STEP } from './bring-up.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { COMPONENTS } from './components.ts'
import { kwokctlConfiguration } from './configuration.ts'
import { clusterAbsent, explain, lastOutput } from './failures.ts'
import { adminKubeconfig } from './kubeconfig.ts'
import { choosePorts, type ClusterPorts } from './ports.ts'
import { ClusterProcesses } from './processes.ts'
import { ProvisionSteps, type StepDurations } from './provision-steps.ts'
import { readRecord, writeRecord } from './record.ts'
import { containerLogLine } from './simulation/simulation.ts'
import { makePipes, writeWrappers } from './wrapper.ts'

export interface ClusterDeps {
  readonly toolset: Toolset
  readonly clock: Clock
  readonly log: Log
  readonly durations: StepDurations
  readonly capabilities: readonly Capability[]
  readonly changed: (status: ClusterStatus) => void
}

const PREPARE = 'Choose ports and write the configuration'
const PLANS = {
  create: { name: 'create', titles: [PREPARE, STEP.etcd, STEP.apiServer, STEP.controllers, STEP.node] },
  start: { name: 'start', titles: [PREPARE, STEP.etcd, STEP.apiServer, STEP.controllers, STEP.node] },
} as const

/** One cluster: its phase, its files and its processes. One piece of work at a time. */
export class EmbeddedCluster {
  readonly #id: ClusterId
  readonly #files: ClusterFiles
  readonly #deps: ClusterDeps
  readonly #processes: ClusterProcesses
  #phase: ClusterPhase = 'absent'
  #steps: ProvisionSteps | undefined
  #version: string | undefined
  #readyAfterMs: number | undefined
  #problem: WireError | undefined
  #work: Promise<unknown> = Promise.resolve()

  constructor(id: ClusterId, files: ClusterFiles, deps: ClusterDeps) {
    this.#id = id
    this.#files = files
    this.#deps = deps
    this.#processes = new ClusterProcesses(deps.toolset, files)
  }

  status(): ClusterStatus {
    return {
      cluster: this.#id.cluster,
      provider: 'embedded',
      phase: this.#phase,
      capabilities: this.#deps.capabilities,
      steps: this.#steps?.all ?? [],
      ...(this.#version === undefined ? {} : { kubernetesVersion: this.#version }),
      ...(this.#readyAfterMs === undefined ? {} : { readyAfterMs: this.#readyAfterMs }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    }
  }

  create(signal?: AbortSignal): Promise<void> {
    return this.#exclusive(async () => {
      if ((await readRecord(this.#files)) !== undefined) return this.#start(signal)
      await this.#bring('creating', PLANS.create, async (steps) => {
        await this.#processes.stop()
        await rm(this.#files.root, { recursive: true, force: true })
        const ports = await steps.run(PREPARE, async () => {
          await mkdir(this.#files.root, { recursive: true })
          const chosen = await choosePorts()
          await writeWrappers(this.#deps.toolset, this.#files)
          await makePipes(this.#files)
          await writeFile(this.#files.containerLog, containerLogLine(new Date(this.#deps.clock.now())))
          await writeFile(this.#files.configuration, kwokctlConfiguration(this.#deps.toolset, this.#files, chosen))
          return chosen
        })
        await this.#up(steps, ports, true, signal)
        await writeRecord(this.#files, { schema: 1, digest: '', ports })
      })
    })
  }

  start(signal?: AbortSignal): Promise<void> {
    return this.#exclusive(() => this.#start(signal))
  }

  async #start(signal?: AbortSignal): Promise<void> {
    const record = await readRecord(this.#files)
    if (record === undefined) throw clusterAbsent(this.#files)
    await this.#bring('starting', PLANS.start, async (steps) => {
      await steps.run(PREPARE, () => writeWrappers(this.#deps.toolset, this.#files))
      await this.#up(steps, record.ports, false, signal)
    })
  }

  stop(): Promise<void> {
    return this.#exclusive(async () => {
      this.#setPhase('stopping')
      await this.#processes.stop()
      this.#setPhase((await readRecord(this.#files)) === undefined ? 'absent' : 'stopped')
    })
  }

  delete(): Promise<void> {
    return this.#exclusive(async () => {
      this.#setPhase('stopping')
      await this.#processes.stop()
      await rm(this.#files.root, { recursive: true, force: true })
      this.#setPhase('absent')
    })
  }

  async kubeconfig(): Promise<string> {
    const record = await readRecord(this.#files)
    if (record === undefined) throw clusterAbsent(this.#files)
    return adminKubeconfig(this.#files, record.ports.apiServer)
  }

  async log(): Promise<string> {
    const parts = await Promise.all(
      COMPONENTS.map(async (component) => `== ${component}\n${await lastOutput(this.#files, component, 100)}`),
    )
    return parts.join('\n\n')
  }

  async #up(steps: ProvisionSteps, ports: ClusterPorts, fresh: boolean, signal?: AbortSignal): Promise<void> {
    const { clock } = this.#deps
    const kwokctl = fresh
      ? ['create', 'cluster', '--config', this.#files.configuration, '--kubeconfig', '']
      : ['start', 'cluster']
    let api: ApiClient | undefined
    try {
      const client = (): ApiClient => (api ??= new ApiClient(this.#files.pki, ports.apiServer))
      this.#version = await bringUp({
        files: this.#files,
        ports,
        processes: this.#processes,
        steps,
        clock,
        api: client,
        kwokctl,
        fresh,
        ...(signal === undefined ? {} : { signal }),
      })
    } finally {
      api?.dispose()
    }
  }

  async #bring(
    phase: ClusterPhase,
    plan: { readonly name: string; readonly titles: readonly string[] },
    work: (steps: ProvisionSteps) => Promise<void>,
  ): Promise<void> {
    const { clock, durations } = this.#deps
    const startedAtMs = clock.now()
    const steps = new ProvisionSteps(plan, { clock, durations, changed: () => this.#announce() })
    this.#steps = steps
    this.#problem = undefined
    this.#setPhase(phase)
    try {
      await work(steps)
      this.#readyAfterMs = clock.now() - startedAtMs
      this.#setPhase('ready')
    } catch (error) {
      const explained = explain(error, this.#files)
      this.#problem = toWire(explained)
      await this.#processes.stop()
      this.#setPhase('failed')
      throw explained
    }
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#work.then(work, work)
    this.#work = next.catch(() => undefined)
    return next
  }

  #setPhase(phase: ClusterPhase): void {
    this.#phase = phase
    this.#announce()
  }

  #announce(): void {
    this.#deps.changed(this.status())
  }
}
