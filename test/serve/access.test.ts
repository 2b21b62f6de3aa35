import { describe, expect, it } from 'vitest'
import { decideAccess, type AccessRequest } from '../../electron/serve/access.ts'

const identity = { port: 4717, token: 'secret-of-this-run' }
const cookie = `theme=dark; drydock-4717=${identity.token}`
const page: AccessRequest = {
  method: 'GET',
  url: '/',
  host: '127.0.0.1:4717',
  origin: undefined,
  cookie,
  authorization: undefined,
  upgrade: false,
}
const socket: AccessRequest = { ...page, url: '/engine', origin: 'http://127.0.0.1:4717', upgrade: true }
const statusOf = (request: AccessRequest): number | string => {
  const access = decideAccess(request, identity)
  return access.kind === 'refused' ? access.status : access.kind
}

describe('decideAccess', () => {
  it('lets our own page and its socket in', () => {
    expect([page, { ...page, method: 'HEAD' }, socket].map(statusOf)).toEqual(['allowed', 'allowed', 'allowed'])
  })

  it('lets a program in that bears the token, but never without an Origin on the socket', () => {
    const program = { ...socket, cookie: undefined, authorization: `Bearer ${identity.token}` }
    expect([program, { ...program, origin: undefined }].map(statusOf)).toEqual(['allowed', 403])
  })

  it('answers to localhost when the whole request does', () => {
    const local = { ...socket, host: 'localhost:4717', origin: 'http://localhost:4717' }
    expect([local, { ...local, origin: 'http://127.0.0.1:4717' }].map(statusOf)).toEqual(['allowed', 403])
  })

  it('changes the token in the address for a cookie that no script and no other site gets', () => {
    expect(decideAccess({ ...page, url: `/?token=${identity.token}`, cookie: undefined }, identity)).toEqual({
      kind: 'exchange',
      cookie: `drydock-4717=${identity.token}; Path=/; HttpOnly; SameSite=Strict`,
    })
  })

  it.each([
    ['no token', { cookie: undefined }, 401],
    ['a wrong token', { cookie: 'drydock-4717=guess' }, 401],
    ['the token of another instance', { cookie: `drydock-4718=${identity.token}` }, 401],
    ['a wrong token in the address', { url: '/?token=guess', cookie: undefined }, 401],
    [
      'the token in the address of something else than the page',
      { url: `/a.js?token=${identity.token}`, cookie: undefined },
      401,
    ],
    ['a wrong bearer', { cookie: undefined, authorization: 'Bearer guess' }, 401],
    ['no Host', { host: undefined }, 421],
    ['a Host that resolves to us', { host: 'evil.example:4717' }, 421],
    ['our Host on another port', { host: '127.0.0.1:80' }, 421],
    ['an IPv6 Host', { host: '[::1]:4717' }, 421],
    ['a foreign Origin', { origin: 'http://evil.example' }, 403],
    ['an Origin on another port of this machine', { origin: 'http://127.0.0.1:8080' }, 403],
    ['an opaque Origin', { origin: 'null' }, 403],
    ['a writing method', { method: 'POST' }, 405],
  ])('refuses %s', (_what, change, status) => {
    expect(statusOf({ ...page, ...change })).toBe(status)
  })

  it.each([
    ['no Origin', { origin: undefined }, 403],
    ['a foreign Origin', { origin: 'http://evil.example' }, 403],
    ['a foreign Host', { host: 'evil.example:4717', origin: 'http://evil.example:4717' }, 421],
    ['no token', { cookie: undefined }, 401],
    ['only a token in the address', { url: `/engine?token=${identity.token}`, cookie: undefined }, 401],
  ])('refuses a socket with %s', (_what, change, status) => {
    expect(statusOf({ ...socket, ...change })).toBe(status)
  })

  it('survives addresses that are no addresses', () => {
    expect(['//evil.example/', '*', '/%', ''].map((url) => statusOf({ ...page, url, cookie: undefined }))).toEqual([
      401, 401, 401, 401,
    ])
  })
})
