import type * as z from 'zod'
import type { Clock } from '../../lib/clock.ts'
import { OWNER } from '../git-paths.ts'
import type { RepositoryShelf } from '../repository-shelf.ts'
import type { Repository } from '../repository.ts'
import { ApiError, invalid, notFound, ok, type ApiAnswer, type FieldError } from './api-answer.ts'

/** What answers need of the lab. */
export interface ApiDeps {
  readonly shelf: RepositoryShelf
  readonly clock: Clock
  /** `https://localhost:PORT` */
  readonly address: () => string
}

/** One request to the API. */
export interface ApiCall extends ApiDeps {
  /** With the right token; else only public things are there. */
  readonly isOwner: boolean
  /** Who speaks. All share the token; a name that comes with it, as with `curl -u NAME:TOKEN`, is another person. */
  readonly user: string
  /** Path and query as they came. */
  readonly url: string
  readonly query: URLSearchParams
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown
}

/** Gets the parts of the path that the route's pattern takes. */
export type ApiHandler = (call: ApiCall, ...parts: readonly string[]) => Promise<ApiAnswer>

export interface ApiRoute {
  readonly method: string
  /** Over the path after `/api/v3`. */
  readonly pattern: RegExp
  readonly handle: ApiHandler
}

/** The repository, when there is one that this caller may see. */
export function repositoryOf(call: ApiCall, owner = '', name = ''): Repository {
  const isOurs = owner.toLowerCase() === OWNER
  const repository = isOurs ? call.shelf.find(name.replace(/\.git$/, '')) : undefined
  if (repository === undefined || (repository.record.private && !call.isOwner)) throw notFound()
  return repository
}

/** The repository, for a change to it. */
export function ownRepository(call: ApiCall, owner?: string, name?: string): Repository {
  needOwner(call)
  return repositoryOf(call, owner, name)
}

export function needOwner(call: ApiCall): void {
  if (!call.isOwner) throw new ApiError(401, 'Requires authentication')
}

/** The body in this shape; else the answer says which fields are wrong. */
export function bodyAs<T>(call: ApiCall, resource: string, shape: z.ZodType<T>): T {
  const result = shape.safeParse(call.body ?? {})
  if (result.success) return result.data
  const errors = result.error.issues.map(({ path, message }): FieldError => {
    return { resource, code: 'invalid', field: path.join('.'), message }
  })
  throw invalid(...errors)
}

const MOST_PER_PAGE = 100
const USUAL_PER_PAGE = 30

/** One page of a list, with a link to the next one. */
export function page<T>(call: ApiCall, items: readonly T[]): ApiAnswer {
  const size = Math.min(positive(call.query.get('per_page')) ?? USUAL_PER_PAGE, MOST_PER_PAGE)
  const number = positive(call.query.get('page')) ?? 1
  const shown = items.slice((number - 1) * size, number * size)
  if (items.length <= number * size) return ok(shown)
  const next = new URL(call.url, call.address())
  next.searchParams.set('page', String(number + 1))
  return { ...ok(shown), headers: { Link: `<${next.href}>; rel="next"` } }
}

function positive(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}
