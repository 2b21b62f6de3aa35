import type { PullRequestView } from '../../../electron/contract/git.ts'
import type { GitCheck } from '../../../electron/contract/lab.ts'
import type { Finding, Verdict } from '../../../electron/contract/verdict.ts'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import type { BranchState, CommitState, RepositoryState } from '../../../electron/engine/git/repository-state.ts'
import { observation } from './builders.ts'

export const gitCheck = (more: Partial<GitCheck> = {}): GitCheck => ({
  title: 'a check',
  points: 1,
  mode: 'live',
  holdForMs: 0,
  name: 'git',
  kind: 'git',
  repository: 'instavote',
  files: [],
  ...more,
})

/** `1` as a whole commit id that begins with it: ids in findings are the first seven digits. */
export const id = (digit: string): string => `${digit.padEnd(7, '0')}${'f'.repeat(33)}`

export const commit = (digit: string, subject: string, more: Partial<CommitState> = {}): CommitState => ({
  id: id(digit),
  parents: [],
  tree: `tree-${digit}`,
  author: 'learner',
  subject,
  body: '',
  committedAtMs: 1,
  paths: [],
  ...more,
})

export const branch = (name: string, digit: string, more: Partial<BranchState> = {}): BranchState => ({
  name,
  head: id(digit),
  protected: false,
  tree: `tree-${digit}`,
  files: {},
  ...more,
})

/** Two commits on main, nothing else. */
export const repository = (more: Partial<RepositoryState> = {}): RepositoryState => ({
  name: 'instavote',
  defaultBranch: 'main',
  branches: [branch('main', '2')],
  commits: [commit('2', 'Scale vote', { parents: [id('1')] }), commit('1', 'Add vote')],
  pullRequests: [],
  refused: [],
  ...more,
})

export const pullRequest = (number: number, more: Partial<PullRequestView> = {}): PullRequestView => ({
  number,
  title: 'A change',
  body: '',
  from: 'staging',
  into: 'production',
  state: 'open',
  author: 'learner',
  reviews: [],
  mergeable: 'clean',
  conflicts: [],
  openedAtMs: 1,
  ...more,
})

export const verdictOn = (state: RepositoryState | undefined, check: Partial<GitCheck>): Verdict =>
  evaluate(gitCheck(check), observation(state === undefined ? {} : { repositories: { instavote: state } }))

/** Findings of a failed verdict; a verdict of another outcome stands for itself, so that a test shows it. */
export const findingsOf = (verdict: Verdict): readonly Finding[] | Verdict =>
  verdict.outcome === 'failed' ? verdict.findings : verdict

export const messagesOf = (verdict: Verdict): readonly string[] | Verdict =>
  verdict.outcome === 'failed' ? verdict.findings.map(({ message }) => message) : verdict
