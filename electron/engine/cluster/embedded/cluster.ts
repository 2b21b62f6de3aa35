import { existsSync } from 'node:fs'
import { rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'

import type { ClusterPhase, ClusterStatus } from '../../../contract/cluster.ts'
import { DrydockError, toWire, type WireError } from '../../../contract/errors.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Log } from '../../lib/log.ts'
import type { Toolset } from '../../tools/toolset.ts'
import type { ClusterId } from '../provider.ts'
import { EndedEarly, type BroughtUp } from './bring-up.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { COMPONENTS, type Component } from './components.ts'
import * as failures from './failures.ts'
import { adminKubeconfig } from './kubeconfig.ts'
import { Ownership } from './ownership.ts'
import { ClusterProcesses } from './processes.ts'
import {
  PLANS,
  provisionAgain,
  provisionBack,
  provisionNew,
  takenBack,
  unpackKept,
  type Provision,
} from './provision.ts'
import { pause } from './readiness.ts'
import { knownRecord, readRecord, type ClusterRecord } from './record.ts'
import { RestartBudget } from './restart-budget.ts'
import { bringSnapshotsBack, clearFolder, findSnapshot, saveSnapshot, snapshotNames } from './snapshots.ts'
import type { SparePki } from './spare-pki.ts'
import { StatusBoard, type BoardDeps, type Plan } from './status-board.ts'
import type { Template } from './template.ts'

export interface ClusterDeps extends BoardDeps {
  readonly toolset: Toolset
  readonly clock: Clock
  readonly log: Log
  readonly template: Template
  readonly pki: SparePki
  /** How long a cluster may go on without an engine. */
  readonly orphanDelayMs: number
}

/** One cluster of one lab. One piece of work at a time; stopping ends the work that is under way. */
export class EmbeddedCluster {
  readonly #id: ClusterId
  readonly #files: ClusterFiles
  readonly #deps: ClusterDeps
  readonly #board: StatusBoard
  readonly #processes: ClusterProcesses
  readonly #ownership: Ownership
  readonly #budget = new RestartBudget()
  #queue: Promise<unknown> = Promise.resolve()
  #interrupt = new AbortController()

  constructor(id: ClusterId, files: ClusterFiles, deps: ClusterDeps) {
    this.#id = id
    this.#files = files
    this.#deps = deps
    this.#ownership = new Ownership(files, `Cluster ${id.cluster} of lab ${id.lab}`, deps.orphanDelayMs)
    this.#processes = new ClusterProcesses(deps.toolset, files, deps.clock)
    this.#board = new StatusBoard(id.cluster, this.#phaseOnDisk(), deps)
    this.#processes.onEnd((component) => this.#lost(component))
  }

  status(): ClusterStatus {
    return this.#board.status()
  }

  create(signal?: AbortSignal): Promise<void> {
    return this.#exclusive(async () => {
      await this.#ownership.claim()
      const record = await readRecord(this.#files)
      if (record === undefined) await this.#make(signal)
      await bringSnapshotsBack(this.#files)
      if (record !== undefined) await this.#start(record, signal)
    })
  }

  async #make(signal?: AbortSignal): Promise<void> {
    const { template, pki } = this.#deps
    const state = await template.find()
    const plan = state === undefined ? PLANS.create : PLANS.createFromTemplate
    const prepared = { state, takePki: (files: ClusterFiles) => pki.take(files) }
    await this.#bring('creating', plan, signal, (work) => provisionNew(work, prepared))
    if (state === undefined) await template.keep(this.#files).catch(this.#unprepared)
    pki.prepare().catch(this.#unprepared)
  }

  start(signal?: AbortSignal): Promise<void> {
    return this.#exclusive(async () => {
      await this.#ownership.claim()
      await this.#start(await knownRecord(this.#files), signal)
    })
  }

  stop(): Promise<void> {
    return this.#halt(async () => {
      await this.#processes.stop()
      await this.#ownership.release()
      this.#board.show((await readRecord(this.#files)) === undefined ? 'absent' : 'stopped')
    })
  }

  /** `keptStates: 'stay'` leaves them for a cluster that is made in its place. */
  delete({ keptStates }: { readonly keptStates: 'go' | 'stay' }): Promise<void> {
    return this.#halt(async () => {
      await this.#ownership.claim()
      await this.#processes.stop()
      await clearFolder(this.#files, keptStates)
      await this.#ownership.release()
      // The lab's folder, when this was its last cluster.
      await rmdir(dirname(this.#files.root)).catch(() => undefined)
      this.#board.show('absent')
    })
  }

  async kubeconfig(): Promise<string> {
    return adminKubeconfig(this.#files, (await knownRecord(this.#files)).ports.apiServer)
  }

  snapshot(name: string): Promise<void> {
    return this.#exclusive(async () => {
      if (this.#board.phase !== 'ready') throw failures.notRunning(this.#files)
      await this.#ownership.claim()
      await saveSnapshot(this.#deps.toolset, this.#files, name).catch((error: unknown) => {
        throw failures.explain(error, this.#files)
      })
    })
  }

  restore(name: string): Promise<void> {
    return this.#exclusive(async () => {
      await this.#ownership.claim()
      const record = takenBack(await knownRecord(this.#files))
      const kept = await findSnapshot(this.#files, name)
      await unpackKept(this.#deps.toolset, this.#files, record, kept).catch((error: unknown) => {
        throw failures.explain(error, this.#files)
      })
      await this.#bring('restoring', PLANS.restore, undefined, (work) => provisionBack(work, record))
    })
  }

  snapshots(): Promise<readonly string[]> {
    return snapshotNames(this.#files)
  }

  async log(): Promise<string> {
    const part = async (component: Component): Promise<string> =>
      `== ${component}\n${await failures.recentOutput(this.#files, component)}`
    return (await Promise.all(COMPONENTS.map(part))).join('\n\n')
  }

  /** Lets it go on without this engine. */
  letGo(): Promise<void> {
    return this.#exclusive(async () => {
      this.#processes.dispose()
      await this.#ownership.release()
    })
  }

  /** Stops what this engine has brought up or found; leaves alone what it never touched. */
  async dispose(): Promise<void> {
    this.#interrupt.abort(failures.cancelled(this.#files))
    await this.#queue
    if (this.#ownership.held) await this.stop()
    this.#processes.dispose()
  }

  async #start(record: ClusterRecord, signal?: AbortSignal): Promise<void> {
    this.#budget.reset()
    if (this.#board.phase === 'ready' && this.#processes.missing().length === 0) return
    await this.#bring('starting', PLANS.start, signal, (work) => provisionAgain(work, record))
  }

  /**
   * Brings the cluster up in one way, from its first step to `ready` or `failed`. It is tried once more when somebody
   * took a port meanwhile, or when a component ended early: one that an engine before us had killed may have held its
   * lifeline for a moment longer, and been taken for one that runs.
   */
  async #bring(phase: ClusterPhase, plan: Plan, signal: AbortSignal | undefined, provision: Way): Promise<void> {
    const startedAtMs = this.#deps.clock.now()
    const attempt = (): Promise<BroughtUp> => this.#attempt(phase, plan, signal, provision)
    try {
      const up = await attempt().catch(async (error: unknown) => {
        if (!failures.portTaken(error) && !endedEarly(error)) throw error
        await this.#processes.stop()
        return attempt()
      })
      this.#board.ready(up.kubernetesVersion, phase === 'restoring' ? undefined : up.nodeReadyAtMs - startedAtMs)
    } catch (error) {
      throw await this.#failed(error)
    }
    const [lost] = this.#processes.missing()
    if (lost !== undefined) this.#lost(lost)
  }

  #attempt(
    phase: ClusterPhase,
    plan: Plan,
    signal: AbortSignal | undefined,
    provision: Way,
    problem?: WireError,
  ): Promise<BroughtUp> {
    const { toolset, clock, log } = this.#deps
    const steps = this.#board.begin(phase, plan, problem)
    const signals = signal === undefined ? [this.#interrupt.signal] : [this.#interrupt.signal, signal]
    const work = { toolset, clock, log, steps, files: this.#files, processes: this.#processes }
    return provision({ ...work, signal: AbortSignal.any(signals) })
  }

  async #failed(error: unknown): Promise<unknown> {
    try {
      await this.#processes.stop()
    } catch (stopError) {
      this.#deps.log.error('a failed cluster could not be stopped', { ...this.#id, error: stopError })
    }
    await this.#ownership.release()
    const explained = failures.explain(error, this.#files)
    if (explained instanceof DrydockError && explained.detail.code === 'cancelled') this.#board.show('stopped')
    else this.#board.show('failed', toWire(explained))
    return explained
  }

  /** A component is gone that nobody stopped. Work that is under way notices by itself. */
  #lost(component: Component): void {
    if (this.#board.phase !== 'ready') return
    this.#deps.log.warn('a component ended', { ...this.#id, component })
    this.#board.show('recovering', failures.componentLost(this.#files, component))
    this.#exclusive(() => this.#recover(component)).catch((error: unknown) => {
      this.#deps.log.error('a cluster could not be brought back', { ...this.#id, component, error })
    })
  }

  async #recover(first: Component): Promise<void> {
    let component = first
    while (this.#board.phase === 'recovering') {
      const delayMs = this.#budget.next(this.#deps.clock.now())
      if (delayMs === undefined) {
        throw await this.#failed(await failures.componentGivenUp(this.#files, component, this.#budget.count))
      }
      await pause(this.#deps.clock, delayMs, this.#interrupt.signal)
      component = (await this.#bringBack(component)) ?? component
    }
  }

  /** The component that ended before the cluster was ready again; undefined when it is. */
  async #bringBack(component: Component): Promise<Component | undefined> {
    const problem = failures.componentLost(this.#files, component)
    try {
      const record = await knownRecord(this.#files)
      const again: Way = (work) => provisionAgain(work, record)
      const up = await this.#attempt('recovering', PLANS.recover, undefined, again, problem)
      this.#board.ready(up.kubernetesVersion, undefined)
    } catch (error) {
      const again = error instanceof DrydockError && error.cause instanceof EndedEarly ? error.cause : undefined
      if (again !== undefined && failures.explain(error, this.#files) === error) return again.component
      throw await this.#failed(error)
    }
    return this.#processes.missing()[0]
  }

  /** The next cluster takes longer to make; this one is not worse for it. */
  readonly #unprepared = (error: unknown): void => {
    this.#deps.log.warn('the next cluster could not be prepared', { ...this.#id, error })
  }

  #phaseOnDisk(): ClusterPhase {
    if (!existsSync(this.#files.record)) return 'absent'
    return this.#processes.running().length === COMPONENTS.length ? 'ready' : 'stopped'
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work, work)
    this.#queue = next.catch(() => undefined)
    return next
  }

  /** Ends the work that is under way, then runs `work`. */
  #halt(work: () => Promise<void>): Promise<void> {
    this.#interrupt.abort(failures.cancelled(this.#files))
    return this.#exclusive(async () => {
      this.#interrupt = new AbortController()
      this.#board.show('stopping')
      await work()
    })
  }
}

/** One way of bringing a cluster up. */
type Way = (work: Provision) => Promise<BroughtUp>

const endedEarly = (error: unknown): boolean => error instanceof DrydockError && error.cause instanceof EndedEarly
