import { createHash, timingSafeEqual } from 'node:crypto'

/** What a request says of who sends it. */
export type Credentials = 'none' | 'right' | 'wrong'

/** Any user name is right with the token as password; so is `Authorization: token …` or `Bearer …`. */
export function credentialsOf(authorization: string | undefined, token: string): Credentials {
  if (authorization === undefined || authorization.trim() === '') return 'none'
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization.trim()) ?? []
  const given = scheme.toLowerCase() === 'basic' ? passwordOf(value) : value
  const isKnown = ['basic', 'token', 'bearer'].includes(scheme.toLowerCase())
  return isKnown && isSame(given, token) ? 'right' : 'wrong'
}

/** The user name that came with the token, where it could be somebody's; undefined when none did. */
export function userOf(authorization: string | undefined): string | undefined {
  const [, basic = ''] = /^basic +(\S+)$/i.exec(authorization?.trim() ?? '') ?? []
  const [, user] = /^([a-z0-9][-a-z0-9]{0,38}):/i.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? []
  return user
}

/** Only this machine's own names, with the port; keeps pages of other sites from reaching us by a name of theirs. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `localhost:${port}` || host === `127.0.0.1:${port}`
}

function passwordOf(basic: string): string {
  const text = Buffer.from(basic, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1 ? '' : text.slice(colon + 1)
}

/** Takes as long whatever the difference is. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}
