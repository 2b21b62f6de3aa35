import { DrydockError } from '../../contract/errors.ts'
import type { ClusterName } from '../../contract/ids.ts'
import type { Lab } from '../../contract/lab.ts'
import type { ClusterId, ClusterProvider } from '../cluster/provider.ts'
import type { LabGit } from '../git/lab-git.ts'
import { DisposableStore } from '../lib/disposable.ts'
import { silentLog, type Log } from '../lib/log.ts'
import { createWatchSet, type WatchSet } from '../watch/watch-set.ts'
import { runBlock } from '../workspace/run-block.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { AddressFollower } from './address-follower.ts'
import type { LabFlux } from './lab-flux.ts'
import { PushFollower } from './push-follower.ts'

export interface LabRuntimeDeps {
  /** Personalised: no `${variable}` is left in it. */
  readonly lab: Lab
  readonly provider: ClusterProvider
  readonly workspace: Workspace
  /** For a lab with repositories. */
  readonly git?: LabGit
  /** For a lab that needs Flux. */
  readonly flux?: LabFlux
  readonly log?: Log
}

/** How long a lab's own setup may take. */
const SETUP_LIMIT_MS = 120_000

/**
 * One lab's clusters, repositories, the learner's folder and the live copies of what is in the clusters, as one thing
 * that can be brought up, kept at a step, taken back to it, and removed. Calls must not overlap; the owner queues them.
 */
export class LabRuntime {
  readonly lab: Lab
  readonly workspace: Workspace
  readonly git: LabGit | undefined
  readonly flux: LabFlux | undefined
  readonly #provider: ClusterProvider
  readonly #log: Log
  readonly #watchSets = new Map<string, WatchSet>()
  readonly #kubeconfigs = new Map<string, string>()
  #followers: DisposableStore | undefined

  constructor(deps: LabRuntimeDeps) {
    this.lab = deps.lab
    this.workspace = deps.workspace
    this.git = deps.git
    this.flux = deps.flux
    this.#provider = deps.provider
    this.#log = deps.log ?? silentLog
  }

  /** One a cluster, by the cluster's name; empty before `bringUp`. */
  get watchSets(): ReadonlyMap<string, WatchSet> {
    return this.#watchSets
  }

  get provider(): ClusterProvider {
    return this.#provider
  }

  /** The first cluster: what a check without `cluster` means. */
  get firstCluster(): ClusterName {
    const [first] = this.lab.clusters
    if (first === undefined) throw new Error(`lab ${this.lab.id} has no cluster`)
    return first
  }

  id(cluster: ClusterName): ClusterId {
    return { lab: this.lab.id, cluster }
  }

  /** What commands of the lab need: the folder, and the repositories, served. */
  async prepare(): Promise<void> {
    await this.git?.prepare()
    await this.workspace.prepare()
  }

  /** Creates or starts every cluster, writes the kubeconfig and begins to watch. */
  async bringUp(signal?: AbortSignal): Promise<void> {
    await Promise.all(this.lab.clusters.map((cluster) => this.#provider.create(this.id(cluster), signal)))
    signal?.throwIfAborted()
    await this.refreshKubeconfig()
    this.#followGit()
  }

  /** What happens on the Git server, and where it is, concerns Flux. */
  #followGit(): void {
    const { lab, git } = this
    if (git === undefined || this.#followers !== undefined) return
    const kubeconfig = (cluster: string): string => this.#kubeconfigs.get(cluster) ?? ''
    const deps = { lab, git, watchSets: this.#watchSets, kubeconfig, log: this.#log }
    this.#followers = new DisposableStore()
    this.#followers.add(new PushFollower(deps))
    this.#followers.add(new AddressFollower(deps))
  }

  /** After a cluster came back, maybe on another port: kubeconfig, watches and Flux follow. */
  async refreshKubeconfig(): Promise<void> {
    const kubeconfigs = await Promise.all(
      this.lab.clusters.map((cluster) => this.#provider.kubeconfig(this.id(cluster))),
    )
    await this.workspace.writeKubeconfig(kubeconfigs, this.lab.namespace)
    for (const [index, cluster] of this.lab.clusters.entries()) this.#watch(cluster, kubeconfigs[index] ?? '')
  }

  #watch(cluster: ClusterName, kubeconfigYaml: string): void {
    const known = this.#watchSets.get(cluster)
    const watchSet = known ?? createWatchSet({ kubeconfigYaml, log: this.#log })
    if (known === undefined) this.#watchSets.set(cluster, watchSet)
    else if (this.#kubeconfigs.get(cluster) !== kubeconfigYaml) known.reset(kubeconfigYaml)
    this.#kubeconfigs.set(cluster, kubeconfigYaml)
    this.flux?.follow(this.id(cluster), kubeconfigYaml, watchSet)
  }

  /** Runs commands of the lab itself, in the learner's folder. Rejects with their output when the last one fails. */
  async setUp(commands: string, what: string, signal?: AbortSignal): Promise<void> {
    const options = { timeoutMs: SETUP_LIMIT_MS, ...(signal === undefined ? {} : { signal }) }
    const { exitCode, output } = await runBlock(this.workspace, commands, options)
    if (exitCode === 0) return
    throw new DrydockError({
      code: 'command-failed',
      at: what,
      happened: `The setup of this lab ended with exit code ${exitCode}.`,
      remedy: 'Reset the lab; if it happens again, tell the author of the lab.',
      output: output.split('\n').slice(-20).join('\n'),
    })
  }

  /** Deletes these clusters and makes them anew; what was kept of them stays. */
  async renew(clusters: readonly ClusterName[], signal?: AbortSignal): Promise<void> {
    if (clusters.length === 0) return
    await this.#unwatched(clusters, async () => {
      await Promise.all(clusters.map((cluster) => this.#provider.renew(this.id(cluster), signal)))
    })
  }

  /** Keeps clusters, repositories and folder under the step's name. */
  async keep(step: string): Promise<void> {
    await Promise.all([
      ...this.lab.clusters.map((cluster) => this.#provider.snapshot(this.id(cluster), step)),
      this.workspace.keep(step),
      this.git?.keep(step),
    ])
  }

  /** Steps whose start is kept in every cluster, in the repositories and in the folder. */
  async kept(): Promise<ReadonlySet<string>> {
    const lists = await Promise.all([
      this.workspace.kept(),
      ...(this.git === undefined ? [] : [this.git.kept()]),
      ...this.lab.clusters.map((cluster) => this.#provider.snapshots(this.id(cluster))),
    ])
    const [first, ...others] = lists
    return new Set((first ?? []).filter((name) => others.every((list) => list.includes(name))))
  }

  /** Clusters, repositories and folder are again as they were kept. What is on the way there is not looked at. */
  async goBack(step: string): Promise<void> {
    await this.#unwatched(this.lab.clusters, async () => {
      await Promise.all([
        ...this.lab.clusters.map((cluster) => this.#provider.restore(this.id(cluster), step)),
        this.workspace.bringBack(step),
        this.git?.bringBack(step),
      ])
    })
  }

  /** Does something to clusters while nobody looks at them; whoever did looks anew afterwards. */
  async #unwatched(clusters: readonly ClusterName[], work: () => Promise<void>): Promise<void> {
    const watchSets = clusters.flatMap((cluster) => this.#watchSets.get(cluster) ?? [])
    for (const watchSet of watchSets) watchSet.suspend()
    await this.flux?.suspend(clusters)
    try {
      await work()
      await this.refreshKubeconfig()
    } finally {
      for (const watchSet of watchSets) watchSet.reset()
      this.flux?.resume(clusters)
    }
  }

  /** Stops the clusters; their data, the repositories and the folder stay. */
  async stop(): Promise<void> {
    await this.dispose()
    await Promise.all(this.lab.clusters.map((cluster) => this.#provider.stop(this.id(cluster))))
  }

  /** Nothing of the lab is left on disk or running, but its folder and its repositories, which are as new. */
  async wipe(): Promise<void> {
    await this.#endWatching()
    await Promise.all(this.lab.clusters.map((cluster) => this.#provider.delete(this.id(cluster))))
    await this.workspace.reset()
    await this.git?.reset()
  }

  /** Ends watches, Flux and the Git server; clusters go on. */
  async dispose(): Promise<void> {
    await this.#endWatching()
    await this.git?.dispose()
  }

  async #endWatching(): Promise<void> {
    this.#followers?.dispose()
    this.#followers = undefined
    await this.flux?.dispose()
    for (const watchSet of this.#watchSets.values()) watchSet.dispose()
    this.#watchSets.clear()
  }
}
