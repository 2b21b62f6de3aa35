import { describe, expect, it } from 'vitest'
import {
  aheadWords,
  conflictCommands,
  countLines,
  mergeWords,
  reviewWords,
  shortId,
} from '../../../renderer/state/git-words.ts'
import { branch, fakeFiles, idOf, pullRequest } from '../fake-git.ts'

describe('aheadWords', () => {
  it.each([
    ['', branch('main', 'a')],
    ['same as main', branch('x', 'a')],
    ['2 ahead of main', branch('x', 'a', { ahead: 2 })],
    ['3 behind main', branch('x', 'a', { behind: 3 })],
    ['2 ahead of main, 3 behind', branch('x', 'a', { ahead: 2, behind: 3 })],
  ])('says “%s”', (words, view) => {
    expect(aheadWords(view, 'main')).toBe(words)
  })
})

describe('reviewWords', () => {
  const review = (author: string, verdict: 'approved' | 'changes-requested' | 'comment') =>
    ({ author, verdict, body: '', atMs: 0 }) as const

  it.each([
    ['', []],
    ['approved', [review('ada', 'changes-requested'), review('ada', 'approved')]],
    ['changes requested', [review('ada', 'approved'), review('bob', 'changes-requested')]],
    ['approved', [review('ada', 'approved'), review('ada', 'comment')]],
    ['2 comments', [review('ada', 'comment'), review('bob', 'comment')]],
  ])('says “%s”', (words, reviews) => {
    expect(reviewWords(pullRequest({ reviews }))).toBe(words)
  })
})

describe('mergeWords', () => {
  it('names both branches, whatever stands in the way', () => {
    expect(
      (['clean', 'nothing', 'conflicts'] as const).map((mergeable) => mergeWords(pullRequest({ mergeable }))),
    ).toEqual([
      'It can be merged: more-votes and main do not get in each other’s way.',
      'Nothing to merge: main has every commit of more-votes already.',
      'It cannot be merged yet: more-votes and main changed the same places.',
    ])
  })
})

describe('conflictCommands', () => {
  const pull = pullRequest({ conflicts: ['deploy/vote.yaml', "docs/ada's notes.md"] })

  it('merges into the branch with the change', () => {
    expect(conflictCommands(pull, false).split('\n')).toEqual([
      'git fetch origin',
      'git switch more-votes',
      'git merge origin/main',
      '# put these files right, then:',
      "git add deploy/vote.yaml 'docs/ada'\\''s notes.md'",
      'git commit --no-edit',
      'git push',
    ])
  })

  it('takes a branch of its own where nobody can push', () => {
    const lines = conflictCommands(pull, true).split('\n')
    expect([lines[1], lines.at(-1)]).toEqual([
      'git switch -c more-votes-into-main origin/more-votes',
      'git push -u origin more-votes-into-main',
    ])
  })
})

describe('small words', () => {
  it('counts what was added and removed', () => {
    expect(countLines(fakeFiles)).toEqual({ added: 2, removed: 1 })
  })

  it('shortens ids as Git does', () => {
    expect(shortId(idOf('e'))).toBe('eeeeeee')
  })
})
