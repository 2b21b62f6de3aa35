import { toWire } from '../../electron/contract/errors.ts'
import type { WireError } from '../../electron/contract/errors.ts'
import type { MergeMethod, PullRequestView, RepositoryView, ReviewView } from '../../electron/contract/git.ts'
import type { EngineClient } from '../connection/client.ts'
import { currentRepository, firstComparison, withPullRequest } from './git-page.ts'
import type { GitPage } from './git-page.ts'
import type { AppStore } from './store.ts'
import type { UiStore } from './ui-store.ts'

export interface GitCommandsDeps {
  readonly client: EngineClient
  readonly store: AppStore
  readonly ui: UiStore
}

/** What a new pull request says. */
export interface PullRequestDraft {
  readonly title: string
  readonly body: string
  readonly from: string
  readonly into: string
}

/**
 * What a person can do in the Git tab. What changes something resolves to what stands in the way, or to null: the place
 * where it was asked for says it.
 */
export class GitCommands {
  readonly #deps: GitCommandsDeps

  constructor(deps: GitCommandsDeps) {
    this.#deps = deps
  }

  show(page: GitPage): void {
    this.#deps.ui.setState({ gitPage: page })
  }

  chooseRepository(repository: string): void {
    const { gitPage } = this.#deps.ui.getState()
    const page: GitPage =
      gitPage.page === 'branches' || gitPage.page === 'pulls'
        ? { ...gitPage, ...(gitPage.page === 'pulls' ? { number: null } : {}) }
        : { page: 'commits', branch: null, commit: null }
    this.#deps.ui.setState({ repository, gitPage: page })
  }

  /** To the changes of a commit, from anywhere. */
  showCommit(repository: string, commit: string): void {
    this.#deps.ui.setState({ panelTab: 'git', repository, gitPage: { page: 'commits', branch: null, commit } })
  }

  /** To the form of a new pull request between the two branches that seem most worth it. */
  startPullRequest(): void {
    const repository = this.repository()
    if (repository === undefined) return
    const page: GitPage = { page: 'compare', ...firstComparison(repository), drafting: true }
    this.#deps.ui.setState({ panelTab: 'git', gitPage: page })
  }

  repository(): RepositoryView | undefined {
    const { engine } = this.#deps.store.getState()
    return currentRepository(engine?.repositories ?? [], this.#deps.ui.getState().repository)
  }

  async open(repository: string, draft: PullRequestDraft): Promise<WireError | null> {
    const reply = this.#deps.client.call('pull/open', { repository, ...draft })
    return await this.#take(repository, reply, (pull) => {
      this.show({ page: 'pulls', number: pull.number })
      return `Pull request ${pull.number}, ${pull.title}, is open`
    })
  }

  async revert(repository: string, commit: string, into: string): Promise<WireError | null> {
    const reply = this.#deps.client.call('git/revert', { repository, commit, into })
    return await this.#take(repository, reply, (pull) => {
      this.show({ page: 'pulls', number: pull.number })
      return `Pull request ${pull.number}, ${pull.title}, is open`
    })
  }

  async review(
    repository: string,
    number: number,
    verdict: ReviewView['verdict'],
    body: string,
  ): Promise<WireError | null> {
    const reply = this.#deps.client.call('pull/review', { repository, number, verdict, body })
    return await this.#take(repository, reply, () => `Your review of pull request ${number} was sent`)
  }

  async merge(repository: string, number: number, method: MergeMethod): Promise<WireError | null> {
    const reply = this.#deps.client.call('pull/merge', { repository, number, method })
    return await this.#take(repository, reply, ({ into }) => `Pull request ${number} is merged into ${into}`)
  }

  async close(repository: string, number: number): Promise<WireError | null> {
    const reply = this.#deps.client.call('pull/close', { repository, number })
    return await this.#take(repository, reply, () => `Pull request ${number} is closed`)
  }

  async #take(
    repository: string,
    reply: Promise<PullRequestView>,
    then: (pull: PullRequestView) => string,
  ): Promise<WireError | null> {
    try {
      const pull = await reply
      this.#deps.store.setState(({ engine }) =>
        engine === null
          ? {}
          : { engine: { ...engine, repositories: withPullRequest(engine.repositories, repository, pull) } },
      )
      this.#deps.ui.setState({ announcement: `${then(pull)}.` })
      return null
    } catch (error) {
      return toWire(error)
    }
  }
}
