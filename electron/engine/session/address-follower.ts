import { DrydockError } from '../../contract/errors.ts'
import type { KubeObject } from '../checks/observation.ts'
import { GIT_REPOSITORIES, keyOf, repositoryAt } from '../flux/flux-objects.ts'
import { patchSource } from '../flux/patch-source.ts'
import type { LabGit } from '../git/lab-git.ts'
import { DisposableStore, type Disposable } from '../lib/disposable.ts'
import type { Log } from '../lib/log.ts'
import { textAt } from '../panel/read-fields.ts'
import type { WatchSet } from '../watch/watch-set.ts'

export interface AddressFollowerDeps {
  readonly git: Pick<LabGit, 'address' | 'formerAddresses'>
  /** By the name of the cluster. */
  readonly watchSets: ReadonlyMap<string, WatchSet>
  /** Administrator's kubeconfig of a cluster. */
  kubeconfig(cluster: string): string
  readonly log: Log
}

const OWNER = 'addresses'

/**
 * Sends sources to where the Git server is now, when it was elsewhere before; also those that came back with a cluster
 * that was taken back. Does nothing for a server that has never moved.
 */
export class AddressFollower implements Disposable {
  readonly #deps: AddressFollowerDeps
  readonly #own = new DisposableStore()
  /** Being put right now: `CLUSTER:NAMESPACE/NAME`. */
  readonly #underWay = new Set<string>()

  constructor(deps: AddressFollowerDeps) {
    this.#deps = deps
    if (deps.git.formerAddresses.length === 0) return
    for (const [cluster, watchSet] of deps.watchSets) {
      watchSet.want(OWNER, [GIT_REPOSITORIES])
      this.#own.add({ dispose: () => watchSet.want(OWNER, []) })
      this.#own.add(watchSet.onChange(({ kind }) => kind === GIT_REPOSITORIES.kind && this.#look(cluster, watchSet)))
      this.#look(cluster, watchSet)
    }
  }

  #look(cluster: string, watchSet: WatchSet): void {
    const sight = watchSet.sight(GIT_REPOSITORIES)
    for (const source of 'objects' in sight ? sight.objects : []) {
      const url = this.#rightAddress(textAt(source, 'spec', 'url'))
      if (url !== undefined) this.#putRight(cluster, source, url)
    }
  }

  /** Undefined for one that is right already, or leads elsewhere. */
  #rightAddress(url: string | undefined): string | undefined {
    const { address, formerAddresses } = this.#deps.git
    const isOld = formerAddresses.some((former) => repositoryAt(url, former) !== undefined)
    return url === undefined || !isOld ? undefined : `${address}${new URL(url).pathname}`
  }

  #putRight(cluster: string, source: KubeObject, url: string): void {
    const { kubeconfig, log } = this.#deps
    const key = `${cluster}:${keyOf(source)}`
    if (this.#underWay.has(key)) return
    this.#underWay.add(key)
    patchSource(kubeconfig(cluster), source, { spec: { url } })
      .catch((error: unknown) => log.warn('the address of a source could not be put right', { key, error }))
      .finally(() => this.#underWay.delete(key))
  }

  dispose(): void {
    this.#own.dispose()
  }
}

/** Said once, when the server had to move. */
export function serverMoved({ address, formerAddresses }: Pick<LabGit, 'address' | 'formerAddresses'>): DrydockError {
  const { host } = new URL(address)
  const before = new URL(formerAddresses[0] ?? address).host
  return new DrydockError({
    code: 'port-in-use',
    happened: `The lab's Git server is at ${host} now: another program has the port of ${before}.`,
    remedy: `Clones and the sources in the clusters were sent there. A file that names ${before} itself has to be changed by you, or end that program and open the lab again.`,
  })
}
