import type {
  BranchView,
  CommitView,
  Comparison,
  FileDiff,
  PullRequestView,
  RepositoryView,
} from '../../electron/contract/git.ts'

/** A commit id that can be told from others at a glance: `a` becomes `aaaa…`. */
export const idOf = (letter: string): string => letter.repeat(40).slice(0, 40)

export function commit(letter: string, parents: string, change: Partial<CommitView> = {}): CommitView {
  return {
    id: idOf(letter),
    parents: [...parents].map(idOf),
    author: 'learner',
    subject: `Commit ${letter}`,
    committedAtMs: 1_000,
    branches: [],
    ...change,
  }
}

export function branch(name: string, letter: string, change: Partial<BranchView> = {}): BranchView {
  return { name, head: idOf(letter), isDefault: name === 'main', protected: false, ahead: 0, behind: 0, ...change }
}

export function pullRequest(change: Partial<PullRequestView> = {}): PullRequestView {
  return {
    number: 1,
    title: 'Ask for three replicas of vote',
    body: 'Two are not enough on voting day.',
    from: 'more-votes',
    into: 'main',
    state: 'open',
    author: 'learner',
    reviews: [],
    mergeable: 'clean',
    conflicts: [],
    openedAtMs: 2_000,
    ...change,
  }
}

export function repository(change: Partial<RepositoryView> = {}): RepositoryView {
  const { name = 'instavote' } = change
  return {
    name,
    url: `https://localhost:7443/learner/${name}.git`,
    private: false,
    defaultBranch: 'main',
    branches: [
      branch('main', 'e', { protected: true }),
      branch('more-votes', 'g', { ahead: 2, behind: 1 }),
      branch('production', 'b', { protected: true, behind: 3 }),
    ],
    pullRequests: [],
    ...change,
  }
}

/** `main` with a merged branch, and `more-votes` that left it one commit ago. */
export function history(now: number): CommitView[] {
  const at = (secondsAgo: number) => ({ committedAtMs: now - secondsAgo * 1_000 })
  return [
    commit('g', 'f', { subject: 'Say why there are three', branches: ['more-votes'], ...at(20) }),
    commit('e', 'cd', { subject: 'Merge branch redis-limits into main', branches: ['main'], ...at(95) }),
    commit('f', 'c', { subject: 'Ask for three replicas of vote', ...at(130) }),
    commit('d', 'b', { subject: 'Give redis a memory limit', author: 'Ada', ...at(400) }),
    commit('c', 'b', { subject: 'Move vote to version 4', ...at(900) }),
    commit('b', 'a', { subject: 'Add the worker and its database', branches: ['production'], ...at(5_000) }),
    commit('a', '', { subject: 'First commit', author: 'Drydock', ...at(90_000) }),
  ]
}

const DEPLOYMENT: FileDiff = {
  path: 'deploy/vote/deployment.yaml',
  change: 'changed',
  opaque: false,
  hunks: [
    {
      header: '@@ -4,7 +4,7 @@ metadata:',
      lines: [
        { kind: 'same', text: '   name: vote', before: 4, after: 4 },
        { kind: 'same', text: ' spec:', before: 5, after: 5 },
        { kind: 'removed', text: '   replicas: 2', before: 6 },
        { kind: 'added', text: '   replicas: 3', after: 6 },
        { kind: 'same', text: '   selector:', before: 7, after: 7 },
        {
          kind: 'same',
          text: '     matchLabels: { app: vote, tier: front, release: blue, owner: instavote, note: a-line-that-is-far-longer-than-the-panel }',
          before: 8,
          after: 8,
        },
      ],
    },
  ],
}

export const fakeFiles: readonly FileDiff[] = [
  DEPLOYMENT,
  {
    path: 'docs/why.md',
    change: 'added',
    opaque: false,
    hunks: [
      { header: '@@ -0,0 +1,1 @@', lines: [{ kind: 'added', text: 'Two are not enough on voting day.', after: 1 }] },
    ],
  },
  { path: 'docs/ship.png', previousPath: 'ship.png', change: 'renamed', opaque: true, hunks: [] },
]

export const comparison = (base: string, head: string, commits: readonly CommitView[]): Comparison => ({
  base,
  head,
  commits,
  files: commits.length === 0 ? [] : fakeFiles,
})
