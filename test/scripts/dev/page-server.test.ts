import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { silentLog } from '../../../electron/engine/lib/log.ts'
import { newToken } from '../../../electron/serve/greeting.ts'
import { startFaceServer, type FaceServer } from '../../../electron/serve/http-server.ts'
import { openStaticFiles } from '../../../electron/serve/static-files.ts'
import { servePage, type PageServer } from '../../../scripts/dev/page-server.ts'

const root = join(import.meta.dirname, '../../..')
const token = newToken()
let folder: string
let engine: FaceServer
let page: PageServer
let cookie: string
let exchanged: readonly unknown[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-dev-'))
  const onSocket = (socket: WebSocket): void => socket.close()
  engine = await startFaceServer({ port: 0, token, files: openStaticFiles(folder), onSocket, log: silentLog })
  page = await servePage({ root, engine: `http://127.0.0.1:${engine.port}`, port: 5399 })
  const exchange = await fetch(`${page.address}?token=${token}`, { redirect: 'manual' })
  exchanged = [exchange.status, exchange.headers.get('location')]
  cookie = exchange.headers.get('set-cookie')?.split(';')[0] ?? ''
})
afterAll(async () => {
  await page.dispose()
  engine.dispose()
  rmSync(folder, { recursive: true })
})

async function openSocket(headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(`${page.address.replace('http', 'ws')}engine`, { headers })
  socket.on('error', () => undefined)
  const refused = once(socket, 'unexpected-response').then(([, response]) =>
    String((response as { statusCode: number }).statusCode),
  )
  return Promise.race([once(socket, 'open').then(() => 'open'), refused])
}

describe('the page server of npm run dev', () => {
  it('serves the page from its sources', async () => {
    const text = await (await fetch(page.address)).text()
    expect(text).toContain('/@vite/client')
  })

  it('passes the exchange of the token on', async () => {
    expect(exchanged).toEqual([303, '/'])
    expect((await fetch(`${page.address}?token=guess`)).status).toBe(401)
  })

  it('lets its own page through to the engine, and nothing that the engine would refuse', async () => {
    const own = page.address.replace(/\/$/, '')
    const outcomes = await Promise.all([
      openSocket({ cookie, origin: own }),
      openSocket({ origin: own }),
      openSocket({ cookie, origin: 'http://evil.example' }),
      openSocket({ cookie }),
    ])
    expect(outcomes).toEqual(['open', '401', '403', '403'])
  })
})
