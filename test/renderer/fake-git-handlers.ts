import { DrydockError } from '../../electron/contract/errors.ts'
import type { CommitView, PullRequestView, RepositoryView } from '../../electron/contract/git.ts'
import type { Handlers } from '../../electron/contract/protocol.ts'
import type { FakeEngine } from './fake-engine.ts'
import { comparison, history, pullRequest } from './fake-git.ts'

type GitCommand = Extract<keyof Handlers, `git/${string}` | `pull/${string}`>

/** Git as a play: every repository has the same history, and pull requests change their state and nothing else. */
export function fakeGitHandlers(engine: FakeEngine): Pick<Handlers, GitCommand> {
  const change = (name: string, pull: PullRequestView): PullRequestView => {
    const repositories = engine.state.repositories.map((repository) =>
      repository.name === name ? withPull(repository, pull) : repository,
    )
    engine.set({ repositories })
    engine.announce('git/changed', { repositories })
    return pull
  }
  const add = (name: string, draft: Partial<PullRequestView>): PullRequestView => {
    const numbers = repositoryOf(engine, name).pullRequests.map(({ number }) => number)
    return change(name, pullRequest({ ...draft, number: Math.max(0, ...numbers) + 1, openedAtMs: Date.now() }))
  }
  return {
    'git/history': async ({ repository }) =>
      repositoryOf(engine, repository).branches.length === 0 ? [] : fakeHistory,
    'git/compare': async ({ repository, base, head }) => {
      const { branches } = repositoryOf(engine, repository)
      const resolve = (revision: string): string => branches.find(({ name }) => name === revision)?.head ?? revision
      return comparison(base, head, between(resolve(base), resolve(head)))
    },
    'git/revert': async ({ repository, commit, into }) =>
      add(repository, { title: `Revert ${commit.slice(0, 7)}`, body: '', from: `revert-${commit.slice(0, 7)}`, into }),
    'pull/open': async ({ repository, ...draft }) => add(repository, draft),
    'pull/review': async ({ repository, number, verdict, body }) => {
      const pull = pullOf(engine, repository, number)
      const review = { author: 'learner', verdict, body, atMs: Date.now() }
      return change(repository, { ...pull, reviews: [...pull.reviews, review] })
    },
    'pull/merge': async ({ repository, number, method }) => {
      const merged = { state: 'merged', method, mergedAs: fakeHistory[1]?.id ?? '', closedAtMs: Date.now() } as const
      return change(repository, { ...pullOf(engine, repository, number), ...merged })
    },
    'pull/close': async ({ repository, number }) =>
      change(repository, { ...pullOf(engine, repository, number), state: 'closed', closedAtMs: Date.now() }),
  }
}

const fakeHistory = history(Date.now())

/** What `head` has and `base` has not. */
function between(base: string, head: string): CommitView[] {
  const old = reached(base)
  const fresh = reached(head)
  return fakeHistory.filter(({ id }) => fresh.has(id) && !old.has(id))
}

function reached(head: string, found = new Set<string>()): Set<string> {
  if (found.has(head)) return found
  found.add(head)
  for (const parent of fakeHistory.find(({ id }) => id === head)?.parents ?? []) reached(parent, found)
  return found
}

function withPull(repository: RepositoryView, pull: PullRequestView): RepositoryView {
  const others = repository.pullRequests.filter(({ number }) => number !== pull.number)
  return { ...repository, pullRequests: [...others, pull] }
}

function repositoryOf(engine: FakeEngine, name: string): RepositoryView {
  const found = engine.state.repositories.find((repository) => repository.name === name)
  if (found !== undefined) return found
  throw new DrydockError({
    code: 'not-found',
    happened: `There is no repository ${name}.`,
    remedy: 'Open another lab.',
  })
}

function pullOf(engine: FakeEngine, name: string, number: number): PullRequestView {
  const found = repositoryOf(engine, name).pullRequests.find((pull) => pull.number === number)
  if (found !== undefined) return found
  throw new DrydockError({ code: 'not-found', happened: `There is no #${number}.`, remedy: 'Open another one.' })
}
