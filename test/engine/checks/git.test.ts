import { describe, expect, it } from 'vitest'
import type { GitCheck } from '../../../electron/contract/lab.ts'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import { observation } from './builders.ts'
import { branch, commit, findingsOf, gitCheck, id, messagesOf, repository, verdictOn } from './git-builders.ts'

const PASSED = { outcome: 'passed' }

describe('git', () => {
  it('cannot tell while the Git server cannot be seen', () => {
    const gitBlind = { reason: 'not-observed', detail: 'It is not up yet.' } as const
    expect(evaluate(gitCheck({ exists: true }), observation({ gitBlind }))).toEqual({ outcome: 'unknown', ...gitBlind })
  })

  it('says so when there is no such repository yet', () => {
    expect(findingsOf(verdictOn(undefined, { exists: true }))).toEqual([
      {
        object: 'repository instavote',
        path: '',
        expected: 'repository instavote',
        found: 'nothing',
        message: "There is no repository instavote on the lab's Git server yet.",
      },
    ])
  })

  it('is broken when an expression is none', () => {
    const broken = { outcome: 'unknown', reason: 'check-broken' }
    expect(verdictOn(repository(), { commit: { subject: '(' } })).toMatchObject(broken)
    expect(verdictOn(repository(), { files: [{ path: 'a', matches: '[' }] })).toMatchObject(broken)
    expect(verdictOn(repository(), { reverted: '*' })).toMatchObject(broken)
  })

  it('tells everything that is not as wanted, in the order of the check', () => {
    const wishes: Partial<GitCheck> = {
      protected: true,
      files: [{ path: 'a.yaml', exists: true }],
      commit: { subject: 'Add result' },
      pullRequest: { from: 'staging' },
      refused: true,
    }
    expect(messagesOf(verdictOn(repository(), wishes))).toEqual([
      'Branch main of instavote is not protected; it should be protected.',
      'There is no file a.yaml on branch main of instavote. A file counts once it is committed and pushed.',
      'Branch main of instavote does not have a commit with the subject "Add result" yet. The newest one is 2000000 "Scale vote". A commit counts once it is pushed.',
      'There is no pull request from staging in instavote yet.',
      'No push to main of instavote has been refused so far; try one.',
    ])
  })
})

describe('a branch', () => {
  it('is the default branch when none is named', () => {
    const state = repository({ defaultBranch: 'trunk', branches: [branch('trunk', '2', { protected: true })] })
    expect(verdictOn(state, { protected: true })).toEqual(PASSED)
  })

  it.each<[string, Partial<GitCheck>, string]>([
    [
      'names the others',
      { branch: 'qa', exists: true },
      'There is no branch qa in instavote. It has main, production.',
    ],
    [
      'asks about a near one',
      { branch: 'producton', protected: true },
      'There is no branch producton in instavote. There is production; is that the one?',
    ],
  ])('%s when it is not there', (_, wish, message) => {
    const state = repository({ branches: [branch('main', '2'), branch('production', '1')] })
    expect(findingsOf(verdictOn(state, wish))).toEqual([
      {
        object: `branch ${wish.branch} of instavote`,
        path: '',
        expected: `branch ${wish.branch}`,
        found: 'nothing',
        message,
        show: 'git ls-remote --heads https://$GIT_HOST/learner/instavote.git',
      },
    ])
  })

  it('is not there in a repository to which nothing was pushed', () => {
    expect(messagesOf(verdictOn(repository({ branches: [], commits: [] }), { exists: true }))).toEqual([
      'There is no branch main in instavote. Nothing has been pushed to it yet.',
    ])
  })

  it('can be unwelcome', () => {
    const state = repository({ branches: [branch('main', '2'), branch('feature', '1')] })
    expect(verdictOn(state, { branch: 'other', exists: false })).toEqual(PASSED)
    expect(messagesOf(verdictOn(state, { branch: 'feature', exists: false }))).toEqual([
      'There is a branch feature in instavote; there should be none.',
    ])
  })

  it('can be wanted open as well as protected', () => {
    const state = repository({ branches: [branch('main', '2', { protected: true })] })
    expect(verdictOn(state, { protected: true })).toEqual(PASSED)
    expect(messagesOf(verdictOn(state, { protected: false }))).toEqual([
      'Branch main of instavote is protected; it should be not protected.',
    ])
  })
})

describe('contains', () => {
  const commits = [
    commit('5', 'Merge staging', { parents: [id('2'), id('4')] }),
    commit('4', 'Try result', { parents: [id('3')] }),
    commit('3', 'Try vote', { parents: [id('1')] }),
    commit('2', 'Scale vote', { parents: [id('1')] }),
    commit('1', 'Add vote'),
  ]
  const at = (main: string, ...others: readonly ReturnType<typeof branch>[]) =>
    repository({ commits, branches: [branch('main', main), ...others] })

  it('passes when every commit of the other branch is in it', () => {
    expect(verdictOn(at('5', branch('staging', '4')), { contains: 'staging' })).toEqual(PASSED)
  })

  it('names the commits that it lacks', () => {
    expect(findingsOf(verdictOn(at('2', branch('staging', '4')), { contains: 'staging' }))).toEqual([
      {
        object: 'instavote, branch main',
        path: '',
        expected: 'every commit of staging',
        found: 'all but 2',
        message: 'Branch main of instavote lacks 2 commits of staging: 4000000 "Try result", 3000000 "Try vote".',
        show: 'git -C ~/instavote fetch --quiet && git -C ~/instavote log --oneline origin/main..origin/staging',
      },
    ])
  })

  const request = { number: 7, title: '', body: '', from: 'staging', into: 'main', author: 'learner' } as const
  const merged = (method: 'merge' | 'squash') =>
    ({
      ...request,
      state: 'merged',
      method,
      reviews: [],
      mergeable: 'nothing',
      conflicts: [],
      openedAtMs: 1,
    }) as const

  it('explains that a squashed pull request leaves the commits out', () => {
    const state = { ...at('2', branch('staging', '3')), pullRequests: [merged('squash')] }
    expect(messagesOf(verdictOn(state, { contains: 'staging' }))).toEqual([
      'Branch main of instavote lacks one commit of staging: 3000000 "Try vote". Pull request #7 was squashed: that makes a new commit, and leaves those of staging out.',
    ])
  })

  it('passes for a branch that was merged and then deleted, and for no other that is gone', () => {
    expect(verdictOn({ ...at('5'), pullRequests: [merged('merge')] }, { contains: 'staging' })).toEqual(PASSED)
    const gone = ['There is no branch staging in instavote. It has main.']
    expect(messagesOf(verdictOn({ ...at('5'), pullRequests: [merged('squash')] }, { contains: 'staging' }))).toEqual(
      gone,
    )
    expect(messagesOf(verdictOn(at('5'), { contains: 'staging' }))).toEqual(gone)
  })
})

describe('sameTreeAs', () => {
  const files = { 'a.yaml': 'one', 'b.yaml': 'two', 'logo.png': undefined }
  const other = (tree: string, theirs: Readonly<Record<string, string | undefined>>) =>
    repository({ branches: [branch('main', '2', { files }), branch('staging', '1', { tree, files: theirs })] })

  it('passes for the same contents, whatever the commits', () => {
    expect(verdictOn(other('tree-2', files), { sameTreeAs: 'staging' })).toEqual(PASSED)
  })

  it('names the files that are not the same', () => {
    const state = other('tree-1', { 'a.yaml': 'three', 'c.yaml': 'new', 'logo.png': undefined })
    expect(findingsOf(verdictOn(state, { sameTreeAs: 'staging' }))).toEqual([
      {
        object: 'instavote, branch main',
        path: '',
        expected: 'the same files as staging',
        found: '3 that differ',
        message: 'The files of main and staging in instavote are not the same: a.yaml, b.yaml, c.yaml.',
        show: 'git -C ~/instavote fetch --quiet && git -C ~/instavote diff --stat origin/main origin/staging',
      },
    ])
  })

  it('says so too when the difference is in no text', () => {
    expect(messagesOf(verdictOn(other('tree-1', files), { sameTreeAs: 'staging' }))).toEqual([
      'The files of main and staging in instavote are not the same.',
    ])
  })

  it('says so when the other branch is not there', () => {
    expect(messagesOf(verdictOn(repository(), { sameTreeAs: 'maim' }))).toEqual([
      'There is no branch maim in instavote. There is main; is that the one?',
    ])
  })
})

describe('refused', () => {
  const refused = [{ branch: 'main', reason: 'main is protected', atMs: 1 }]

  it('passes once a push to that branch was refused', () => {
    expect(verdictOn(repository({ refused }), { refused: true })).toEqual(PASSED)
    expect(verdictOn(repository({ refused }), { branch: 'staging', refused: false })).toEqual(PASSED)
    expect(messagesOf(verdictOn(repository({ refused }), { branch: 'staging', refused: true }))).toEqual([
      'No push to staging of instavote has been refused so far; try one.',
    ])
  })

  it('can be wanted not to have happened', () => {
    expect(messagesOf(verdictOn(repository({ refused }), { refused: false }))).toEqual([
      'A push to main of instavote was refused: main is protected.',
    ])
  })
})
