import { createHash, timingSafeEqual } from 'node:crypto'

/** What access is decided on; nothing else of a request matters. */
export interface AccessRequest {
  readonly method: string
  /** Path and query as they came. */
  readonly url: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly cookie: string | undefined
  readonly authorization: string | undefined
  /** True for the socket, whose Origin must be there and ours. */
  readonly upgrade: boolean
}

/** What this run of the server is known by. */
export interface Identity {
  readonly port: number
  readonly token: string
}

export type Access =
  | { readonly kind: 'allowed' }
  /** The right token came in the address: put it in a cookie, then show the page under a clean address. */
  | { readonly kind: 'exchange'; readonly cookie: string }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 405 | 421; readonly reason: string }

/**
 * Loopback is a boundary, not a guarantee: any page in the learner's browser can reach this port, under any name that
 * resolves to 127.0.0.1. So every request must be addressed to us (Host), come from our own page when it comes from a
 * page at all (Origin), and know the token of this run.
 */
export function decideAccess(request: AccessRequest, identity: Identity): Access {
  const own = ownHosts(identity.port)
  if (request.host === undefined || !own.includes(request.host)) {
    return refused(421, 'The Host of this request is not this server.')
  }
  if (request.origin === undefined ? request.upgrade : request.origin !== `http://${request.host}`) {
    return refused(403, 'The Origin of this request is not a page of this server.')
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405, 'Only GET and HEAD are answered.')
  return decideToken(request, identity)
}

function decideToken(request: AccessRequest, identity: Identity): Access {
  const { path, query } = splitUrl(request.url)
  if (!request.upgrade && path === '/' && sameSecret(query.get('token'), identity.token)) {
    return { kind: 'exchange', cookie: sessionCookie(identity) }
  }
  const presented = cookieValue(request.cookie, cookieName(identity.port)) ?? bearer(request.authorization)
  if (sameSecret(presented, identity.token)) return { kind: 'allowed' }
  return refused(401, 'The token of this run is missing or wrong.')
}

/** Unlike `new URL`, never throws and never takes a part of the path for a host. */
export function splitUrl(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const at = url.indexOf('?')
  const [path, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
  return { path, query: new URLSearchParams(query) }
}

/** Cookies know no ports: the name keeps two instances on one machine apart. */
export const cookieName = (port: number): string => `drydock-${port}`

/** A session cookie: no script reads it, no other site sends it, and it goes when the browser goes. */
const sessionCookie = ({ port, token }: Identity): string =>
  `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict`

const ownHosts = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`]

function cookieValue(header: string | undefined, name: string): string | undefined {
  const pairs = header?.split(';').map((pair) => pair.trim()) ?? []
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** For programs that are no browser. */
const bearer = (header: string | undefined): string | undefined => /^Bearer (\S+)$/.exec(header ?? '')?.[1]

/** Compared by digest, so that the time tells neither the length nor the first wrong character. */
function sameSecret(presented: string | null | undefined, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return typeof presented === 'string' && timingSafeEqual(digest(presented), digest(secret))
}

const refused = (status: 401 | 403 | 405 | 421, reason: string): Access => ({ kind: 'refused', status, reason })
