import type { Lab } from '../../contract/lab.ts'
import type { KubeObject } from '../checks/observation.ts'
import {
  followedBranch,
  GIT_REPOSITORIES,
  isSuspended,
  keyOf,
  repositoryAt,
  REQUESTED_AT,
} from '../flux/flux-objects.ts'
import { patchSource } from '../flux/patch-source.ts'
import type { LabGit, RepositoryChange } from '../git/lab-git.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import { DisposableStore, type Disposable } from '../lib/disposable.ts'
import type { Log } from '../lib/log.ts'
import { textAt } from '../panel/read-fields.ts'
import type { WatchSet } from '../watch/watch-set.ts'

export interface PushFollowerDeps {
  readonly lab: Pick<Lab, 'reconcileOnPush'>
  readonly git: Pick<LabGit, 'address' | 'onChange'>
  /** By the name of the cluster. */
  readonly watchSets: ReadonlyMap<string, WatchSet>
  /** Administrator's kubeconfig of a cluster. */
  kubeconfig(cluster: string): string
  readonly clock?: Clock
  readonly log: Log
}

const OWNER = 'pushes'

/**
 * Does what a webhook does for a Flux that the Git host can reach: after a push, the sources that follow the branch are
 * asked to fetch at once. Their Kustomizations follow by themselves. Suspended ones are left alone.
 */
export class PushFollower implements Disposable {
  readonly #deps: PushFollowerDeps
  readonly #own = new DisposableStore()

  constructor(deps: PushFollowerDeps) {
    this.#deps = deps
    if (!deps.lab.reconcileOnPush) return
    for (const watchSet of deps.watchSets.values()) {
      watchSet.want(OWNER, [GIT_REPOSITORIES])
      this.#own.add({ dispose: () => watchSet.want(OWNER, []) })
    }
    this.#own.add(deps.git.onChange((change) => this.#onPush(change)))
  }

  #onPush(change: RepositoryChange): void {
    if (change.refs.length === 0 && change.tags.length === 0) return
    const { log } = this.#deps
    for (const [cluster, watchSet] of this.#deps.watchSets) {
      const sight = watchSet.sight(GIT_REPOSITORIES)
      const sources = 'objects' in sight ? sight.objects : []
      for (const source of sources.filter((each) => this.#follows(each, change))) {
        this.#ask(cluster, source).catch((error: unknown) =>
          log.warn('a source could not be asked to fetch', { cluster, source: keyOf(source), error }),
        )
      }
    }
  }

  #follows(source: KubeObject, { repository, refs, tags }: RepositoryChange): boolean {
    if (isSuspended(source)) return false
    if (repositoryAt(textAt(source, 'spec', 'url'), this.#deps.git.address) !== repository) return false
    const branch = followedBranch(source)
    if (branch === undefined) return tags.length > 0 || refs.length > 0
    return refs.some((ref) => ref.branch === branch && ref.after !== undefined)
  }

  async #ask(cluster: string, source: KubeObject): Promise<void> {
    const { kubeconfig, clock = systemClock } = this.#deps
    const annotations = { [REQUESTED_AT]: new Date(clock.now()).toISOString() }
    await patchSource(kubeconfig(cluster), source, { metadata: { annotations } })
  }

  dispose(): void {
    this.#own.dispose()
  }
}
