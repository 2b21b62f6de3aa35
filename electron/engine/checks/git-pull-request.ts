/** What a `git` check wants of a pull request. */

import type { PullRequestView } from '../../contract/git.ts'
import type { GitCheck, PullRequestWish } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import type { Looked } from './git-words.ts'
import { NOTHING } from './render.ts'

/** There is a pull request of which all that is wanted is so; else what is wrong with the one that comes nearest. */
export function pullRequestFindings({ pullRequest: wish }: GitCheck, { state }: Looked): readonly Finding[] {
  if (wish === undefined) return []
  const between = state.pullRequests.filter(
    ({ from, into }) => (wish.from ?? from) === from && (wish.into ?? into) === into,
  )
  const measured = between.map((request) => ({ request, misses: missesOf(wish, request) }))
  if (measured.some(({ misses }) => misses.length === 0)) return []
  const newestFirst = measured.toReversed()
  const nearest = newestFirst.toSorted((one, other) => one.misses.length - other.misses.length)[0]
  return nearest === undefined
    ? [noPullRequest(wish, state.name, state.pullRequests)]
    : nearest.misses.map((miss) => toFinding(nearest.request, miss, state.name))
}

interface Miss {
  readonly path: string
  readonly expected: string
  readonly found: string
  /** Continues "Pull request #2 …". */
  readonly says: string
}

function missesOf(wish: PullRequestWish, request: PullRequestView): readonly Miss[] {
  const { state, method, approved } = wish
  const misses: Miss[] = []
  if (state !== undefined && state !== request.state) misses.push(otherState(state, request))
  if (method !== undefined && method !== request.method) misses.push(otherMethod(method, request))
  if (approved !== undefined && approved !== isApproved(request)) misses.push(otherReview(approved, request))
  return misses
}

function otherState(wanted: string, { state, mergeable, conflicts }: PullRequestView): Miss {
  const why =
    state === 'open' && wanted === 'merged' && mergeable === 'conflicts' ? ` (${conflicts.join(', ')} in conflict)` : ''
  return { path: 'state', expected: wanted, found: state, says: `is ${state}${why}; it should be ${wanted}` }
}

function otherMethod(wanted: string, { state, method }: PullRequestView): Miss {
  const is = state === 'merged' ? `was merged with ${methodWords(method ?? 'merge')}` : 'is not merged'
  return { path: 'method', expected: wanted, found: method ?? NOTHING, says: `${is}; ${methodWords(wanted)} is wanted` }
}

const methodWords = (method: string): string => (method === 'squash' ? 'squashing into one commit' : 'a merge commit')

function otherReview(wanted: boolean, request: PullRequestView): Miss {
  const last = lastWord(request)
  const found = last === 'approved' ? 'approved' : last === undefined ? 'not reviewed' : 'changes requested'
  const is = found === 'changes requested' ? 'has changes requested of it' : `is ${found}`
  const should = wanted ? 'it should be approved' : 'it should not be approved'
  return { path: 'reviews', expected: wanted ? 'approved' : 'not approved', found, says: `${is}; ${should}` }
}

const isApproved = (request: PullRequestView): boolean => lastWord(request) === 'approved'

/** The last review that says yes or no. */
const lastWord = ({ reviews }: PullRequestView) => reviews.findLast(({ verdict }) => verdict !== 'comment')?.verdict

const toFinding = (request: PullRequestView, { says, ...miss }: Miss, repository: string): Finding => ({
  object: `pull request #${request.number} of ${repository}`,
  ...miss,
  message: `Pull request #${request.number} of ${repository} (${request.from} into ${request.into}) ${says}.`,
})

function noPullRequest(wish: PullRequestWish, repository: string, all: readonly PullRequestView[]): Finding {
  const from = wish.from === undefined ? '' : ` from ${wish.from}`
  const into = wish.into === undefined ? '' : ` into ${wish.into}`
  const other = all.findLast((each) => each.from === wish.from || each.into === wish.into) ?? all.at(-1)
  const there = other === undefined ? '' : ` There is #${other.number}, from ${other.from} into ${other.into}.`
  return {
    object: `repository ${repository}`,
    path: '',
    expected: `a pull request${from}${into}`,
    found: other === undefined ? NOTHING : `#${other.number} from ${other.from} into ${other.into}`,
    message: `There is no pull request${from}${into} in ${repository} yet.${there}`,
  }
}
