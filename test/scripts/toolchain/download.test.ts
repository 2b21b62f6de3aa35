import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { download } from '../../../scripts/toolchain/download.ts'
import type { Downloads } from '../../../scripts/toolchain/release-host.ts'
import { cutAfter, status, whole } from './helpers/release-server.ts'
import { createToolchainFixture, type ToolchainFixture } from './helpers/toolchain-fixture.ts'

const BODY = 'a body of some length, to be cut and taken up again'

let fixture: ToolchainFixture

beforeEach(async () => {
  fixture = await createToolchainFixture()
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

function start(changes: Partial<Downloads> = {}) {
  const timing = { answerMs: 1_000, silenceMs: 200, firstPauseMs: 1 }
  const downloads: Downloads = { fetch, timing, unreachableHosts: new Map(), ...changes }
  const to = join(fixture.scratch, 'file')
  const bytes: number[] = []
  const result = download(downloads, `${fixture.server.url}/file`, to, (done) => {
    bytes.push(done)
    fixture.server.cut()
  }).then(
    () => 'downloaded',
    (error: Error) => error.message,
  )
  return { result, bytes, saved: () => readFile(to, 'utf8'), downloads }
}

describe('download', () => {
  it('counts on from where it broke, never back', async () => {
    fixture.server.serve('/file', cutAfter(20, BODY, 2))
    const { result, bytes, saved } = start()
    expect(await result).toBe('downloaded')
    expect(await saved()).toBe(BODY)
    expect(bytes).toEqual([20, 40, BODY.length])
  })

  it('starts again when the server cannot vouch for the file', async () => {
    fixture.server.serve('/file', cutAfter(20, BODY, 1, { etag: false }))
    const { result, saved } = start()
    expect(await result).toBe('downloaded')
    expect(await saved()).toBe(BODY)
    expect(fixture.server.requests).toEqual(['/file', '/file'])
  })

  it('starts again when the file changed in between', async () => {
    const cut = cutAfter(20, BODY)
    const changed = `${BODY}, but another one`
    fixture.server.serve('/file', (request, response) => {
      cut(request, response)
      fixture.server.serve('/file', whole(changed))
    })
    const { result, saved } = start()
    expect(await result).toBe('downloaded')
    expect(await saved()).toBe(changed)
  })

  it('tries again when the server is busy', async () => {
    fixture.server.serve('/file', (request, response) => {
      status(503)(request, response)
      fixture.server.serve('/file', whole(BODY))
    })
    expect(await start().result).toBe('downloaded')
  })

  it('takes silence in the middle for a cut connection', async () => {
    fixture.server.serve('/file', (_request, response) => {
      response.writeHead(200, { 'content-length': BODY.length }).write('a')
      fixture.server.serve('/file', whole(BODY))
    })
    expect(await start().result).toBe('downloaded')
  })

  it('goes on when the host is away for a moment in the middle', async () => {
    fixture.server.serve('/file', cutAfter(20, BODY, 1))
    let asked = 0
    const flaky: Downloads['fetch'] = async (url, init) => {
      if (++asked === 2)
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENETDOWN' }) })
      return fetch(url, init)
    }
    const { result, downloads } = start({ fetch: flaky })
    expect(await result).toBe('downloaded')
    expect(downloads.unreachableHosts.size).toBe(0)
  })

  it('does not try again what the server says it does not have', async () => {
    expect(await start().result).toBe(`${fixture.server.url}/file answered 404`)
    expect(fixture.server.requests).toEqual(['/file'])
  })

  it('stops at once when it is aborted', async () => {
    const abort = new AbortController()
    fixture.server.serve('/file', (_request, response) => {
      response.writeHead(200, { 'content-length': BODY.length }).write('a')
      abort.abort(new Error('enough'))
    })
    expect(await start({ signal: abort.signal }).result).toBe('enough')
  })
})
