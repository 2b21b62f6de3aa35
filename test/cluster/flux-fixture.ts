import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { ClusterId } from '../../electron/engine/cluster/provider.ts'
import {
  createFluxControllers,
  type FluxControllerName,
  type FluxControllers,
  type FluxControllerState,
} from '../../electron/engine/flux/flux-controllers.ts'
import { run } from '../../electron/engine/process/run.ts'
import { createWatchSet, type WatchSet } from '../../electron/engine/watch/watch-set.ts'
import { makeGitPlace, seed, type GitPlace } from '../engine/git/git-place.ts'
import { processesIn } from '../helpers/processes-in.ts'
import { Bench, eventually, realToolset } from './embedded-fixture.ts'

const LIMIT_MS = 60_000

/** An embedded cluster with the real controllers beside it, and a lab's repository `app` for them. */
export class FluxBench {
  readonly bench: Bench
  readonly id: ClusterId
  readonly watchSet: WatchSet
  readonly controllers: FluxControllers
  readonly #git: GitPlace
  readonly #work: string

  private constructor(bench: Bench, id: ClusterId, kubeconfigYaml: string, git: GitPlace, work: string) {
    this.bench = bench
    this.id = id
    this.#git = git
    this.#work = work
    this.watchSet = createWatchSet({ kubeconfigYaml })
    this.controllers = createFluxControllers({
      ...{ dataRoot: bench.root, id, kubeconfigYaml, watchSet: this.watchSet, toolset: realToolset() },
      trust: git.git,
    })
  }

  static async start(): Promise<FluxBench> {
    const bench = await Bench.make({}, 'flux-')
    const id = bench.id('dev')
    const [git] = await Promise.all([makeGitPlace([seed('app')]), bench.provider.create(id)])
    return new FluxBench(bench, id, await bench.provider.kubeconfig(id), git, await git.clone('app'))
  }

  /** Replaces the files of the repository by these. */
  async push(files: Readonly<Record<string, string>>): Promise<void> {
    const old = (await readdir(this.#work)).filter((name) => name !== '.git')
    await Promise.all(old.map((name) => rm(join(this.#work, name), { recursive: true })))
    await this.#git.push(this.#work, files, 'Change')
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return this.bench.kubectl(this.id, ...args)
  }

  async flux(...args: readonly string[]): Promise<string> {
    const kubeconfig = join(this.bench.root, 'flux.kubeconfig')
    await writeFile(kubeconfig, await this.bench.provider.kubeconfig(this.id))
    const { stdout, stderr } = await run(realToolset().path('flux'), args, {
      environment: { ...this.#git.environment, KUBECONFIG: kubeconfig },
    })
    return `${stdout}${stderr}`
  }

  /** Installs both controllers and waits until they work. */
  async install(): Promise<void> {
    await this.flux('install', '--components=source-controller,kustomize-controller')
    await this.reach('running')
  }

  /** A source and a Kustomization for the repository, applied once. */
  async deploy(): Promise<void> {
    const url = `--url=${this.#git.git.address}/learner/app.git`
    await this.flux('create', 'source', 'git', 'app', url, '--branch=main', '--interval=1h')
    await this.flux(...'create kustomization app --source=app --path=. --prune --interval=1h'.split(' '))
  }

  state(name: FluxControllerName): FluxControllerState | undefined {
    return this.controllers.status.find((status) => status.name === name)?.state
  }

  restarts(name: FluxControllerName): number | undefined {
    return this.controllers.status.find((status) => status.name === name)?.restarts
  }

  /** Resolves when these controllers (both, if none is named) are in that state. */
  async reach(state: FluxControllerState, ...names: readonly FluxControllerName[]): Promise<void> {
    const waited = names.length === 0 ? (['source-controller', 'kustomize-controller'] as const) : names
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    const look = (): void => {
      if (waited.every((name) => this.state(name) === state)) resolve(undefined)
    }
    const listening = this.controllers.onChange(look)
    const late = setTimeout(
      () => reject(new Error(`not ${state}: ${JSON.stringify(this.controllers.status)}`)),
      LIMIT_MS,
    )
    look()
    await promise.finally(() => {
      clearTimeout(late)
      listening.dispose()
    })
  }

  /** Resolves when `args` of kubectl print exactly this. */
  async shows(expected: string, ...args: readonly string[]): Promise<void> {
    await eventually(async () => (await this.kubectl(...args).catch(() => '')).trim() === expected)
  }

  async pid(name: FluxControllerName): Promise<number> {
    return Number(await readFile(join(this.bench.folder(this.id), 'run', `${name}.pid`), 'utf8'))
  }

  /** Command lines of the controllers that run. */
  async running(): Promise<string[]> {
    return processesIn(join(this.bench.folder(this.id), 'flux', 'bin'))
  }

  async end(): Promise<void> {
    await this.controllers.dispose()
    this.watchSet.dispose()
    await this.#git.remove()
    await this.bench.end()
  }
}

/** A ConfigMap for a repository. */
export const configMap = (name: string, data: Readonly<Record<string, string>>): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data })
