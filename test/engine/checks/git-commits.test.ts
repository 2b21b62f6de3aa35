import { describe, expect, it } from 'vitest'
import type { CommitWish } from '../../../electron/contract/lab.ts'
import { branch, commit, findingsOf, id, messagesOf, repository, verdictOn } from './git-builders.ts'

const PASSED = { outcome: 'passed' }

describe('commit', () => {
  const commits = [
    commit('3', 'Fix result', { parents: [id('2')], author: 'ann', paths: ['deploy/result/deployment.yaml'] }),
    commit('2', 'Scale vote', { parents: [id('1')], author: 'bob', paths: ['deploy/vote.yaml', 'README.md'] }),
    commit('1', 'Add vote', { paths: [] }),
    commit('9', 'Elsewhere'),
  ]
  const state = repository({ commits, branches: [branch('main', '3')] })
  const judge = (wish: CommitWish) => verdictOn(state, { commit: wish })

  it.each<[string, CommitWish]>([
    ['its subject', { subject: 'Scale .*' }],
    ['its author', { author: 'ann|eve' }],
    ['a file that it changes', { touches: 'README.md' }],
    ['a folder in which it changes something', { touches: 'deploy/result' }],
    ['the same with a slash', { touches: 'deploy/result/' }],
    ['all of it', { subject: 'Fix .*', author: 'ann', touches: 'deploy' }],
  ])('is found by %s', (_, wish) => {
    expect(judge(wish)).toEqual(PASSED)
  })

  it('must fit the whole subject, and be on the branch', () => {
    const missing = expect.stringMatching(/^Branch main of instavote does not have a commit with the subject/)
    expect(messagesOf(judge({ subject: 'Scale' }))).toEqual([missing])
    expect(messagesOf(judge({ subject: 'Elsewhere' }))).toEqual([missing])
  })

  it('tells what is wrong with the one that has the subject', () => {
    expect(findingsOf(judge({ subject: 'Scale vote', author: 'ann', touches: 'deploy/result' }))).toEqual([
      {
        object: 'commit 2000000 of instavote',
        path: 'author',
        expected: 'ann',
        found: 'bob',
        message: 'Commit 2000000 "Scale vote" on main of instavote is by bob; it should be by ann.',
        show: 'git -C ~/instavote fetch --quiet && git -C ~/instavote log --oneline origin/main',
      },
      {
        object: 'commit 2000000 of instavote',
        path: 'files',
        expected: 'deploy/result',
        found: 'deploy/vote.yaml, README.md',
        message:
          'Commit 2000000 "Scale vote" on main of instavote changes deploy/vote.yaml, README.md; it should change deploy/result.',
        show: 'git -C ~/instavote fetch --quiet && git -C ~/instavote log --oneline origin/main',
      },
    ])
  })
})

describe('reverted', () => {
  const broke = commit('2', 'Break vote', { parents: [id('1')] })
  const reverting = (digit: string, of: string, parent: string) =>
    commit(digit, `Revert commit ${of}`, { parents: [id(parent)], body: `This reverts commit ${id(of)}.\n` })
  const at = (head: string, ...newer: readonly ReturnType<typeof commit>[]) =>
    repository({ commits: [...newer, broke, commit('1', 'Add vote')], branches: [branch('main', head)] })

  it('passes when a later commit says that it reverts it', () => {
    expect(verdictOn(at('3', reverting('3', '2', '2')), { reverted: 'Break .*' })).toEqual(PASSED)
  })

  it('passes for a squashed pull request that names it in short', () => {
    const squashed = commit('3', 'Undo (#2)', { parents: [id('2')], body: '* This reverts commit 2000000fff.' })
    expect(verdictOn(at('3', squashed), { reverted: 'Break vote' })).toEqual(PASSED)
  })

  it('fails as long as it stands', () => {
    expect(findingsOf(verdictOn(at('2'), { reverted: 'Break vote' }))).toEqual([
      {
        object: 'commit 2000000 of instavote',
        path: '',
        expected: 'reverted',
        found: 'not reverted',
        message: 'Commit 2000000 "Break vote" on main of instavote has not been reverted there yet.',
        show: 'git -C ~/instavote fetch --quiet && git -C ~/instavote log --oneline origin/main',
      },
    ])
  })

  it('fails when the revert is on another branch, or was reverted itself', () => {
    const not = ['Commit 2000000 "Break vote" on main of instavote has not been reverted there yet.']
    expect(messagesOf(verdictOn(at('2', reverting('3', '2', '2')), { reverted: 'Break vote' }))).toEqual(not)
    const twice = at('4', reverting('4', '3', '3'), reverting('3', '2', '2'))
    expect(messagesOf(verdictOn(twice, { reverted: 'Break vote' }))).toEqual(not)
    const thrice = at('5', reverting('5', '4', '4'), reverting('4', '3', '3'), reverting('3', '2', '2'))
    expect(verdictOn(thrice, { reverted: 'Break vote' })).toEqual(PASSED)
  })

  it('passes for the commits of a merge that was reverted as a whole, and only for those', () => {
    const merge = commit('6', 'Merge branch', { parents: [id('1'), id('2')] })
    const state = at('7', reverting('7', '6', '6'), merge)
    expect(verdictOn(state, { reverted: 'Break vote' })).toEqual(PASSED)
    expect(verdictOn(state, { reverted: 'Merge branch' })).toEqual(PASSED)
    expect(messagesOf(verdictOn(state, { reverted: 'Add vote' }))).toEqual([
      'Commit 1000000 "Add vote" on main of instavote has not been reverted there yet.',
    ])
  })

  it('says so when there is nothing to revert', () => {
    expect(messagesOf(verdictOn(repository(), { reverted: 'Break vote' }))).toEqual([
      expect.stringContaining('does not have a commit with the subject "Break vote" yet.'),
    ])
  })
})
