import { describe, expect, it } from 'vitest'
import { titleFrom } from '../../../renderer/git/draft-title.ts'
import { firstLines } from '../../../renderer/git/first-lines.ts'
import { branchesWith, reachedFrom } from '../../../renderer/git/reach.ts'
import { NOTHING, revisionsOf, versionOf } from '../../../renderer/git/revisions.ts'
import { commit, history, idOf, pullRequest, repository } from '../fake-git.ts'

const commits = history(0)

describe('reachedFrom', () => {
  it('follows every parent', () => {
    expect(reachedFrom(commits, idOf('e'))).toEqual(new Set(['a', 'b', 'c', 'd', 'e'].map(idOf)))
  })
})

describe('branchesWith', () => {
  it('names the branches that have a commit, the default one first', () => {
    const { branches } = repository()
    const namesWith = (letter: string) => branchesWith(commits, branches, idOf(letter)).map(({ name }) => name)
    expect(['a', 'd', 'g', 'z'].map(namesWith)).toEqual([
      ['main', 'more-votes', 'production'],
      ['main'],
      ['more-votes'],
      [],
    ])
  })
})

describe('revisionsOf', () => {
  it('compares the branches of an open pull request', () => {
    expect(revisionsOf(pullRequest(), repository(), commits)).toEqual({ base: 'main', head: 'more-votes' })
  })

  it('compares a merged one with what was there before it', () => {
    const merged = pullRequest({ state: 'merged', mergedAs: idOf('e') })
    expect(revisionsOf(merged, repository(), commits)).toEqual({ base: idOf('c'), head: idOf('e') })
    const first = pullRequest({ state: 'merged', mergedAs: idOf('a') })
    expect(revisionsOf(first, repository(), commits)).toEqual({ base: NOTHING, head: idOf('a') })
  })

  it('gives up when a branch or a commit is gone', () => {
    expect(revisionsOf(pullRequest({ from: 'gone' }), repository(), commits)).toBeNull()
    expect(revisionsOf(pullRequest({ mergedAs: idOf('z') }), repository(), commits)).toBeNull()
  })
})

describe('versionOf', () => {
  it('follows branches, not ids', () => {
    expect(versionOf({ base: 'main', head: idOf('b') }, repository())).toBe(`${idOf('e')} ${idOf('b')}`)
  })
})

describe('titleFrom', () => {
  it('takes the only commit, else the name of the branch', () => {
    expect(titleFrom('more-votes', [commit('a', '')])).toBe('Commit a')
    expect(titleFrom('feature/more_votes', commits)).toBe('Feature more votes')
  })
})

describe('firstLines', () => {
  it('cuts after so many lines and counts the rest', () => {
    const hunk = (count: number) => ({
      header: '@@',
      lines: Array.from(
        { length: count },
        (_, index) => ({ kind: 'added', text: `${index}`, after: index + 1 }) as const,
      ),
    })
    const { hunks, left } = firstLines([hunk(2), hunk(3), hunk(4)], 3)
    expect([hunks.map(({ lines }) => lines.length), left]).toEqual([[2, 1], 6])
    expect(firstLines([hunk(2)], Infinity)).toEqual({ hunks: [hunk(2)], left: 0 })
  })
})
