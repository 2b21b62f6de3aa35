import type { Check, ObjectQuery } from '../../contract/lab.ts'
import type { KubeconfigView, Observation, RanCommand, RepositorySight, Sight } from '../checks/observation.ts'
import type { WatchSet } from '../watch/watch-set.ts'

/** What checks look at beside the cluster. */
export interface OutsideView {
  kubeconfig(): KubeconfigView
  /** Commands run since the step began; `null` where no record exists. */
  commands(step: string): readonly RanCommand[] | null
  /** The answer typed for a check; `null` where no record exists. */
  answer(step: string, check: string): string | undefined | null
  /** A repository of the lab as it is now; whoever shows another one next says so with `poke`. */
  repository(name: string): RepositorySight
}

/** Where checks look. */
export interface Surroundings {
  readonly watchSets: ReadonlyMap<string, WatchSet>
  readonly firstCluster: string
  readonly outside: OutsideView
}

/** One look at the cluster, to find out later whether it would still show the same. */
interface Look {
  readonly query: ObjectQuery
  readonly cluster: string
  readonly sight: Sight
}

/** An observation that remembers what was looked at, so that nothing is evaluated again while all that is the same. */
export class RecordedObservation implements Observation {
  readonly #surroundings: Surroundings
  readonly #step: string
  readonly #looks: Look[] = []
  readonly #repositories = new Map<string, RepositorySight>()
  readonly #kinds = new Set<string>()
  /** It has read something of which nobody can tell whether it is the same. */
  #isFleeting = false

  constructor(surroundings: Surroundings, step: string) {
    this.#surroundings = surroundings
    this.#step = step
  }

  sight(query: ObjectQuery, cluster: string | undefined): Sight {
    const name = cluster ?? this.#surroundings.firstCluster
    const sight = look(this.#surroundings, query, name)
    this.#looks.push({ query, cluster: name, sight })
    this.#kinds.add(kindIn(name, query))
    return sight
  }

  get kubeconfig(): KubeconfigView {
    this.#isFleeting = true
    return this.#surroundings.outside.kubeconfig()
  }

  get commands(): readonly RanCommand[] | null {
    this.#isFleeting = true
    return this.#surroundings.outside.commands(this.#step)
  }

  answer(check: string): string | undefined | null {
    this.#isFleeting = true
    return this.#surroundings.outside.answer(this.#step, check)
  }

  repository(name: string): RepositorySight {
    const sight = this.#surroundings.outside.repository(name)
    this.#repositories.set(name, sight)
    return sight
  }

  /** Whether clusters and repositories surely show what they showed. */
  get isCurrent(): boolean {
    return (
      !this.#isFleeting &&
      this.#looks.every(({ query, cluster, sight }) => look(this.#surroundings, query, cluster) === sight) &&
      [...this.#repositories].every(([name, sight]) => isSame(this.#surroundings.outside.repository(name), sight))
    )
  }

  /** Whether it has looked at this kind in this cluster. */
  hasSeen(kind: string): boolean {
    return this.#kinds.has(kind)
  }
}

/** A kind in one cluster, as a key. */
export const kindIn = (cluster: string, { apiVersion, kind }: Pick<ObjectQuery, 'apiVersion' | 'kind'>): string =>
  `${cluster}:${apiVersion}/${kind}`

/** Whether the check looks at what `OutsideView` shows. */
export const looksOutside = ({ kind }: Check): boolean => LOOK_OUTSIDE.has(kind)

const LOOK_OUTSIDE: ReadonlySet<Check['kind']> = new Set(['ran', 'answer', 'kubeconfig', 'git', 'synced'])

/** The state of a repository is made anew whenever something in it has changed, and only then. */
function isSame(one: RepositorySight, other: RepositorySight): boolean {
  return 'state' in one && 'state' in other ? one.state === other.state : one === other
}

function look({ watchSets }: Surroundings, query: ObjectQuery, cluster: string): Sight {
  return watchSets.get(cluster)?.sight(query) ?? NO_CLUSTER
}

/** As long as nobody can say what the repositories hold. */
export const NO_GIT_SERVER: RepositorySight = {
  blind: {
    reason: 'not-observed',
    detail: 'The Git server of this lab is not up yet. The check goes on by itself once it is.',
  },
}

const NO_CLUSTER: Sight = {
  blind: {
    reason: 'not-observed',
    detail: 'The cluster of this check is not up yet. The check goes on by itself once it is.',
  },
}
