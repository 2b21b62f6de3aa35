import { join } from 'node:path'
import type { ClusterStatus } from '../../contract/cluster.ts'
import { DrydockError, toWire } from '../../contract/errors.ts'
import type { LabId } from '../../contract/ids.ts'
import type { Capability, Lab } from '../../contract/lab.ts'
import type { Catalogue, LabSnapshot, LabSummary } from '../../contract/protocol.ts'
import type { ClusterHealth, ClusterProvider } from '../cluster/provider.ts'
import type { LabLibrary } from '../labs/lab-library.ts'
import { personalise } from '../labs/personalise.ts'
import type { Clock } from '../lib/clock.ts'
import { DisposableStore } from '../lib/disposable.ts'
import type { Log } from '../lib/log.ts'
import type { ProgressStore } from '../progress/progress-store.ts'
import type { Terminals } from '../terminal/terminals.ts'
import type { Toolset } from '../tools/toolset.ts'
import type { Announce } from './announcement.ts'
import { createLabRuntime } from './create-lab-runtime.ts'
import type { LabRuntime } from './lab-runtime.ts'
import { LabSession } from './lab-session.ts'
import { missing } from './lab-view.ts'
import { labProgress } from './scores.ts'
import { Serial } from '../lib/serial.ts'

export interface DeskDeps {
  readonly dataRoot: string
  readonly library: LabLibrary
  readonly provider: ClusterProvider
  readonly terminals: Terminals
  readonly toolset: Toolset
  readonly store: ProgressStore
  readonly announce: Announce
  readonly clock: Clock
  readonly log: Log
}

/** The learner's desk: the catalogue, and the one lab that lies open on it. */
export class Desk {
  readonly #deps: DeskDeps
  readonly #own = new DisposableStore()
  readonly #serial = new Serial()
  /** As the catalogue that was announced last knows them. */
  #capabilities: string
  #session: LabSession | undefined
  #runtime: LabRuntime | undefined

  constructor(deps: DeskDeps) {
    this.#deps = deps
    this.#capabilities = deps.provider.capabilities.join()
    this.#own.add(deps.provider.onStatus((health) => this.#onHealth(health)))
    this.#own.add(deps.terminals.onCommand(({ command }) => this.#session?.addCommand(command)))
    this.#own.add(deps.library.onChange(() => this.announceCatalogue()))
  }

  /** The open lab; undefined on the catalogue. */
  get session(): LabSession | undefined {
    return this.#session
  }

  /** What the open lab runs on; undefined on the catalogue. */
  get runtime(): LabRuntime | undefined {
    return this.#runtime
  }

  /** The open lab, or an error that says that there is none. */
  openSession(): LabSession {
    if (this.#session !== undefined) return this.#session
    throw noLabOpen()
  }

  /** The same for what it runs on. */
  openRuntime(): LabRuntime {
    if (this.#runtime !== undefined) return this.#runtime
    throw noLabOpen()
  }

  catalogue(): Catalogue {
    return { labs: this.#deps.library.labs.map((lab) => this.#summary(lab)), broken: this.#deps.library.broken }
  }

  announceCatalogue(): void {
    this.#deps.announce('catalogue/changed', { catalogue: this.catalogue() })
  }

  /** Tools have arrived: labs that could not be opened may be possible now. */
  lookAtCapabilities(): void {
    const now = this.#deps.provider.capabilities.join()
    if (now === this.#capabilities) return
    this.#capabilities = now
    this.announceCatalogue()
  }

  /** Opens a lab and lets its clusters come up behind the reply; another one that is open is put away. */
  open(id: LabId): Promise<LabSnapshot> {
    return this.#serial.run(() => this.#open(id))
  }

  async #open(id: LabId): Promise<LabSnapshot> {
    if (this.#session?.lab.id === id) return this.#session.snapshot()
    const lab = this.#find(id)
    const lacking = missing(lab.requires, this.#deps.provider.capabilities)
    if (lacking.length > 0) throw capabilityMissing(lab, lacking)
    await this.#close({ stopClusters: true })
    const session = this.#begin(lab)
    this.#deps.store.setOpenLab(id)
    this.#deps.announce('lab/changed', { lab: session.snapshot() })
    this.retry()
    return session.snapshot()
  }

  /** Brings the open lab's clusters up (again); failures are announced, not thrown. */
  retry(): void {
    const session = this.#session
    if (session === undefined) return
    session.start().catch((error: unknown) => {
      if (this.#session !== session) return
      this.#deps.log.error('lab could not be brought up', { lab: session.lab.id, error })
      this.#deps.announce('engine/problem', { problem: toWire(error) })
    })
  }

  /** Puts the open lab away. Its clusters go on running, for a quick return, unless `stopClusters`. */
  close(options: { readonly stopClusters: boolean }): Promise<void> {
    return this.#serial.run(() => this.#close(options))
  }

  async #close(options: { readonly stopClusters: boolean }): Promise<void> {
    const session = this.#session
    const runtime = this.#runtime
    if (session === undefined || runtime === undefined) return
    this.#session = undefined
    this.#runtime = undefined
    for (const { terminalId } of this.#deps.terminals.list()) await this.#deps.terminals.close(terminalId)
    await session.close()
    runtime.workspace.dispose()
    this.#deps.store.setOpenLab(undefined)
    if (options.stopClusters) await runtime.stop()
    this.#deps.announce('lab/changed', { lab: null })
    this.#deps.announce('objects/cleared', {})
    this.announceCatalogue()
  }

  /** As if the lab had never been opened, but with the same drawn variables; it stays open at its first step. */
  reset(id: LabId): Promise<LabSnapshot> {
    return this.#serial.run(() => this.#reset(id))
  }

  async #reset(id: LabId): Promise<LabSnapshot> {
    await this.#open(id)
    const session = this.openSession()
    const seed = this.#deps.store.lab(id)?.seed
    await session.close()
    await session.wipe()
    this.#deps.store.forgetLab(id)
    const fresh = this.#begin(this.#find(id), seed)
    this.#deps.store.setOpenLab(id)
    this.#deps.announce('lab/changed', { lab: fresh.snapshot() })
    this.retry()
    return fresh.snapshot()
  }

  /** One a cluster of the open lab. */
  clusters(): readonly ClusterStatus[] {
    const { provider } = this.#deps
    if (this.#session === undefined) return []
    const { id: lab, clusters } = this.#session.lab
    return clusters.map((cluster) => provider.status({ lab, cluster }))
  }

  async dispose(): Promise<void> {
    this.#own.dispose()
    await this.close({ stopClusters: false })
  }

  #begin(lab: Lab, keptSeed?: string): LabSession {
    const { dataRoot, toolset, provider, store, announce, clock, log } = this.#deps
    const seed = keptSeed ?? store.lab(lab.id)?.seed ?? store.newSeed()
    const own = personalise(lab, seed)
    store.beginLab(lab.id, { seed, version: lab.version, step: lab.steps[0]?.name ?? '', nowMs: clock.now() })
    this.#runtime = createLabRuntime({ dataRoot, lab: own, provider, toolset, clock, log })
    this.#session = new LabSession({ runtime: this.#runtime, store, announce, clock, log })
    return this.#session
  }

  #onHealth({ id, status }: ClusterHealth): void {
    if (id.lab !== this.#session?.lab.id) return
    this.#deps.announce('cluster/status', { status })
  }

  #find(id: LabId): Lab {
    const lab = this.#deps.library.get(id)
    if (lab !== undefined) return lab
    const broken = this.#deps.library.broken.find(({ folder }) => folder === join(folder, '..', id))
    const problem = broken?.problems[0]
    if (problem !== undefined) throw new DrydockError(problem)
    const known = this.#deps.library.labs.map((each) => each.id).join(', ')
    throw new DrydockError({
      code: 'lab-unknown',
      happened: `There is no lab "${id}".`,
      remedy: `The labs are ${known}.`,
    })
  }

  #summary(lab: Lab): LabSummary {
    const { store, provider } = this.#deps
    const open = this.#session?.lab.id === lab.id ? this.#session.snapshot().progress : undefined
    const row = store.lab(lab.id)
    const input = { steps: lab.steps, rows: store.steps(lab.id), statuses: new Map(), currentStep: row?.currentStep }
    return {
      id: lab.id,
      title: lab.title,
      summary: lab.summary,
      track: lab.track,
      order: lab.order,
      minutes: lab.minutes,
      stepCount: lab.steps.length,
      requires: lab.requires,
      missing: missing(lab.requires, provider.capabilities),
      progress: open ?? labProgress(input),
    }
  }
}

function capabilityMissing(lab: Lab, lacking: readonly Capability[]): DrydockError {
  if (lacking.length === 1 && lacking[0] === 'flux') return fluxOnItsWay(lab)
  return new DrydockError({
    code: 'capability-missing',
    happened: `"${lab.title}" needs ${lacking.join(' and ')}, which this cluster does not have.`,
    remedy: 'Choose another lab, or a cluster with real containers.',
    terminal: true,
  })
}

const fluxOnItsWay = (lab: Lab): DrydockError =>
  new DrydockError({
    code: 'capability-missing',
    happened: `"${lab.title}" needs Flux, whose tools are not on this machine yet.`,
    remedy: 'They are built in the background, which the line at the bottom shows; open the lab when they are there.',
  })

const noLabOpen = (): DrydockError =>
  new DrydockError({
    code: 'refused',
    happened: 'No lab is open.',
    remedy: 'Open a lab from the catalogue first.',
  })
