import * as z from 'zod'
import { createBranch, deleteBranch, setProtected } from '../branch-work.ts'
import type { BranchState } from '../repository-state.ts'
import type { Repository } from '../repository.ts'
import { ApiError, created, invalid, NOTHING, notFound, ok } from './api-answer.ts'
import { bodyAs, ownRepository, page, repositoryOf, type ApiHandler, type ApiRoute } from './api-call.ts'
import { apiUrl, branchShape } from './shapes.ts'

const newRef = z.object({ ref: z.string(), sha: z.string().regex(/^[0-9a-f]{40}$/, { error: 'must be a commit id' }) })

const list: ApiHandler = async (call, owner, name) => {
  const repository = repositoryOf(call, owner, name)
  const wanted = call.query.get('protected')
  const branches = repository.state.branches.filter((one) => wanted === null || String(one.protected) === wanted)
  return page(
    call,
    branches.map((branch) => branchShape(call.address(), repository, branch)),
  )
}

const one: ApiHandler = async (call, owner, name, branch = '') => {
  const repository = repositoryOf(call, owner, name)
  return ok(branchShape(call.address(), repository, branchOf(repository, branch)))
}

const protection: ApiHandler = async (call, owner, name, branch = '') => {
  const repository = ownRepository(call, owner, name)
  if (!branchOf(repository, branch).protected) throw new ApiError(404, 'Branch not protected')
  return ok(protectionShape(`${apiUrl(call.address(), repository)}/branches/${branch}/protection`))
}

const protect: ApiHandler = async (call, owner, name, branch = '') => {
  const repository = ownRepository(call, owner, name)
  await setProtected(repository, branchOf(repository, branch).name, true)
  return ok(protectionShape(`${apiUrl(call.address(), repository)}/branches/${branch}/protection`))
}

const unprotect: ApiHandler = async (call, owner, name, branch = '') => {
  const repository = ownRepository(call, owner, name)
  if (!branchOf(repository, branch).protected) throw new ApiError(404, 'Branch not protected')
  await setProtected(repository, branch, false)
  return NOTHING
}

/** What protection means here. */
const protectionShape = (url: string): object => ({
  url,
  required_pull_request_reviews: { required_approving_review_count: 0 },
  enforce_admins: { enabled: true },
  allow_force_pushes: { enabled: false },
  allow_deletions: { enabled: false },
})

const makeRef: ApiHandler = async (call, owner, name) => {
  const repository = ownRepository(call, owner, name)
  const { ref, sha } = bodyAs(call, 'Reference', newRef)
  const [, branch] = /^refs\/heads\/(.+)$/.exec(ref) ?? []
  if (branch === undefined) {
    throw invalid({ resource: 'Reference', code: 'invalid', field: 'ref', message: 'must begin with refs/heads/' })
  }
  await createBranch(repository, branch, sha)
  return created(refShape(call.address(), repository, branchOf(repository, branch)))
}

const oneRef: ApiHandler = async (call, owner, name, branch = '') => {
  const repository = repositoryOf(call, owner, name)
  return ok(refShape(call.address(), repository, branchOf(repository, branch)))
}

const removeRef: ApiHandler = async (call, owner, name, branch = '') => {
  await deleteBranch(ownRepository(call, owner, name), branch)
  return NOTHING
}

function refShape(address: string, repository: Repository, { name, head }: BranchState): object {
  const url = apiUrl(address, repository)
  const object = { type: 'commit', sha: head, url: `${url}/git/commits/${head}` }
  return { ref: `refs/heads/${name}`, url: `${url}/git/refs/heads/${name}`, object }
}

function branchOf(repository: Repository, name: string): BranchState {
  const branch = repository.state.branches.find((known) => known.name === name)
  if (branch === undefined) throw notFound()
  return branch
}

const REPO = String.raw`^\/repos\/([^/]+)\/([^/]+)`

export const branchRoutes: readonly ApiRoute[] = [
  { method: 'GET', pattern: new RegExp(`${REPO}/branches$`), handle: list },
  { method: 'GET', pattern: new RegExp(`${REPO}/branches/(.+)/protection$`), handle: protection },
  { method: 'PUT', pattern: new RegExp(`${REPO}/branches/(.+)/protection$`), handle: protect },
  { method: 'DELETE', pattern: new RegExp(`${REPO}/branches/(.+)/protection$`), handle: unprotect },
  { method: 'GET', pattern: new RegExp(`${REPO}/branches/(.+)$`), handle: one },
  { method: 'POST', pattern: new RegExp(`${REPO}/git/refs$`), handle: makeRef },
  { method: 'GET', pattern: new RegExp(`${REPO}/git/refs?/heads/(.+)$`), handle: oneRef },
  { method: 'DELETE', pattern: new RegExp(`${REPO}/git/refs/heads/(.+)$`), handle: removeRef },
]
