import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClusterStatus } from '../../electron/contract/cluster.ts'
import { labId, type LabId } from '../../electron/contract/ids.ts'
import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import type { Outcome, StepStatus } from '../../electron/contract/verdict.ts'
import { connectApi, type Api } from './app-api.ts'
import { connectFace, type Arrival, type FaceClient } from './app-client.ts'
import { BENCH_LABS, startServe, type BuiltServe } from './app-serve.ts'

export const BENCH_LAB = labId('bench')

/** What is waited for comes within this time, or it does not come. */
const LIMIT_MS = 180_000

/** What was announced last, and when (as `performance.now()` says it). */
interface Seen {
  lab: LabSnapshot | undefined
  cluster: ClusterStatus | undefined
  readonly verdicts: Map<string, { readonly status: StepStatus; readonly atMs: number }>
  /** `uid`s of the pods in the panel. */
  readonly pods: Set<string>
}

export interface AppOptions {
  /** `bench` when not given. */
  readonly lab?: LabId
  readonly environment?: Readonly<Record<string, string>>
}

/** The built app with a lab for measuring open and its first step begun, on a data folder of its own. */
export class AppAtWork {
  readonly dataRoot: string
  readonly serve: BuiltServe
  readonly face: FaceClient
  readonly lab: LabId
  readonly #signal: AbortSignal
  readonly seen: Seen = { lab: undefined, cluster: undefined, verdicts: new Map(), pods: new Set() }
  #api: Api | undefined
  #wake = Promise.withResolvers<void>()

  private constructor(dataRoot: string, serve: BuiltServe, face: FaceClient, lab: LabId, signal: AbortSignal) {
    this.#signal = signal
    this.lab = lab
    this.dataRoot = dataRoot
    this.serve = serve
    this.face = face
    face.onNotice((arrival) => this.#see(arrival))
    signal.addEventListener('abort', this.#wakeUp)
  }

  static async open(signal: AbortSignal, { lab = BENCH_LAB, environment = {} }: AppOptions = {}): Promise<AppAtWork> {
    const dataRoot = await mkdtemp(join(tmpdir(), 'drydock-bench-'))
    let serve: BuiltServe | undefined
    try {
      serve = await startServe({ dataRoot, labsRoot: BENCH_LABS, environment })
      const app = new AppAtWork(dataRoot, serve, await connectFace(serve.url), lab, signal)
      await app.#openLab()
      return app
    } catch (error) {
      await serve?.stop()
      await rm(dataRoot, { recursive: true, force: true })
      throw error
    }
  }

  async #openLab(): Promise<void> {
    await this.face.call('app/snapshot', { protocolVersion: 1 })
    await this.face.call('lab/open', { lab: this.lab })
    await this.until('the first step begins', ({ lab }) => lab?.steps[0]?.canGoBack === true)
    this.#api = await connectApi(this.kubeconfigFile)
  }

  /** The learner's. */
  get kubeconfigFile(): string {
    return join(this.dataRoot, 'labs', this.lab, 'home/.kube/config')
  }

  get api(): Api {
    if (this.#api === undefined) throw new Error('the lab is not open')
    return this.#api
  }

  /** Resolves at the announcement that makes it so; rejects when none does within three minutes. */
  async until(what: string, holds: (seen: Seen) => boolean): Promise<void> {
    const late = Promise.withResolvers<'late'>()
    const timer = setTimeout(() => late.resolve('late'), LIMIT_MS)
    try {
      while (!holds(this.seen)) {
        this.#signal.throwIfAborted()
        if ((await Promise.race([this.#wake.promise, late.promise])) === 'late') throw new Error(`never: ${what}`)
      }
    } finally {
      clearTimeout(timer)
    }
  }

  /** Resolves when the checks of the step have these outcomes, in their order; with when that was on the socket. */
  async untilVerdicts(step: string, ...outcomes: readonly Outcome[]): Promise<number> {
    const wanted = outcomes.join()
    const isSo = ({ verdicts }: Seen): boolean => outcomesOf(verdicts.get(step)?.status) === wanted
    await this.until(`${step} is ${wanted}`, isSo)
    return this.seen.verdicts.get(step)?.atMs ?? Number.NaN
  }

  #see({ notice, atMs }: Arrival): void {
    if (notice.event === 'lab/changed') this.seen.lab = notice.payload.lab ?? undefined
    if (notice.event === 'cluster/status') this.seen.cluster = notice.payload.status
    if (notice.event === 'step/status') {
      const { status } = notice.payload
      this.seen.verdicts.set(status.step, { status, atMs })
    }
    if (notice.event === 'objects/cleared') this.seen.pods.clear()
    if (notice.event === 'objects/changed') {
      for (const { kind, uid } of notice.payload.upserted) if (kind === 'Pod') this.seen.pods.add(uid)
      for (const uid of notice.payload.removed) this.seen.pods.delete(uid)
    }
    this.#wakeUp()
  }

  readonly #wakeUp = (): void => {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers<void>()
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#wakeUp)
    this.#api?.dispose()
    this.face.dispose()
    await this.serve.stop()
    await rm(this.dataRoot, { recursive: true, force: true, maxRetries: 5 })
  }
}

const outcomesOf = (status: StepStatus | undefined): string | undefined =>
  status?.checks.map(({ verdict }) => verdict.outcome).join()

/** Opens the app for one piece of work and closes it, however that ends. */
export async function withApp<T>(
  signal: AbortSignal,
  work: (app: AppAtWork) => Promise<T>,
  options: AppOptions = {},
): Promise<T> {
  const app = await AppAtWork.open(signal, options)
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}
