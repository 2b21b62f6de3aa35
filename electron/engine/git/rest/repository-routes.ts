import * as z from 'zod'
import { OWNER } from '../git-paths.ts'
import { treeOfFiles } from '../make-repository.ts'
import { isRepositoryName } from '../server/git-route.ts'
import { ApiError, created, invalid, notFound, ok } from './api-answer.ts'
import {
  bodyAs,
  needOwner,
  ownRepository,
  page,
  repositoryOf,
  type ApiCall,
  type ApiHandler,
  type ApiRoute,
} from './api-call.ts'
import { repositoryShape, userShape } from './shapes.ts'

const MAX_REPOSITORIES = 50

const wish = z.object({
  name: z.string(),
  description: z.string().nullish(),
  private: z.boolean().nullish(),
  visibility: z.enum(['public', 'private', 'internal']).nullish(),
  auto_init: z.boolean().nullish(),
})

const change = z.object({
  description: z.string().nullish(),
  private: z.boolean().nullish(),
  visibility: z.enum(['public', 'private', 'internal']).nullish(),
  default_branch: z.string().nullish(),
})

const user: ApiHandler = async (call) => {
  needOwner(call)
  return ok(userShape(call.address()))
}

const someUser: ApiHandler = async (call, login = '') => {
  if (login.toLowerCase() !== OWNER) throw notFound()
  return ok(userShape(call.address()))
}

const ownList: ApiHandler = async (call) => {
  needOwner(call)
  return listOf(call)
}

const list: ApiHandler = async (call, login = '') => {
  if (login.toLowerCase() !== OWNER) throw notFound()
  return listOf(call)
}

function listOf(call: ApiCall): ReturnType<typeof page> {
  const seen = call.shelf.all.filter(({ record }) => call.isOwner || !record.private)
  return page(
    call,
    seen.map((repository) => repositoryShape(call.address(), repository)),
  )
}

const one: ApiHandler = async (call, owner, name) =>
  ok(repositoryShape(call.address(), repositoryOf(call, owner, name)))

const create: ApiHandler = async (call) => {
  needOwner(call)
  const { name, description, auto_init: autoInit, ...asked } = bodyAs(call, 'Repository', wish)
  if (!isRepositoryName(name)) {
    throw invalid({ resource: 'Repository', code: 'invalid', field: 'name', message: 'name cannot be used' })
  }
  if (call.shelf.all.length >= MAX_REPOSITORIES) throw new ApiError(403, 'This lab has too many repositories already.')
  const isPrivate = isPrivateIn(asked) ?? false
  const readme = { 'README.md': `# ${name}\n${description ? `${description}\n` : ''}` }
  const repository = await call.shelf.createForLearner({
    ...{ name, private: isPrivate, description: description ?? '' },
    ...(autoInit === true
      ? { first: async (git) => ({ tree: await treeOfFiles(git, readme), message: 'Initial commit' }) }
      : {}),
  })
  if (repository === undefined) {
    const message = 'name already exists on this account'
    throw invalid({ resource: 'Repository', code: 'custom', field: 'name', message })
  }
  return created(repositoryShape(call.address(), repository))
}

const edit: ApiHandler = async (call, owner, name) => {
  const repository = ownRepository(call, owner, name)
  const { description, default_branch: branch, ...asked } = bodyAs(call, 'Repository', change)
  if (branch && !repository.state.branches.some((known) => known.name === branch)) {
    throw invalid({ resource: 'Repository', code: 'invalid', field: 'default_branch' })
  }
  if (branch) await repository.git(['symbolic-ref', 'HEAD', `refs/heads/${branch}`])
  await repository.change((record) => ({
    ...record,
    description: description ?? record.description,
    private: isPrivateIn(asked) ?? record.private,
    defaultBranch: branch ?? record.defaultBranch,
  }))
  return ok(repositoryShape(call.address(), repository))
}

const remove: ApiHandler = async (call, owner, name) => {
  ownRepository(call, owner, name)
  throw new ApiError(403, 'Repositories of a lab cannot be deleted; reset the lab instead.')
}

const keys: ApiHandler = async (call, owner, name) => {
  ownRepository(call, owner, name)
  return ok([])
}

const addKey: ApiHandler = async (call, owner, name) => {
  ownRepository(call, owner, name)
  throw new ApiError(422, 'This server has no SSH, so deploy keys are of no use: use --token-auth.')
}

interface Visibility {
  readonly private?: boolean | null | undefined
  readonly visibility?: 'public' | 'private' | 'internal' | null | undefined
}

function isPrivateIn(asked: Visibility): boolean | undefined {
  if (asked.visibility) return asked.visibility !== 'public'
  return asked.private ?? undefined
}

const REPO = String.raw`\/repos\/([^/]+)\/([^/]+)`

export const repositoryRoutes: readonly ApiRoute[] = [
  { method: 'GET', pattern: /^\/user$/, handle: user },
  { method: 'GET', pattern: /^\/user\/repos$/, handle: ownList },
  { method: 'POST', pattern: /^\/user\/repos$/, handle: create },
  { method: 'GET', pattern: /^\/users\/([^/]+)$/, handle: someUser },
  { method: 'GET', pattern: /^\/users\/([^/]+)\/repos$/, handle: list },
  { method: 'GET', pattern: new RegExp(`^${REPO}$`), handle: one },
  { method: 'PATCH', pattern: new RegExp(`^${REPO}$`), handle: edit },
  { method: 'DELETE', pattern: new RegExp(`^${REPO}$`), handle: remove },
  { method: 'GET', pattern: new RegExp(`^${REPO}/keys$`), handle: keys },
  { method: 'POST', pattern: new RegExp(`^${REPO}/keys$`), handle: addKey },
]
