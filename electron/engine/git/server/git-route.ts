import { OWNER } from '../git-paths.ts'

export type GitService = 'git-upload-pack' | 'git-receive-pack'

/** What of Git's smart HTTP protocol a request asks for. */
export interface GitRoute {
  readonly repository: string
  readonly service: GitService
  /** `refs`: what is there (GET); `service`: the exchange itself (POST). */
  readonly part: 'refs' | 'service'
}

const NAME = String.raw`[A-Za-z0-9_][A-Za-z0-9._-]{0,99}?`
const PATH = new RegExp(String.raw`^/${OWNER}/(${NAME})(?:\.git)?/(info/refs|git-upload-pack|git-receive-pack)$`)

/** Undefined for everything else: other paths, other owners, encoded characters, the dumb protocol. */
export function gitRoute(method: string, url: string): GitRoute | undefined {
  const [path = '', query = ''] = url.split('?', 2)
  const [, repository, action = ''] = PATH.exec(path) ?? []
  if (repository === undefined || !isRepositoryName(repository)) return undefined
  if (action === 'info/refs') {
    const service = new URLSearchParams(query).get('service') ?? ''
    return method === 'GET' && isService(service) ? { repository, service, part: 'refs' } : undefined
  }
  return method === 'POST' && isService(action) ? { repository, service: action, part: 'service' } : undefined
}

/** A name becomes a folder and part of an address. */
export function isRepositoryName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(name) && !/\.(git|json|lock)$/i.test(name) && !name.endsWith('.')
}

const isService = (name: string): name is GitService => name === 'git-upload-pack' || name === 'git-receive-pack'
