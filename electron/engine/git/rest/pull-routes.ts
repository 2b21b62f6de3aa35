import * as z from 'zod'
import { DrydockError } from '../../../contract/errors.ts'
import type { PullRequestView } from '../../../contract/git.ts'
import { OWNER } from '../git-paths.ts'
import { mergePullRequest } from '../merge-work.ts'
import { changeOpen, closePullRequest, openPullRequest, review, viewOf } from '../pull-request-work.ts'
import { ApiError, created, invalid, ok } from './api-answer.ts'
import { bodyAs, ownRepository, page, repositoryOf, type ApiHandler, type ApiRoute } from './api-call.ts'
import { pullShape, reviewShape } from './shapes.ts'

const wish = z.object({
  title: z.string(),
  body: z.string().nullish(),
  /** `BRANCH` or `OWNER:BRANCH`. */
  head: z.string().transform((head) => head.replace(new RegExp(`^${OWNER}:`, 'i'), '')),
  base: z.string(),
})

const change = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
})

const mergeWish = z.object({
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
  sha: z.string().optional(),
})

const reviewWish = z.object({
  body: z.string().default(''),
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']).default('COMMENT'),
})

const VERDICTS = { APPROVE: 'approved', REQUEST_CHANGES: 'changes-requested', COMMENT: 'comment' } as const

const list: ApiHandler = async (call, owner, name) => {
  const repository = repositoryOf(call, owner, name)
  const state = call.query.get('state') ?? 'open'
  const base = call.query.get('base')
  const head = call.query.get('head')?.replace(/^[^:]*:/, '')
  const fits = (pull: PullRequestView): boolean =>
    (state === 'all' || (pull.state === 'open') === (state === 'open')) &&
    (base === null || pull.into === base) &&
    (head === undefined || pull.from === head)
  const pulls = repository.state.pullRequests.filter(fits).reverse()
  return page(
    call,
    pulls.map((pull) => pullShape(call.address(), repository, pull)),
  )
}

const open: ApiHandler = async (call, owner, name) => {
  const repository = ownRepository(call, owner, name)
  const { title, body, head, base } = bodyAs(call, 'PullRequest', wish)
  const branches = new Set(repository.state.branches.map((branch) => branch.name))
  const wrong = [head, base].findIndex((branch) => !branches.has(branch))
  if (wrong !== -1) throw invalid({ resource: 'PullRequest', code: 'invalid', field: wrong === 0 ? 'head' : 'base' })
  const asked = { title, body: body ?? '', from: head, into: base }
  try {
    const pull = await openPullRequest(repository, asked, call.clock.now())
    return created(pullShape(call.address(), repository, pull))
  } catch (error) {
    if (!(error instanceof DrydockError) || error.detail.code !== 'refused') throw error
    throw invalid({ resource: 'PullRequest', code: 'custom', message: error.detail.happened })
  }
}

const one: ApiHandler = async (call, owner, name, number) => {
  const repository = repositoryOf(call, owner, name)
  return ok(pullShape(call.address(), repository, viewOf(repository, Number(number))))
}

const edit: ApiHandler = async (call, owner, name, number) => {
  const repository = ownRepository(call, owner, name)
  const { title, body, state } = bodyAs(call, 'PullRequest', change)
  const known = viewOf(repository, Number(number))
  if (state === 'open' && known.state !== 'open') throw new ApiError(422, 'A pull request cannot be opened again.')
  if (title !== undefined || body !== undefined) {
    await changeOpen(repository, known.number, (pull) => ({
      ...pull,
      title: title ?? pull.title,
      body: body === undefined ? pull.body : (body ?? ''),
    }))
  }
  if (state === 'closed' && known.state === 'open') await closePullRequest(repository, known.number, call.clock.now())
  return ok(pullShape(call.address(), repository, viewOf(repository, known.number)))
}

const merge: ApiHandler = async (call, owner, name, number) => {
  const repository = ownRepository(call, owner, name)
  const { merge_method: method, sha } = bodyAs(call, 'PullRequest', mergeWish)
  if (method === 'rebase') throw new ApiError(405, 'Rebase merges are not allowed on this repository.')
  const known = viewOf(repository, Number(number))
  const head = repository.state.branches.find((branch) => branch.name === known.from)?.head
  if (sha !== undefined && sha !== head)
    throw new ApiError(409, 'Head branch was modified. Review and try the merge again.')
  try {
    const pull = await mergePullRequest(repository, known.number, method, call.clock.now())
    return ok({ sha: pull.mergedAs, merged: true, message: 'Pull Request successfully merged' })
  } catch (error) {
    const code = error instanceof DrydockError ? error.detail.code : undefined
    if (error instanceof DrydockError && (code === 'merge-conflict' || code === 'refused')) {
      throw new ApiError(405, `Pull Request is not mergeable: ${error.detail.happened}`)
    }
    throw error
  }
}

const reviews: ApiHandler = async (call, owner, name, number) => {
  const pull = viewOf(repositoryOf(call, owner, name), Number(number))
  return page(
    call,
    pull.reviews.map((word, index) => reviewShape(call.address(), pull, word, index)),
  )
}

const addReview: ApiHandler = async (call, owner, name, number) => {
  const repository = ownRepository(call, owner, name)
  const { body, event } = bodyAs(call, 'PullRequestReview', reviewWish)
  if (event !== 'COMMENT' && call.user === OWNER) {
    const what = event === 'APPROVE' ? 'approve' : 'request changes on'
    throw new ApiError(422, `Can not ${what} your own pull request; ask as somebody else, or in the lab's window.`)
  }
  const word = { author: call.user, verdict: VERDICTS[event], body }
  const pull = await review(repository, Number(number), word, call.clock.now())
  const index = pull.reviews.length - 1
  const last = pull.reviews[index]
  return ok(last === undefined ? {} : reviewShape(call.address(), pull, last, index))
}

const PULLS = String.raw`^\/repos\/([^/]+)\/([^/]+)\/pulls`

export const pullRoutes: readonly ApiRoute[] = [
  { method: 'GET', pattern: new RegExp(`${PULLS}$`), handle: list },
  { method: 'POST', pattern: new RegExp(`${PULLS}$`), handle: open },
  { method: 'GET', pattern: new RegExp(`${PULLS}/(\\d{1,9})$`), handle: one },
  { method: 'PATCH', pattern: new RegExp(`${PULLS}/(\\d{1,9})$`), handle: edit },
  { method: 'PUT', pattern: new RegExp(`${PULLS}/(\\d{1,9})/merge$`), handle: merge },
  { method: 'GET', pattern: new RegExp(`${PULLS}/(\\d{1,9})/reviews$`), handle: reviews },
  { method: 'POST', pattern: new RegExp(`${PULLS}/(\\d{1,9})/reviews$`), handle: addReview },
]
