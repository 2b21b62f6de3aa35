import { DrydockError, type WireError } from '../../contract/errors.ts'
import { RestartBudget } from '../cluster/embedded/restart-budget.ts'
import type { Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'
import { Emitter } from '../lib/emitter.ts'
import type { Log } from '../lib/log.ts'
import { Serial } from '../lib/serial.ts'
import { cannotStart, endedAgain, gaveUp, notYet } from './controller-problems.ts'
import type { ControllerProcess, ProcessEnd } from './controller-process.ts'
import type { FluxControllerName, FluxControllerStatus } from './controllers.ts'
import type { PodSigns } from './pod-signs.ts'
import type { ControllerPod, Wanted } from './wanted-controller.ts'

/** How a controller is run; the supervisor decides when. */
export interface ControllerHost {
  /** Makes the process what the pod is. Rejects while that cannot be had, such as before its ServiceAccount exists. */
  identify(name: FluxControllerName, pod: ControllerPod): Promise<Disposable>
  start(name: FluxControllerName, pod: ControllerPod): Promise<ControllerProcess>
  /** Its process is gone, and nobody asked it to go. */
  ended(name: FluxControllerName, pod: ControllerPod): void
  /** It works again after its process had ended; or it was given up. */
  show(pod: ControllerPod, signs: PodSigns): void
  /** It has nothing to do with the pod any more. */
  left(name: FluxControllerName, pod: ControllerPod): void
}

/** Before another try to begin, in milliseconds; the last one is repeated. */
const BEGIN_AGAIN_MS = [500, 1000, 2000, 5000, 10_000]

/** Before a process that ended is started again, in milliseconds: those who follow its log have read all of it by then. */
const SHORTEST_PAUSE_MS = 250

/** What one pod lets run, from its first process to its end. */
interface Life {
  readonly pod: ControllerPod
  readonly key: string
  readonly budget: RestartBudget
  restarts: number
  tries: number
  lastEnd?: { readonly end: ProcessEnd; readonly endedAt: string }
  /** After it was given up: whether its pod shows that already. */
  givenUp?: 'now' | 'shown'
  identity?: Disposable
  process?: ControllerProcess
  cancelPause?: () => void
}

/** Runs one controller as long as it is wanted: one process at a time, brought back with growing pauses. */
export class ControllerSupervisor {
  readonly name: FluxControllerName
  readonly #host: ControllerHost
  readonly #clock: Clock
  readonly #log: Log
  readonly #changed = new Emitter<FluxControllerStatus>()
  readonly #work = new Serial()
  #life: Life | undefined
  #status: FluxControllerStatus

  readonly onChange = this.#changed.event

  constructor(name: FluxControllerName, host: ControllerHost, clock: Clock, log: Log) {
    this.name = name
    this.#host = host
    this.#clock = clock
    this.#log = log
    this.#status = { name, state: 'absent', restarts: 0 }
  }

  get status(): FluxControllerStatus {
    return this.#status
  }

  /** Brings about what is wanted; resolves when that is done or under way. */
  want(wanted: Wanted): Promise<void> {
    return this.#work.run(async () => {
      if (wanted.kind === 'unknown') return
      const key = wanted.kind === 'run' ? JSON.stringify(wanted.pod) : undefined
      if (this.#life !== undefined && (this.#life.key !== key || isDueAgain(this.#life, wanted)))
        await this.#end(this.#life)
      if (wanted.kind === 'run') {
        if (this.#life === undefined) await this.#begin(wanted.pod)
      } else if (wanted.kind === 'absent') this.#show('absent', 0)
      else this.#show('waiting', 0, notYet(wanted.reason))
    })
  }

  async #begin(pod: ControllerPod): Promise<void> {
    const life: Life = { pod, key: JSON.stringify(pod), budget: new RestartBudget(), restarts: 0, tries: 0 }
    this.#life = life
    await this.#run(life)
  }

  /** One process of this life. */
  async #run(life: Life): Promise<void> {
    this.#show('starting', life.restarts, life.restarts === 0 ? undefined : this.#status.problem)
    try {
      life.identity ??= await this.#host.identify(this.name, life.pod)
      life.process = await this.#host.start(this.name, life.pod)
    } catch (error) {
      this.#tryAgain(life, error)
      return
    }
    const { process } = life
    life.tries = 0
    process.works
      .then(() => this.#works(life, process))
      .catch((error: unknown) => this.#log.error('a Flux controller was not noticed', { error }))
    process.ended
      .then((end) => this.#ended(life, process, end))
      .catch((error: unknown) => this.#log.error('the end of a Flux controller was not handled', { error }))
  }

  /** What it needs is not there yet, or the tool is missing. */
  #tryAgain(life: Life, error: unknown): void {
    const problem = cannotStart(this.name, error)
    const isFinal = error instanceof DrydockError && error.detail.code === 'tool-missing'
    this.#show(isFinal ? 'failed' : 'waiting', life.restarts, problem)
    this.#log.warn('a Flux controller cannot be started yet', { controller: this.name, error })
    const pauseMs = BEGIN_AGAIN_MS[life.tries] ?? BEGIN_AGAIN_MS.at(-1) ?? 0
    life.tries += 1
    this.#runAfter(pauseMs, life)
  }

  #runAfter(pauseMs: number, life: Life): void {
    life.cancelPause = this.#clock.after(pauseMs, () => {
      this.#work
        .run(async () => {
          if (this.#life === life) await this.#run(life)
        })
        .catch((error: unknown) => this.#log.error('a Flux controller was not started again', { error }))
    })
  }

  #works(life: Life, process: ControllerProcess): void {
    if (this.#life !== life || life.process !== process) return
    this.#show('running', life.restarts)
    this.#sign(life, this.#clock.now())
  }

  #ended(life: Life, process: ControllerProcess, end: ProcessEnd): void {
    if (this.#life !== life || life.process !== process) return
    delete life.process
    life.restarts += 1
    this.#log.warn('a Flux controller ended', { controller: this.name, ...end })
    life.lastEnd = { end, endedAt: new Date(this.#clock.now()).toISOString() }
    this.#host.ended(this.name, life.pod)
    const pauseMs = life.budget.next(this.#clock.now())
    if (pauseMs === undefined) {
      life.givenUp = 'now'
      this.#show('failed', life.restarts, gaveUp(this.name, life.pod, life.budget.count, end))
      this.#sign(life, undefined)
      return
    }
    this.#show('starting', life.restarts, endedAgain(this.name, end))
    this.#runAfter(Math.max(pauseMs, SHORTEST_PAUSE_MS), life)
  }

  #sign({ pod, restarts, lastEnd }: Life, startedAtMs: number | undefined): void {
    if (lastEnd === undefined) return
    const startedAt = startedAtMs === undefined ? undefined : new Date(startedAtMs).toISOString()
    this.#host.show(pod, { ...lastEnd, restarts, startedAt })
  }

  async #end(life: Life): Promise<void> {
    this.#life = undefined
    life.cancelPause?.()
    life.identity?.dispose()
    await life.process?.end()
    this.#host.left(this.name, life.pod)
  }

  #show(state: FluxControllerStatus['state'], restarts: number, problem?: WireError): void {
    const next = { name: this.name, state, restarts, ...(problem === undefined ? {} : { problem }) }
    if (JSON.stringify(next) === JSON.stringify(this.#status)) return
    this.#status = next
    this.#changed.fire(next)
  }

  dispose(): void {
    this.#changed.dispose()
  }
}

/** The pod has shown that its controller was given up, and its container runs again: as on a node, it is tried anew. */
function isDueAgain(life: Life, wanted: Wanted): boolean {
  if (life.givenUp === undefined || wanted.kind !== 'run') return false
  if (wanted.isBackingOff) life.givenUp = 'shown'
  return life.givenUp === 'shown' && !wanted.isBackingOff
}
