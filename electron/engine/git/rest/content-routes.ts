import { compare } from '../compare.ts'
import type { Repository } from '../repository.ts'
import { branchHead, resolve } from '../revisions.ts'
import type { Git } from '../run-git.ts'
import { notFound, ok } from './api-answer.ts'
import { page, repositoryOf, type ApiHandler, type ApiRoute } from './api-call.ts'
import { apiUrl, commitShape } from './shapes.ts'

const commits: ApiHandler = async (call, owner, name) => {
  const repository = repositoryOf(call, owner, name)
  const start = await resolve(repository.git, call.query.get('sha') ?? repository.record.defaultBranch)
  const reached = repository.graph.reach(start)
  const path = call.query.get('path')
  const touches = (paths: readonly string[]): boolean =>
    path === null || paths.some((one) => one === path || one.startsWith(`${path}/`))
  const wanted = repository.state.commits.filter(({ id, paths }) => reached.has(id) && touches(paths))
  return page(
    call,
    wanted.map((commit) => commitShape(call.address(), repository, commit)),
  )
}

const oneCommit: ApiHandler = async (call, owner, name, revision = '') => {
  const repository = repositoryOf(call, owner, name)
  const commit = repository.graph.commit(await resolve(repository.git, revision))
  if (commit === undefined) throw notFound()
  const files = commit.paths.map((filename) => ({ filename }))
  return ok({ ...commitShape(call.address(), repository, commit), files })
}

const STATUS = { added: 'added', changed: 'modified', removed: 'removed', renamed: 'renamed' } as const

const compared: ApiHandler = async (call, owner, name, base = '', head = '') => {
  const repository = repositoryOf(call, owner, name)
  const { commits: found, files } = await compare(repository, base, head)
  const [from, to] = [await resolve(repository.git, base), await resolve(repository.git, head)]
  const [ahead, behind] = [repository.graph.ahead(to, from), repository.graph.ahead(from, to)]
  const shown = found.flatMap(({ id }) => repository.graph.commit(id) ?? []).reverse()
  return ok({
    status: statusOf(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: shown.length,
    commits: shown.map((commit) => commitShape(call.address(), repository, commit)),
    files: files.map(({ path, change, previousPath }) => ({
      filename: path,
      status: STATUS[change],
      ...(previousPath === undefined ? {} : { previous_filename: previousPath }),
    })),
  })
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}

const contents: ApiHandler = async (call, owner, name, path = '') => {
  const repository = repositoryOf(call, owner, name)
  const wish = call.query.get('ref')
  const commit = await headOf(repository, wish)
  const plain = path.replace(/^\/+|\/+$/g, '')
  const entry = plain === '' ? undefined : (await entries(repository.git, commit, ['--', plain])).find(isAt(plain))
  if (plain !== '' && entry === undefined) throw notFound()
  const url = `${apiUrl(call.address(), repository)}/contents`
  if (entry?.type === 'blob') return ok(await fileShape(repository.git, url, entry))
  const inside = await entries(repository.git, commit, plain === '' ? [] : ['--', `${plain}/`])
  return ok(inside.map((one) => entryShape(url, one)))
}

async function headOf(repository: Repository, wish: string | null): Promise<string> {
  if (wish !== null) return await resolve(repository.git, wish)
  const head = await branchHead(repository.git, repository.record.defaultBranch)
  if (head === undefined) throw notFound()
  return head
}

interface Entry {
  readonly type: string
  readonly sha: string
  readonly size: number
  readonly path: string
}

const isAt = (path: string) => (entry: Entry) => entry.path === path

async function entries(git: Git, commit: string, which: readonly string[]): Promise<readonly Entry[]> {
  const text = await git(['--literal-pathspecs', 'ls-tree', '-z', '-l', '--full-tree', commit, ...which])
  return text.split('\0').flatMap((line) => {
    const [, type = '', sha = '', size = '', path] = /^\d+ (\w+) (\w+) +(\S+)\t([^]*)$/.exec(line) ?? []
    return path === undefined ? [] : [{ type, sha, size: Number(size) || 0, path }]
  })
}

const TYPES: Readonly<Record<string, string>> = { blob: 'file', tree: 'dir', commit: 'submodule' }

const entryShape = (url: string, { type, sha, size, path }: Entry): object => ({
  ...{ type: TYPES[type] ?? type, name: path.split('/').at(-1), path, sha, size },
  url: `${url}/${path.split('/').map(encodeURIComponent).join('/')}`,
})

/** Larger files are named, but their contents are for `git clone`. */
const MAX_FILE_BYTES = 1024 * 1024

async function fileShape(git: Git, url: string, entry: Entry): Promise<object> {
  const isShown = entry.size <= MAX_FILE_BYTES
  const bytes = isShown ? await git.bytes(['cat-file', 'blob', entry.sha]) : new Uint8Array()
  const content = Buffer.from(bytes).toString('base64').replace(/.{60}/g, '$&\n')
  return { ...entryShape(url, entry), encoding: isShown ? 'base64' : 'none', content }
}

const REPO = String.raw`^\/repos\/([^/]+)\/([^/]+)`

export const contentRoutes: readonly ApiRoute[] = [
  { method: 'GET', pattern: new RegExp(`${REPO}/commits$`), handle: commits },
  { method: 'GET', pattern: new RegExp(`${REPO}/commits/(.+)$`), handle: oneCommit },
  { method: 'GET', pattern: new RegExp(`${REPO}/compare/(.+?)\\.\\.\\.(.+)$`), handle: compared },
  { method: 'GET', pattern: new RegExp(`${REPO}/contents(?:/(.*))?$`), handle: contents },
]
