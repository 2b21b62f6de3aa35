import { mkdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { create } from 'tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../../../scripts/toolchain/files.ts'
import { currentPlatform } from '../../../scripts/toolchain/platform.ts'
import { cutAfter, silence, status, whole } from './helpers/release-server.ts'
import {
  bye,
  createToolchainFixture,
  hello,
  RELEASED,
  releasesOf,
  run,
  sha256,
  type ToolchainFixture,
} from './helpers/toolchain-fixture.ts'

const BUILD_TIMEOUT_MS = 120_000
const FIXTURES = join(import.meta.dirname, 'fixtures')

let fixture: ToolchainFixture

beforeEach(async () => {
  fixture = await createToolchainFixture()
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

const plain = (sha = sha256(RELEASED), path = '/hello') =>
  releasesOf({ url: `${fixture.server.url}${path}`, packing: { kind: 'plain' }, sha256: sha })

describe('getTools', () => {
  it('installs a release whose digest is right and records where it is', async () => {
    fixture.server.serve('/hello', whole(RELEASED))
    const tools = await fixture.get({ releases: plain() })
    const path = tools.get('hello')?.path
    expect(run(path)).toBe('hello from the release')
    expect(JSON.parse(await readFile(fixture.folders.installed, 'utf8'))).toEqual({
      schema: 1,
      platform: currentPlatform(),
      tools: { hello: { version: 'v1', path, sha256: sha256(RELEASED), source: 'release' } },
    })
  })

  it('keeps the tool in a folder named after tool, version and content', async () => {
    fixture.server.serve('/hello', whole(RELEASED))
    const { path = '' } = (await fixture.get({ releases: plain() })).get('hello') ?? {}
    expect(path.slice(fixture.folders.store.length)).toMatch(/^\/hello-v1-[0-9a-f]{16}\/hello$/)
  })

  it('asks nobody when everything is cached', async () => {
    fixture.server.serve('/hello', whole(RELEASED))
    const first = await fixture.get({ releases: plain() })
    fixture.server.serve('/hello', status(500))
    const second = await fixture.get({ releases: plain(), env: { PATH: '' } })
    expect(second).toEqual(first)
    expect(fixture.server.requests).toEqual(['/hello'])
  })

  it.each([
    ['tar.gz', async () => tarball('hello-v1/hello', RELEASED), 'hello from the release'],
    ['zip', async () => readFile(join(FIXTURES, 'hello.zip')), 'hello from the zip'],
  ] as const)('takes the tool out of a %s archive', async (kind, archive, says) => {
    const body = await archive()
    fixture.server.serve('/archive', whole(body))
    const packing = { kind, member: 'hello-v1/hello' }
    const tools = await fixture.get({
      releases: releasesOf({ url: `${fixture.server.url}/archive`, packing, sha256: sha256(body) }),
    })
    expect(run(tools.get('hello')?.path)).toBe(says)
  })

  it('downloads an archive once for all the tools in it', async () => {
    const body = await tarball('hello-v1/hello', RELEASED)
    fixture.server.serve('/archive', whole(body))
    const release = () => ({
      url: `${fixture.server.url}/archive`,
      packing: { kind: 'tar.gz', member: 'hello-v1/hello' } as const,
      sha256: sha256(body),
    })
    const tools = await fixture.get({ pins: [hello, bye], releases: { hello: release, bye: release } })
    expect([...tools.keys()]).toEqual(['hello', 'bye'])
    expect(fixture.server.requests).toEqual(['/archive'])
  })

  it('goes on where a connection broke', async () => {
    fixture.server.serve('/hello', cutAfter(10, RELEASED, 2))
    const tools = await fixture.get({ releases: plain() })
    expect(tools.get('hello')?.source).toBe('release')
    expect(fixture.server.requests).toEqual(['/hello', '/hello bytes=10-', '/hello bytes=20-'])
  })

  it('replaces a tool that was cut short in the store', async () => {
    fixture.server.serve('/hello', whole(RELEASED))
    const { path = '' } = (await fixture.get({ releases: plain() })).get('hello') ?? {}
    await truncate(path, 5)
    await fixture.get({ releases: plain() })
    expect(await readFile(path, 'utf8')).toBe(RELEASED)
  })

  it('replaces a tool that was changed in the store without changing its size', async () => {
    fixture.server.serve('/hello', whole(RELEASED))
    const { path = '' } = (await fixture.get({ releases: plain() })).get('hello') ?? {}
    await writeFile(path, RELEASED.replace('hello', 'HELLO'))
    await fixture.get({ releases: plain() })
    expect(await readFile(path, 'utf8')).toBe(RELEASED)
  })

  it('keeps a tool that was only touched', async () => {
    fixture.server.serve('/hello', whole(RELEASED))
    const { path = '' } = (await fixture.get({ releases: plain() })).get('hello') ?? {}
    await utimes(path, new Date(0), new Date(0))
    await fixture.get({ releases: plain() })
    expect((await stat(path)).mtimeMs).toBe(0)
    expect(fixture.server.requests).toEqual(['/hello'])
  })

  it('makes the list again from the store when it is lost', async () => {
    fixture.server.serve('/hello', whole(RELEASED))
    const first = await fixture.get({ releases: plain() })
    await writeFile(fixture.folders.installed, '{ "schema": 1, "plat')
    const second = await fixture.get({ releases: plain() })
    expect(second.get('hello')).toEqual({ ...first.get('hello'), source: 'cache' })
    expect(fixture.server.requests).toEqual(['/hello'])
  })

  it('accepts the checksum that upstream publishes only when told to', async () => {
    fixture.server.serve('/hello', whole(RELEASED))
    fixture.server.serve('/sums', whole(`${sha256('x')}  other\n${sha256(RELEASED)}  hello\n`))
    const url = `${fixture.server.url}/hello`
    const checksum = { url: `${fixture.server.url}/sums`, format: 'lines' } as const
    const releases = releasesOf({ url, packing: { kind: 'plain' }, checksum })
    const env = { ...process.env, DRYDOCK_TOOLCHAIN_TRUST_PUBLISHED_CHECKSUMS: '1' }
    const tools = await fixture.get({ releases, env })
    expect(tools.get('hello')?.source).toBe('release')
  })

  describe('when the release cannot be used', () => {
    const built = async (releases: ReturnType<typeof plain>, timeout = {}) => {
      const tools = await fixture.get({ releases, ...timeout })
      expect(tools.get('hello')?.source).toBe('built')
      expect(run(tools.get('hello')?.path)).toBe('hello v1')
      return fixture.progress.flatMap(({ notes = [] }) => notes)[0]
    }

    it(
      'builds from source when the checksum is wrong, and says which file, what was expected and what was found',
      async () => {
        fixture.server.serve('/hello', whole('something else'))
        const expected = sha256(RELEASED)
        expect(await built(plain())).toBe(
          `hello: the checksum of ${fixture.server.url}/hello is wrong: expected ${expected}, found ${sha256('something else')}`,
        )
      },
      BUILD_TIMEOUT_MS,
    )

    it(
      'builds from source when the connection breaks every time',
      async () => {
        fixture.server.serve('/hello', cutAfter(10, RELEASED.repeat(10), Infinity, { etag: false }))
        expect(await built(plain())).toMatch(/^hello: http:\S+ broke off 4 times \(.+\)$/)
        expect(fixture.server.requests).toHaveLength(4)
      },
      BUILD_TIMEOUT_MS,
    )

    it(
      'builds from source when the host cannot be reached, and asks it only once for all tools',
      async () => {
        const url = fixture.server.url
        await fixture.server[Symbol.asyncDispose]()
        let asked = 0
        const counting = (...args: Parameters<typeof fetch>) => (asked++, fetch(...args))
        const release = () => ({ url: `${url}/hello`, packing: { kind: 'plain' } as const, sha256: sha256(RELEASED) })
        await fixture.get({ pins: [hello, bye], releases: { hello: release, bye: release }, fetch: counting })
        expect(asked).toBe(1)
        expect(fixture.progress.flatMap(({ notes = [] }) => notes)[0]).toBe(
          `hello and bye: ${new URL(url).host} cannot be reached (ECONNREFUSED)`,
        )
        fixture = await createToolchainFixture()
      },
      BUILD_TIMEOUT_MS,
    )

    it(
      'builds from source when the host takes the connection and says nothing',
      async () => {
        fixture.server.serve('/hello', silence())
        expect(await built(plain())).toMatch(/cannot be reached \(no answer in 0.5 s\)$/)
      },
      BUILD_TIMEOUT_MS,
    )

    it(
      'builds from source when no digest is pinned',
      async () => {
        fixture.server.serve('/hello', whole(RELEASED))
        const checksum = { url: `${fixture.server.url}/sums`, format: 'lines' } as const
        const releases = releasesOf({ url: `${fixture.server.url}/hello`, packing: { kind: 'plain' }, checksum })
        expect(await built(releases)).toBe(
          "hello: no digest of the release is pinned (DRYDOCK_TOOLCHAIN_TRUST_PUBLISHED_CHECKSUMS=1 accepts upstream's own)",
        )
        expect(fixture.server.requests).toEqual([])
      },
      BUILD_TIMEOUT_MS,
    )

    it(
      'builds from source when the archive does not hold the tool',
      async () => {
        const body = await tarball('hello-v1/other', RELEASED)
        fixture.server.serve('/hello.tar.gz', whole(body))
        const packing = { kind: 'tar.gz', member: 'hello-v1/hello' } as const
        const url = `${fixture.server.url}/hello.tar.gz`
        expect(await built(releasesOf({ url, packing, sha256: sha256(body) }))).toBe(
          'hello: hello.tar.gz holds no file hello-v1/hello',
        )
      },
      BUILD_TIMEOUT_MS,
    )
  })
})

async function tarball(member: string, content: string): Promise<Buffer> {
  return withTemporaryFolder(fixture.scratch, async (folder) => {
    await mkdir(join(folder, 'hello-v1'))
    await writeFile(join(folder, member), content)
    await create({ file: join(folder, 'made.tgz'), cwd: folder, gzip: true }, ['hello-v1'])
    return readFile(join(folder, 'made.tgz'))
  })
}
