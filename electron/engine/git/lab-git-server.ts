import type {
  CommitView,
  Comparison,
  PullRequestView,
  RepositoryView,
  ReviewView,
  MergeMethod,
} from '../../contract/git.ts'
import type { Clock } from '../lib/clock.ts'
import { noSuch } from './git-errors.ts'
import { createBranch, deleteBranch, setProtected } from './branch-work.ts'
import { compare } from './compare.ts'
import { Gate } from './gate.ts'
import { gitPaths, type GitPaths } from './git-paths.ts'
import { historyOf } from './history.ts'
import { KeptRepositories } from './kept-repositories.ts'
import type { LabGit, LabGitDeps, PullRequestWish } from './lab-git.ts'
import { mergePullRequest, revertCommit } from './merge-work.ts'
import { closePullRequest, openPullRequest, review } from './pull-request-work.ts'
import type { Repository } from './repository.ts'
import { RepositoryShelf } from './repository-shelf.ts'
import type { RepositoryState } from './repository-state.ts'
import { Serving } from './serving.ts'
import { caFile } from './server/authority.ts'
import { onDisk } from '../workspace/files.ts'

/** How long clones and pushes may go on when the repositories are to be kept or brought back. */
const PATIENCE_MS = 5000
const HISTORY_LIMIT = 500

/** Repositories on disk, their server, and what people do to them, in an order that loses nothing. */
export class LabGitServer implements LabGit {
  readonly caFile: string
  readonly #clock: Clock
  readonly #paths: GitPaths
  readonly #shelf: RepositoryShelf
  readonly #kept: KeptRepositories
  readonly #gate = new Gate()
  readonly #serving: Serving
  #prepared: Promise<void> | undefined
  #disposed = false

  constructor(deps: Required<LabGitDeps>) {
    this.#clock = deps.clock
    this.#paths = gitPaths(deps.dataRoot, deps.lab.id)
    this.#shelf = new RepositoryShelf(this.#paths, deps.lab, deps.clock)
    this.#kept = new KeptRepositories(this.#paths)
    this.caFile = caFile(deps.dataRoot)
    const { dataRoot, clock, log } = deps
    this.#serving = new Serving({ dataRoot, clock, log, paths: this.#paths, shelf: this.#shelf, gate: this.#gate })
  }

  get onChange(): LabGit['onChange'] {
    return this.#shelf.onChange
  }

  get address(): string {
    return this.#serving.address
  }

  get moved(): boolean {
    return this.#serving.moved
  }

  get formerAddresses(): readonly string[] {
    return this.#serving.formerAddresses
  }

  get environment(): Readonly<Record<string, string>> {
    return this.#serving.environment
  }

  /** Again after it failed; else once. */
  async prepare(): Promise<void> {
    this.#prepared ??= onDisk(this.#paths.root, async () => await this.#prepare())
    try {
      await this.#prepared
    } catch (error) {
      this.#prepared = undefined
      throw error
    }
  }

  async #prepare(): Promise<void> {
    await this.#gate.alone(async () => {
      await this.#kept.recover()
      await this.#shelf.seed()
      await this.#shelf.load()
    })
    if (!this.#disposed) await this.#serving.start()
  }

  repositories(): readonly RepositoryView[] {
    return this.#shelf.all.map((repository) => repository.view(this.address))
  }

  state(name: string): RepositoryState | undefined {
    return this.#shelf.find(name)?.state
  }

  async history(name: string, limit = HISTORY_LIMIT): Promise<readonly CommitView[]> {
    return await this.#in(name, async (repository) => historyOf(repository, limit))
  }

  async compare(name: string, base: string, head: string): Promise<Comparison> {
    return await this.#in(name, async (repository) => await compare(repository, base, head))
  }

  async openPullRequest(name: string, wish: PullRequestWish): Promise<PullRequestView> {
    return await this.#in(name, async (repository) => await openPullRequest(repository, wish, this.#clock.now()))
  }

  async review(name: string, number: number, word: Pick<ReviewView, 'verdict' | 'body'>): Promise<PullRequestView> {
    const whole = { verdict: word.verdict, body: word.body, author: 'instructor' }
    return await this.#in(name, async (repository) => await review(repository, number, whole, this.#clock.now()))
  }

  async merge(name: string, number: number, method: MergeMethod): Promise<PullRequestView> {
    const now = this.#clock.now()
    return await this.#in(name, async (repository) => await mergePullRequest(repository, number, method, now))
  }

  async closePullRequest(name: string, number: number): Promise<PullRequestView> {
    return await this.#in(name, async (repository) => await closePullRequest(repository, number, this.#clock.now()))
  }

  async revert(name: string, commit: string, into: string): Promise<PullRequestView> {
    return await this.#in(name, async (repository) => await revertCommit(repository, commit, into, this.#clock.now()))
  }

  async createBranch(name: string, branch: string, at?: string): Promise<void> {
    await this.#in(name, async (repository) => await createBranch(repository, branch, at))
  }

  async deleteBranch(name: string, branch: string): Promise<void> {
    await this.#in(name, async (repository) => await deleteBranch(repository, branch))
  }

  async setProtected(name: string, branch: string, isProtected: boolean): Promise<void> {
    await this.#in(name, async (repository) => await setProtected(repository, branch, isProtected))
  }

  async keep(name: string): Promise<void> {
    await this.#alone(async () => await this.#kept.keep(name))
  }

  async bringBack(name: string): Promise<void> {
    await this.#alone(async () => {
      await this.#kept.bringBack(name)
      await this.#shelf.load()
    })
  }

  async kept(): Promise<readonly string[]> {
    return await this.#kept.names()
  }

  async reset(): Promise<void> {
    await this.#alone(async () => {
      await this.#kept.clear()
      await this.#kept.recover()
      await this.#shelf.seed()
      await this.#shelf.load()
    })
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    await this.#prepared?.catch(() => undefined)
    await this.#serving.stop()
    this.#shelf.dispose()
  }

  async #in<T>(name: string, job: (repository: Repository) => Promise<T>): Promise<T> {
    return await this.#gate.share(async () => {
      const repository = this.#shelf.find(name)
      if (repository === undefined) throw noSuch(`repository ${JSON.stringify(name)}`, 'Name one of the lab.')
      return await onDisk(this.#paths.root, async () => await job(repository))
    })
  }

  /** Nobody uses the repositories meanwhile; who does for too long is cut off. */
  async #alone<T>(job: () => Promise<T>): Promise<T> {
    let cancel = (): void => undefined
    const work = async (): Promise<T> => {
      cancel()
      return await onDisk(this.#paths.root, job)
    }
    return await this.#gate.alone(work, () => {
      cancel = this.#clock.after(PATIENCE_MS, () => this.#serving.breakOff())
    })
  }
}
