import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { silentLog } from '../../electron/engine/lib/log.ts'
import { startFaceServer, type FaceServer } from '../../electron/serve/http-server.ts'
import { openStaticFiles } from '../../electron/serve/static-files.ts'
import { hostsThatAccept } from '../helpers/hosts-that-accept.ts'

const token = 'token-of-this-run-0123456789abcdef0123'
let folder: string
let server: FaceServer
let own: { Host: string; Cookie: string }
let admitted = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-serve-'))
  mkdirSync(join(folder, 'page/assets'), { recursive: true })
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><title>Drydock</title>')
  writeFileSync(join(folder, 'page/assets/index-abc.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'not for the page')
  const files = openStaticFiles(join(folder, 'page'))
  const onSocket = (socket: WebSocket): void => {
    admitted += 1
    socket.on('error', () => undefined)
  }
  server = await startFaceServer({ port: 0, token, files, onSocket, log: silentLog })
  own = { Host: `127.0.0.1:${server.port}`, Cookie: `drydock-${server.port}=${token}` }
})

afterAll(() => {
  server.dispose()
  rmSync(folder, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends the path as it is: no client tidies up `..`, no browser adds headers. */
function get(path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers, setHost: false }, (response) => {
    let body = ''
    response.on('data', (chunk) => (body += chunk))
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
  })
  sent.on('error', reject).end()
  return promise
}

/** `open`, or the status with which the upgrade was refused. */
function openSocket(headers: Record<string, string>, path = '/engine'): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
  socket.on('open', () => {
    socket.close()
    resolve('open')
  })
  socket.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)))
  socket.on('error', () => undefined)
  return promise
}

describe('the page', () => {
  it('comes with headers that shut everything else out', async () => {
    const { status, headers, body } = await get('/', own)
    const { host: _host, date: _date, connection: _connection, 'keep-alive': _keepAlive, ...rest } = headers
    expect({ status, body }).toEqual({ status: 200, body: '<!doctype html><title>Drydock</title>' })
    const policy = String(headers['content-security-policy']).replace(/'sha256-[^']+'/, "'sha256-…'")
    expect({ ...rest, 'content-security-policy': policy }).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-length': '37',
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-…'; img-src 'self' data:; font-src 'self'; " +
        `worker-src 'self'; connect-src 'self' ws://${own.Host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'permissions-policy':
        'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), display-capture=()',
      'origin-agent-cluster': '?1',
    })
  })

  it('keeps files that are named after their content, and answers HEAD without a body', async () => {
    const { status, headers, body } = await get('/assets/index-abc.js', own, 'HEAD')
    expect([status, headers['cache-control'], headers['content-length'], body]).toEqual([
      200,
      'private, max-age=31536000, immutable',
      '9',
      '',
    ])
  })

  it('takes the token from the address, then works with the cookie alone', async () => {
    const first = await get(`/?token=${token}`, { Host: own.Host })
    expect([first.status, first.headers.location, first.body]).toEqual([303, '/', ''])
    const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    expect((await get('/', { Host: own.Host, Cookie: cookie })).status).toBe(200)
    expect(await openSocket({ Host: own.Host, Cookie: cookie, Origin: `http://${own.Host}` })).toBe('open')
  })

  it.each([
    ['without a token', () => ({ Host: own.Host }), 401],
    ['with a wrong token', () => ({ ...own, Cookie: `drydock-${server.port}=guess` }), 401],
    ['under a name that resolves to us', () => ({ ...own, Host: `evil.example:${server.port}` }), 421],
    ['from a page of another server', () => ({ ...own, Origin: 'http://127.0.0.1:8080' }), 403],
  ])('is refused %s, assets as well', async (_how, headers, status) => {
    const answers = [await get('/', headers()), await get('/assets/index-abc.js', headers())]
    expect(answers.map((answer) => answer.status)).toEqual([status, status])
    expect(answers.map((answer) => answer.body.includes('belongs to another run'))).toEqual([true, true])
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..\\..\\secret.txt',
    '//secret.txt',
    '/assets',
    '/__proto__',
    '/index.html%00.js',
  ])('has nothing at %s', async (path) => {
    expect((await get(path, own)).status).toBe(404)
  })

  it('answers nothing but GET and HEAD', async () => {
    const methods = ['POST', 'PUT', 'DELETE', 'OPTIONS']
    const answers = await Promise.all(methods.map((method) => get('/', own, method)))
    expect(answers.map(({ status }) => status)).toEqual([405, 405, 405, 405])
  })
})

describe('the socket', () => {
  it('opens for our own page only', async () => {
    const before = admitted
    const origin = `http://${own.Host}`
    const outcomes = await Promise.all([
      openSocket({ ...own, Origin: origin }),
      openSocket({ ...own }),
      openSocket({ ...own, Origin: 'http://evil.example' }),
      openSocket({ ...own, Origin: 'null' }),
      openSocket({ Host: own.Host, Origin: origin }),
      openSocket({ ...own, Cookie: `drydock-${server.port}=guess`, Origin: origin }),
      openSocket({ ...own, Host: 'evil.example', Origin: 'http://evil.example' }),
      openSocket({ ...own, Origin: origin }, '/other'),
      openSocket({ Host: own.Host, Origin: origin }, `/engine?token=${token}`),
    ])
    expect(outcomes).toEqual(['open', '403', '403', '403', '401', '401', '421', '404', '401'])
    expect(admitted - before).toBe(1)
  })

  it('says what it is to a plain request', async () => {
    expect((await get('/engine', own)).status).toBe(426)
  })
})

describe('the address', () => {
  it('is on 127.0.0.1 and on no other interface', async () => {
    expect(await hostsThatAccept(server.port)).toEqual(['127.0.0.1'])
  })
})
