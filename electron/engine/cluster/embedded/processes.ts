import { readFile, rm } from 'node:fs/promises'

import type { Disposable } from '../../lib/disposable.ts'
import { Emitter } from '../../lib/emitter.ts'
import type { Toolset } from '../../tools/toolset.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { COMPONENTS, type Component, type Controller } from './components.ts'
import { kwokctl } from './kwokctl.ts'
import { adoptLifeline, expectLifeline, isHeld, openGate, type Lifeline } from './lifeline.ts'

/**
 * The five programs of one cluster: started and stopped by kwokctl, watched through their lifelines.
 *
 * kwokctl goes by pid files alone. So before each of its runs those of dead components are removed: their numbers may
 * belong to other programs by now, which it would take for ours, and end.
 */
export class ClusterProcesses implements Disposable {
  readonly #toolset: Toolset
  readonly #files: ClusterFiles
  readonly #lifelines = new Map<Component, Lifeline>()
  readonly #gates: Disposable[] = []
  readonly #onEnd = new Emitter<Component>()
  /** Fires when a component is gone that nobody has stopped. */
  readonly onEnd = this.#onEnd.event

  constructor(toolset: Toolset, files: ClusterFiles) {
    this.#toolset = toolset
    this.#files = files
  }

  /** The components that run now, whoever started them. */
  running(): readonly Component[] {
    return COMPONENTS.filter((component) => isHeld(this.#files.lifeline(component)))
  }

  /** The components that are not known to run. */
  missing(): readonly Component[] {
    return COMPONENTS.filter((component) => this.#lifelines.get(component)?.alive !== true)
  }

  /** Watches what runs already. */
  adopt(): void {
    for (const component of COMPONENTS) {
      if (this.#lifelines.get(component)?.alive) continue
      const lifeline = adoptLifeline(this.#files.lifeline(component))
      if (lifeline !== undefined) this.#watch(component, lifeline)
    }
  }

  /** Starts what does not run, by this command of kwokctl. Resolves as soon as the programs have been started. */
  async start(args: readonly string[], signal: AbortSignal): Promise<void> {
    this.adopt()
    const missing = this.missing()
    if (missing.length === 0) return
    for (const component of missing) {
      await rm(this.#files.pid(component), { force: true })
      this.#watch(component, expectLifeline(this.#files.lifeline(component)))
    }
    await kwokctl(this.#toolset, this.#files, args, signal)
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
    const leaving = [...this.#lifelines.values()]
    this.#lifelines.clear()
    const running = this.running()
    if (running.length > 0) await this.#end(running)
    await Promise.all(leaving.filter(({ alive }) => alive).map(({ ended }) => ended))
    for (const lifeline of leaving) lifeline.dispose()
  }

  async #end(running: readonly Component[]): Promise<void> {
    const pids = await this.pids(running)
    for (const component of COMPONENTS) {
      if (!running.includes(component)) await rm(this.#files.pid(component), { force: true })
    }
    await kwokctl(this.#toolset, this.#files, ['stop', 'cluster']).catch(() => undefined)
    // Whatever kwokctl did not know of, or could not end.
    for (const component of this.running()) kill(pids.get(component))
  }

  /** The pids of these components, as kwokctl noted them. */
  async pids(components: readonly Component[] = COMPONENTS): Promise<ReadonlyMap<Component, number>> {
    const pids = new Map<Component, number>()
    for (const component of components) {
      const text = await readFile(this.#files.pid(component), 'utf8').catch(() => '')
      if (/^\d+$/.test(text.trim())) pids.set(component, Number(text))
    }
    return pids
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
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
