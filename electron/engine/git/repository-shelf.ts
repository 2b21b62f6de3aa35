import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lab, RepositorySeed } from '../../contract/lab.ts'
import type { Clock } from '../lib/clock.ts'
import { Emitter } from '../lib/emitter.ts'
import { Serial } from '../lib/serial.ts'
import type { GitPaths } from './git-paths.ts'
import { exists, makeRepository, treeOfFolder, type NewRepository } from './make-repository.ts'
import { newRecord } from './repository-record.ts'
import { Repository, type RepositoryChange } from './repository.ts'

/** What of a lab its repositories need. */
export type LabWithRepositories = Pick<Lab, 'id' | 'directory' | 'repositories'>

export interface LearnersRepository extends Pick<NewRepository, 'name' | 'first'> {
  readonly private: boolean
  readonly description: string
}

/** The repositories of one lab that are there. */
export class RepositoryShelf {
  readonly #paths: GitPaths
  readonly #lab: LabWithRepositories
  readonly #clock: Clock
  readonly #changed = new Emitter<RepositoryChange>()
  readonly #jobs = new Serial()
  #open = new Map<string, Repository>()

  readonly onChange = this.#changed.event

  constructor(paths: GitPaths, lab: LabWithRepositories, clock: Clock) {
    this.#paths = paths
    this.#lab = lab
    this.#clock = clock
  }

  get all(): readonly Repository[] {
    return [...this.#open.values()]
  }

  find(name: string): Repository | undefined {
    return this.#open.get(name)
  }

  /** Makes the lab's repositories that are not there. */
  async seed(): Promise<void> {
    await mkdir(this.#paths.repositories, { recursive: true })
    for (const seed of this.#lab.repositories) {
      const isThere = await exists(join(this.#paths.repositories, `${seed.name}.git`))
      if (seed.madeBy === 'lab' && !isThere) await this.#make(this.#asNew(seed))
    }
  }

  /** Reads every repository on disk again; tells of each that was or is there. */
  async load(): Promise<void> {
    const before = new Map(this.#open)
    this.#open = new Map()
    for (const repository of before.values()) repository.dispose()
    for (const name of await repositoryNames(this.#paths.repositories)) await this.#add(name)
    for (const name of new Set([...before.keys(), ...this.#open.keys()])) {
      this.#changed.fire(replaced(name, before.get(name), this.#open.get(name)))
    }
  }

  /** Makes one as the learner asks; undefined when there is one of that name. What the lab says of it holds, too. */
  async createForLearner(wish: LearnersRepository): Promise<Repository | undefined> {
    return await this.#jobs.run(async () => {
      const { name, description } = wish
      const isThere = [...this.#open.keys()].some((known) => known.toLowerCase() === name.toLowerCase())
      if (isThere) return undefined
      const seed = this.#lab.repositories.find((known) => known.name === name)
      const { protected: guarded = [], defaultBranch = 'main' } = seed ?? {}
      const record = newRecord({ private: wish.private, description, protected: guarded, defaultBranch })
      await this.#make({ name, record, ...(wish.first === undefined ? {} : { first: wish.first }) })
      const repository = await this.#add(name)
      this.#changed.fire(replaced(name, undefined, repository))
      return repository
    })
  }

  async #add(name: string): Promise<Repository> {
    const repository = await Repository.open(this.#paths.repositories, name, this.#clock)
    repository.onChange((change) => this.#changed.fire(change))
    this.#open.set(name, repository)
    return repository
  }

  async #make(wish: NewRepository): Promise<void> {
    await makeRepository(this.#paths.repositories, this.#paths.staging, wish)
  }

  /** What the lab says of a repository, for one that is to be made. */
  #asNew(seed: RepositorySeed): NewRepository {
    const contents = join(this.#lab.directory, 'repositories', seed.name)
    return {
      name: seed.name,
      record: newRecord(seed),
      first: async (git) => {
        const tree = await treeOfFolder(git, contents)
        return tree === undefined ? undefined : { tree, message: 'Initial commit' }
      },
    }
  }

  dispose(): void {
    for (const repository of this.#open.values()) repository.dispose()
    this.#changed.dispose()
  }
}

/** Repositories in a folder, by name. */
export async function repositoryNames(folder: string): Promise<readonly string[]> {
  const names = new Set(await readdir(folder).catch(() => []))
  const whole = [...names].filter((name) => name.endsWith('.git') && names.has(name.replace(/\.git$/, '.json')))
  return whole.map((name) => name.slice(0, -'.git'.length)).sort()
}

/** Every branch moved from where it was to where it is. */
function replaced(name: string, before: Repository | undefined, after: Repository | undefined): RepositoryChange {
  const heads = (one: Repository | undefined): ReadonlyMap<string, string> =>
    new Map(one?.state.branches.map((branch) => [branch.name, branch.head]))
  const [old, now] = [heads(before), heads(after)]
  const refs = [...new Set([...old.keys(), ...now.keys()])].flatMap((branch) => {
    const [from, to] = [old.get(branch), now.get(branch)]
    if (from === to) return []
    return [{ branch, ...(from === undefined ? {} : { before: from }), ...(to === undefined ? {} : { after: to }) }]
  })
  return { repository: name, refs, tags: [] }
}
