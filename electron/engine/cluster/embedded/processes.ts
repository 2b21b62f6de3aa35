import { readFile, rename, rm } from 'node:fs/promises'

import type { Clock } from '../../lib/clock.ts'
import type { Disposable } from '../../lib/disposable.ts'
import { Emitter } from '../../lib/emitter.ts'
import { exists } from '../../process/process-identity.ts'
import type { Toolset } from '../../tools/toolset.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { COMPONENTS, type Component, type Controller } from './components.ts'
import { notEnded } from './failures.ts'
import { kwokctl } from './kwokctl.ts'
import { adoptLifeline, expectLifeline, isHeld, openGate, type Lifeline } from './lifeline.ts'

/** A program that was started needs this long at most to say that it runs. */
const SEEN_WITHIN_MS = 5000
/** And to be gone when it is ended. */
const ENDED_WITHIN_MS = 20_000

/**
 * The five programs of one cluster: started and stopped by kwokctl, watched through their lifelines.
 *
 * kwokctl goes by pid files alone. So before each of its runs those of dead components are removed: their numbers may
 * belong to other programs by now, which it would take for ours, and end.
 */
export class ClusterProcesses implements Disposable {
  readonly #toolset: Toolset
  readonly #files: ClusterFiles
  readonly #clock: Clock
  readonly #lifelines = new Map<Component, Lifeline>()
  readonly #gates: Disposable[] = []
  readonly #onEnd = new Emitter<Component>()
  /** Fires when a component is gone that nobody has stopped. */
  readonly onEnd = this.#onEnd.event

  constructor(toolset: Toolset, files: ClusterFiles, clock: Clock) {
    this.#toolset = toolset
    this.#files = files
    this.#clock = clock
  }

  /** The components that run now, whoever started them. */
  running(): readonly Component[] {
    return COMPONENTS.filter((component) => {
      const known = this.#lifelines.get(component)
      return known === undefined ? isHeld(this.#files.lifeline(component)) : known.state === 'running'
    })
  }

  /** The components that are not watched, because they do not run or are not known to. */
  missing(): readonly Component[] {
    return COMPONENTS.filter((component) => this.#lifelines.get(component)?.state !== 'running')
  }

  /** Watches what runs already. */
  adopt(): void {
    for (const component of this.missing()) {
      const lifeline = adoptLifeline(this.#files.lifeline(component))
      if (lifeline !== undefined) this.#watch(component, lifeline)
    }
  }

  /** Starts what does not run, by this command of kwokctl. Resolves as soon as the programs have been started. */
  async start(args: readonly string[]): Promise<void> {
    this.adopt()
    const missing = this.missing()
    if (missing.length === 0) return
    for (const component of missing) {
      await Promise.all(
        [this.#files.pid(component), this.#files.kwokctlPid(component)].map((file) => rm(file, { force: true })),
      )
      // What it prints from now on is of this run; that of the one before is kept beside it.
      await rename(this.#files.log(component), `${this.#files.log(component)}.1`).catch(() => undefined)
      this.#watch(component, expectLifeline(this.#files.lifeline(component)))
    }
    await kwokctl(this.#toolset, this.#files, args)
  }

  /** Lets these controllers go on that wait for the API server, until `closeGates`. */
  openGates(controllers: readonly Controller[]): void {
    for (const controller of controllers) this.#gates.push(openGate(this.#files.gate(controller)))
  }

  closeGates(): void {
    for (const gate of this.#gates.splice(0)) gate.dispose()
  }

  /** Ends everything that runs and waits until it is gone. */
  async stop(): Promise<void> {
    this.adopt()
    this.closeGates()
    const leaving = new Map(this.#lifelines)
    // From here on nobody is told of their end.
    this.#lifelines.clear()
    await Promise.all([...leaving].map(([component, lifeline]) => this.#settle(component, lifeline)))
    const running = [...leaving.keys()].filter((component) => leaving.get(component)?.state === 'running')
    if (running.length > 0) await this.#end(running)
    const ended = Promise.all([...leaving.values()].map((lifeline) => lifeline.ended))
    if ((await this.#within(ENDED_WITHIN_MS, ended)) === 'late') throw notEnded(this.#files)
  }

  #within(limitMs: number, work: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(limitMs, () => resolve('late'))
      work.then(resolve, reject).finally(cancel)
    })
  }

  /** One that is being started is waited for, so that it is not missed; then it runs or has ended. */
  async #settle(component: Component, lifeline: Lifeline): Promise<void> {
    if (lifeline.state !== 'expected') return
    const pid = await this.#pid(component)
    if (pid !== undefined && exists(pid)) await this.#within(SEEN_WITHIN_MS, lifeline.seen)
    lifeline.giveUpWaiting()
    if (lifeline.state === 'expected') await lifeline.ended
  }

  async #end(running: readonly Component[]): Promise<void> {
    const pids = await Promise.all(running.map((component) => this.#pid(component)))
    for (const component of COMPONENTS) {
      if (!running.includes(component)) await rm(this.#files.kwokctlPid(component), { force: true })
    }
    await kwokctl(this.#toolset, this.#files, ['stop', 'cluster']).catch(() => undefined)
    // Whatever kwokctl did not know of, or could not end.
    running.forEach((component, index) => {
      if (isHeld(this.#files.lifeline(component))) kill(pids[index])
    })
  }

  async #pid(component: Component): Promise<number | undefined> {
    const text = await readFile(this.#files.pid(component), 'utf8').catch(() => '')
    return /^\d+$/.test(text.trim()) ? Number(text) : undefined
  }

  /** Stops watching; what runs goes on. */
  dispose(): void {
    this.closeGates()
    for (const lifeline of this.#lifelines.values()) lifeline.dispose()
    this.#lifelines.clear()
  }

  #watch(component: Component, lifeline: Lifeline): void {
    this.#lifelines.get(component)?.dispose()
    this.#lifelines.set(component, lifeline)
    const announce = (): void => {
      if (this.#lifelines.get(component) === lifeline) this.#onEnd.fire(component)
    }
    lifeline.ended.then(announce, announce)
  }
}

function kill(pid: number | undefined): void {
  if (pid === undefined || !exists(pid)) return
  process.kill(pid, 'SIGKILL')
}
