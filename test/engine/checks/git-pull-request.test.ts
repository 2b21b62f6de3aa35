import { describe, expect, it } from 'vitest'
import type { PullRequestView, ReviewView } from '../../../electron/contract/git.ts'
import type { PullRequestWish } from '../../../electron/contract/lab.ts'
import { findingsOf, messagesOf, pullRequest, repository, verdictOn } from './git-builders.ts'

const PASSED = { outcome: 'passed' }

const judge = (wish: PullRequestWish, ...pullRequests: readonly PullRequestView[]) =>
  verdictOn(repository({ pullRequests }), { pullRequest: wish })

const review = (verdict: ReviewView['verdict']): ReviewView => ({ author: 'bob', verdict, body: '', atMs: 1 })

describe('pullRequest', () => {
  it.each<[PullRequestWish, Partial<PullRequestView>]>([
    [{ from: 'staging' }, {}],
    [{ from: 'staging', into: 'production', state: 'open' }, {}],
    [
      { into: 'production', state: 'merged' },
      { state: 'merged', method: 'merge' },
    ],
    [
      { state: 'merged', method: 'squash' },
      { state: 'merged', method: 'squash' },
    ],
    [{ approved: true }, { reviews: [review('approved')] }],
    [{ approved: true }, { reviews: [review('changes-requested'), review('approved'), review('comment')] }],
    [{ approved: false }, { reviews: [review('approved'), review('changes-requested')] }],
    [{ approved: false }, {}],
  ])('%j passes', (wish, more) => {
    expect(judge(wish, pullRequest(1, more))).toEqual(PASSED)
  })

  it('needs no branch that is still there', () => {
    const merged = pullRequest(1, { from: 'gone', into: 'gone-too', state: 'merged', method: 'merge' })
    expect(judge({ from: 'gone', state: 'merged' }, merged)).toEqual(PASSED)
  })

  it('tells which there is when there is none between the wanted branches', () => {
    expect(findingsOf(judge({ from: 'staging', into: 'production' }, pullRequest(1, { into: 'main' })))).toEqual([
      {
        object: 'repository instavote',
        path: '',
        expected: 'a pull request from staging into production',
        found: '#1 from staging into main',
        message:
          'There is no pull request from staging into production in instavote yet. There is #1, from staging into main.',
      },
    ])
    expect(messagesOf(judge({ into: 'production' }))).toEqual([
      'There is no pull request into production in instavote yet.',
    ])
  })

  it('tells everything that is wrong with the nearest one, of equals the newest', () => {
    const wish: PullRequestWish = { from: 'staging', state: 'merged', method: 'merge', approved: true }
    const open = pullRequest(1)
    const conflicting = pullRequest(2, {
      mergeable: 'conflicts',
      conflicts: ['vote.yaml'],
      reviews: [review('changes-requested')],
    })
    expect(messagesOf(judge(wish, open, conflicting))).toEqual([
      'Pull request #2 of instavote (staging into production) is open (vote.yaml in conflict); it should be merged.',
      'Pull request #2 of instavote (staging into production) is not merged; a merge commit is wanted.',
      'Pull request #2 of instavote (staging into production) has changes requested of it; it should be approved.',
    ])
    expect(findingsOf(judge(wish, pullRequest(3, { state: 'merged', method: 'squash' }), conflicting))).toEqual([
      {
        object: 'pull request #3 of instavote',
        path: 'method',
        expected: 'merge',
        found: 'squash',
        message:
          'Pull request #3 of instavote (staging into production) was merged with squashing into one commit; a merge commit is wanted.',
      },
      {
        object: 'pull request #3 of instavote',
        path: 'reviews',
        expected: 'approved',
        found: 'not reviewed',
        message: 'Pull request #3 of instavote (staging into production) is not reviewed; it should be approved.',
      },
    ])
  })
})
