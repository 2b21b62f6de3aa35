import { join } from 'node:path'
import type { RepositoryView } from '../../contract/git.ts'
import type { Clock } from '../lib/clock.ts'
import { Emitter } from '../lib/emitter.ts'
import { Serial } from '../lib/serial.ts'
import { CommitGraph } from './commit-graph.ts'
import { follow, MergeTrials } from './pull-requests.ts'
import { readCommits } from './read-commits.ts'
import { FileReader } from './read-files.ts'
import { NO_REFS, readRefs, type Refs } from './read-refs.ts'
import { readRecord, writeRecord, type RepositoryRecord } from './repository-record.ts'
import type { CommitState, RepositoryState } from './repository-state.ts'
import { repositoryView } from './repository-view.ts'
import { gitIn, type Git } from './run-git.ts'

/** What moved in a repository. Empty lists: only pull requests, protection or a refusal changed. */
export interface RepositoryChange {
  readonly repository: string
  readonly refs: readonly { readonly branch: string; readonly before?: string; readonly after?: string }[]
  /** Names of tags that came, moved or went. */
  readonly tags: readonly string[]
}

/** All that is known of one bare repository. It is read again only when somebody says that something changed. */
export class Repository {
  readonly name: string
  readonly git: Git
  readonly #file: string
  readonly #clock: Clock
  readonly #files: FileReader
  readonly #trials: MergeTrials
  readonly #changed = new Emitter<RepositoryChange>()
  readonly #jobs = new Serial()
  #waiting: Promise<void> | undefined
  #record: RepositoryRecord
  #refs: Refs = NO_REFS
  #commits: readonly CommitState[] = []
  #graph = new CommitGraph([])
  #state: RepositoryState

  readonly onChange = this.#changed.event

  private constructor(folder: string, name: string, record: RepositoryRecord, clock: Clock) {
    this.name = name
    this.git = gitIn(join(folder, `${name}.git`))
    this.#file = join(folder, `${name}.json`)
    this.#clock = clock
    this.#files = new FileReader(this.git)
    this.#trials = new MergeTrials(this.git)
    this.#record = record
    const { defaultBranch, refused } = record
    this.#state = { name, defaultBranch, refused, branches: [], commits: [], pullRequests: [] }
  }

  /** Reads what lies in `folder` as `NAME.git` and `NAME.json`. */
  static async open(folder: string, name: string, clock: Clock): Promise<Repository> {
    const repository = new Repository(folder, name, await readRecord(join(folder, `${name}.json`)), clock)
    await repository.refresh()
    return repository
  }

  get state(): RepositoryState {
    return this.#state
  }

  get record(): RepositoryRecord {
    return this.#record
  }

  get graph(): CommitGraph {
    return this.#graph
  }

  view(address: string): RepositoryView {
    return repositoryView(this.#state, this.#record, this.#graph, address)
  }

  /** Looks again; those who ask while one waits get the same look. Tells of it only when something changed. */
  refresh(): Promise<void> {
    this.#waiting ??= this.#jobs.run(async () => {
      this.#waiting = undefined
      await this.#look(false)
    })
    return this.#waiting
  }

  /** Changes what Git does not keep, and tells of it. What `how` does to refs is looked at together with it. */
  async change(how: (record: RepositoryRecord) => RepositoryRecord | Promise<RepositoryRecord>): Promise<void> {
    await this.#jobs.run(async () => {
      await this.#write(await how(this.#record))
      await this.#look(true)
    })
  }

  async #write(record: RepositoryRecord): Promise<void> {
    await writeRecord(this.#file, record)
    this.#record = record
  }

  async #look(mustTell: boolean): Promise<void> {
    const before = this.#refs
    const refs = await readRefs(this.git)
    const change = difference(this.name, before, refs)
    const moved = change.refs.length > 0 || change.tags.length > 0
    if (moved) await this.#readHistory(refs)
    const followed = await this.#followPulls(before, refs)
    this.#refs = refs
    await this.#makeState()
    if (moved || followed || mustTell) this.#changed.fire(change)
  }

  async #readHistory(refs: Refs): Promise<void> {
    const heads = [...refs.branches.values()].map(({ head }) => head)
    this.#commits = await readCommits(this.git, [...new Set([...heads, ...refs.pulls.values()])])
    this.#graph = new CommitGraph(this.#commits)
  }

  async #followPulls(before: Refs, after: Refs): Promise<boolean> {
    const moved = { before: before.branches, after: after.branches, graph: this.#graph, nowMs: this.#clock.now() }
    const old = this.#record.pullRequests
    const pullRequests = old.map((pull) => follow(pull, moved))
    if (pullRequests.every((pull, index) => pull === old[index])) return false
    await this.#write({ ...this.#record, pullRequests })
    return true
  }

  async #makeState(): Promise<void> {
    const { defaultBranch, refused, pullRequests } = this.#record
    const tips = [...this.#refs.branches]
    const files = await this.#files.read(tips.map(([, { tree }]) => tree))
    const guarded = new Set(this.#record.protected)
    this.#state = {
      name: this.name,
      defaultBranch,
      refused,
      commits: this.#commits,
      pullRequests: await this.#trials.views(pullRequests, this.#refs.branches, this.#graph),
      branches: tips.map(([name, { head, tree }]) => ({
        name,
        head,
        tree,
        protected: guarded.has(name),
        files: files.get(tree) ?? {},
      })),
    }
  }

  dispose(): void {
    this.#changed.dispose()
  }
}

function difference(repository: string, before: Refs, after: Refs): RepositoryChange {
  const branches = [...new Set([...before.branches.keys(), ...after.branches.keys()])]
  const refs = branches.flatMap((branch) => {
    const [old, now] = [before.branches.get(branch)?.head, after.branches.get(branch)?.head]
    if (old === now) return []
    return [{ branch, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) }]
  })
  const tags = [...new Set([...before.tags.keys(), ...after.tags.keys()])]
  return { repository, refs, tags: tags.filter((tag) => before.tags.get(tag) !== after.tags.get(tag)) }
}
