import { readFile, writeFile } from 'node:fs/promises'
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
import { processesIn } from '../helpers/processes-in.ts'
import { GitOverHttp } from '../helpers/git-over-http.ts'
import { Bench, eventually, realToolset } from './embedded-fixture.ts'

const LIMIT_MS = 60_000

/** An embedded cluster with the real controllers beside it, and a Git server for them. */
export class FluxBench {
  readonly bench: Bench
  readonly id: ClusterId
  readonly git: GitOverHttp
  readonly watchSet: WatchSet
  controllers: FluxControllers

  private constructor(bench: Bench, id: ClusterId, git: GitOverHttp, kubeconfigYaml: string) {
    this.bench = bench
    this.id = id
    this.git = git
    this.watchSet = createWatchSet({ kubeconfigYaml })
    this.controllers = this.newControllers(kubeconfigYaml)
  }

  static async start(): Promise<FluxBench> {
    const bench = await Bench.make({}, 'flux-')
    const id = bench.id('dev')
    await bench.provider.create(id)
    return new FluxBench(bench, id, await GitOverHttp.start(), await bench.provider.kubeconfig(id))
  }

  newControllers(kubeconfigYaml: string): FluxControllers {
    const { id, watchSet } = this
    return createFluxControllers({
      dataRoot: this.bench.root,
      id,
      kubeconfigYaml,
      watchSet,
      toolset: realToolset(),
    })
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return this.bench.kubectl(this.id, ...args)
  }

  async flux(...args: readonly string[]): Promise<string> {
    const kubeconfig = join(this.bench.root, 'flux.kubeconfig')
    await writeFile(kubeconfig, await this.bench.provider.kubeconfig(this.id))
    const { stdout, stderr } = await run(realToolset().path('flux'), args, {
      environment: { HOME: this.bench.root, PATH: '', KUBECONFIG: kubeconfig },
    })
    return `${stdout}${stderr}`
  }

  /** Installs both controllers and waits until they work. */
  async install(): Promise<void> {
    await this.flux('install', '--components=source-controller,kustomize-controller')
    await this.reach('running')
  }

  /** A source and a Kustomization for repository `name`, applied once. */
  async deploy(name: string): Promise<void> {
    await this.flux('create', 'source', 'git', name, `--url=${this.git.url(name)}`, '--branch=main', '--interval=1h')
    await this.flux(...`create kustomization ${name} --source=${name} --path=. --prune --interval=1h`.split(' '))
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
    await this.git.end()
    await this.bench.end()
  }
}

/** A ConfigMap for a repository. */
export const configMap = (name: string, data: Readonly<Record<string, string>>): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data })
