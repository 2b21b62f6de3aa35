import { readFile, readdir, writeFile } from 'node:fs/promises'
import { constants, getPriority } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DrydockError } from '../../../electron/contract/errors.ts'
import { readDurations } from '../../../scripts/toolchain/durations.ts'
import type { ToolPin } from '../../../scripts/toolchain/pins.ts'
import {
  bye,
  createToolchainFixture,
  hello,
  helloModule,
  run,
  type ToolchainFixture,
} from './helpers/toolchain-fixture.ts'

const BUILD_TIMEOUT_MS = 120_000
const broken: ToolPin = {
  ...hello,
  module: { ...helloModule, name: 'broken', directory: join(import.meta.dirname, 'fixtures', 'broken') },
  package: 'example.test/broken',
}

let fixture: ToolchainFixture

beforeEach(async () => {
  fixture = await createToolchainFixture()
})

afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
})

/** The detail of the error that getting the tools ends with. */
async function failure(getting: Promise<unknown>) {
  const error = await getting.then(
    () => undefined,
    (thrown: DrydockError) => thrown,
  )
  return error?.detail
}

/** A `go` of our own, first on the PATH. */
async function withGo(script: string): Promise<NodeJS.ProcessEnv> {
  await writeFile(join(fixture.scratch, 'go'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return { ...process.env, PATH: `${fixture.scratch}:${process.env['PATH']}` }
}

describe('building from source', () => {
  it(
    'makes every tool of a module with one run and records each',
    async () => {
      const tools = await fixture.get({ pins: [hello, bye] })
      expect([...tools.values()].map(({ path, source }) => [run(path), source])).toEqual([
        ['hello v1', 'built'],
        ['bye', 'built'],
      ])
      expect(
        new Set(fixture.progress.filter(({ phase }) => phase === 'build').map(({ tools }) => tools.join())),
      ).toEqual(new Set(['hello,bye']))
    },
    BUILD_TIMEOUT_MS,
  )

  it(
    'builds only the tool that is missing',
    async () => {
      await fixture.get({ pins: [hello] })
      await fixture.get({ pins: [hello, bye] })
      expect(
        fixture.progress.filter(({ phase }) => phase === 'build').map(({ tools, index, of }) => [tools, index, of]),
      ).toEqual(
        expect.arrayContaining([
          [['hello'], 1, 1],
          [['bye'], 2, 2],
        ]),
      )
    },
    BUILD_TIMEOUT_MS,
  )

  it(
    'counts each package that is compiled against how many there are',
    async () => {
      const env = {
        ...process.env,
        GOPROXY: 'off',
        GOCACHE: fixture.scratch,
      }
      await fixture.get({ env })
      const counts = fixture.progress.filter(({ phase }) => phase === 'build').map(({ done, total }) => [done, total])
      const [, total = 0] = counts[0] ?? []
      expect(total).toBeGreaterThan(10)
      // The main package itself is compiled too; it is counted when it comes.
      expect(counts.at(-1)).toEqual([total + 1, total + 1])
      expect(Object.keys(await readDurations(fixture.folders))).toEqual([])
    },
    BUILD_TIMEOUT_MS,
  )

  it(
    'builds the same bytes twice',
    async () => {
      const first = await fixture.get()
      const other = await createToolchainFixture()
      const second = await other.get()
      await other[Symbol.asyncDispose]()
      expect(second.get('hello')?.sha256).toBe(first.get('hello')?.sha256)
    },
    BUILD_TIMEOUT_MS,
  )

  it('says what to do when there is no Go, and why the release was not used', async () => {
    expect(await failure(fixture.get({ env: { PATH: '/nowhere' } }))).toEqual({
      code: 'tool-missing',
      happened: 'There is no Go on the PATH, and it is needed to build tools from source.',
      remedy:
        "Install Go 1.26 or newer from your system's packages or from go.dev/dl and put it on the PATH, " +
        'or get a packaged Drydock, which brings the tools along.',
      output: 'Why the official releases were not used:\nhello: upstream publishes no release for this platform',
    })
  })

  it.each([
    ['names its version', `echo '{"GOVERSION":"go1.25.4","GOMODCACHE":"/none"}'`],
    [
      'refuses the module',
      `echo 'go: go.mod requires go >= 1.26.0 (running go 1.25.4; GOTOOLCHAIN=local)' >&2; exit 1`,
    ],
  ])('says what to do when Go is too old and %s', async (_how, script) => {
    const detail = await failure(fixture.get({ env: await withGo(script) }))
    expect(detail?.code).toBe('tool-missing')
    expect(detail?.happened).toBe('Go 1.25.4 is on the PATH; building the tools needs 1.26 or newer.')
  })

  it('says that the network is needed when a module cannot be downloaded', async () => {
    const script = `case "$1" in env) echo '{"GOVERSION":"go1.26.8","GOMODCACHE":"/none"}';; mod) echo '{}';;
      *) echo 'go: example.test/x@v1.0.0: dial tcp: lookup proxy.test: no such host' >&2; exit 1;; esac`
    const detail = await failure(fixture.get({ env: await withGo(script) }))
    expect(detail?.happened).toContain('"go list" of the module hello failed: go: example.test/x@v1.0.0: dial tcp')
    expect(detail?.remedy).toBe(
      'Connect to the network, or point GOPROXY at a Go module proxy that can be reached; then try again.',
    )
  })

  it.each([
    ['as fast as it can', false, getPriority()],
    ['behind everything else when somebody is at work meanwhile', true, constants.priority.PRIORITY_BELOW_NORMAL],
  ])('compiles %s', async (_how, background, niceness) => {
    const script = `case "$1" in env) echo '{"GOVERSION":"go1.26.8","GOMODCACHE":"/none"}';; mod) echo '{}';;
      list) ;; *) sleep 0.3; echo "niceness $(nice)" >&2; exit 1;; esac`
    const detail = await failure(fixture.get({ background, env: await withGo(script) }))
    expect(detail?.happened).toContain(`: niceness ${niceness}.`)
  })

  it('says that the disk is full when Go does', async () => {
    const script = `case "$1" in env) echo '{"GOVERSION":"go1.26.8","GOMODCACHE":"/none"}';; mod) echo '{}';;
      list) ;; *) echo 'write /tmp/x: no space left on device' >&2; exit 1;; esac`
    const detail = await failure(fixture.get({ env: await withGo(script) }))
    expect(detail?.code).toBe('disk-full')
    expect(detail?.at).toBe(fixture.folders.root)
  })

  it(
    "shows the compiler's own words when a module does not compile",
    async () => {
      const detail = await failure(fixture.get({ pins: [broken] }))
      expect(detail).toMatchObject({ code: 'command-failed', at: broken.module.directory })
      expect(detail?.output).toContain('undefined: thereIsNoSuchFunction')
      expect(JSON.parse(await readFile(fixture.folders.progress, 'utf8'))).toMatchObject({
        state: 'failed',
        error: detail,
      })
    },
    BUILD_TIMEOUT_MS,
  )

  it(
    'stops when it is aborted, leaves nothing behind, and can be started again',
    async () => {
      const abort = new AbortController()
      const detail = await failure(
        fixture.get({
          signal: abort.signal,
          onProgress: ({ phase }) => phase === 'build' && abort.abort(),
        }),
      )
      expect(detail?.code).toBe('cancelled')
      expect(await readdir(fixture.folders.temporary)).toEqual([])
      expect(JSON.parse(await readFile(fixture.folders.progress, 'utf8'))).toMatchObject({
        state: 'failed',
        error: detail,
      })
      expect((await fixture.get()).get('hello')?.source).toBe('built')
    },
    BUILD_TIMEOUT_MS,
  )
})
