import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toolchainFolders, type ToolchainFolders } from '../../../../scripts/toolchain/cache-folders.ts'
import { getTools, type GetToolsOptions, type GotTools } from '../../../../scripts/toolchain/get-tools.ts'
import type { GoModule, ToolPin } from '../../../../scripts/toolchain/pins.ts'
import type { Progress } from '../../../../scripts/toolchain/progress.ts'
import type { Release, Releases } from '../../../../scripts/toolchain/releases.ts'
import { startReleaseServer, type ReleaseServer } from './release-server.ts'

/** A real Go module without a dependency: it builds in a second, with no network. */
export const helloModule: GoModule = {
  name: 'hello',
  directory: join(import.meta.dirname, '..', 'fixtures', 'hello'),
  ldflags: ['-X main.version=v1'],
  coldBuild: { ms: 2_000, packages: 50 },
}

export const hello: ToolPin = {
  name: 'hello',
  version: 'v1',
  group: 'control-plane',
  module: helloModule,
  package: 'example.test/hello/cmd/hello',
}

export const bye: ToolPin = { ...hello, name: 'bye', package: 'example.test/hello/cmd/bye' }

/** What a released tool does in these tests. */
export const RELEASED = '#!/bin/sh\necho hello from the release\n'

/** Disposing of it fails when something unfinished is left in the cache, so that every test checks that. */
export interface ToolchainFixture extends AsyncDisposable {
  readonly cacheRoot: string
  /** A folder for what a test itself needs. */
  readonly scratch: string
  readonly folders: ToolchainFolders
  readonly server: ReleaseServer
  readonly progress: readonly Progress[]
  /** Gets `hello` (unless told otherwise) into this fixture's cache, with no Go module proxy and short waits. */
  get(options?: GetToolsOptions): Promise<GotTools>
  /** Everything under the cache that is neither a finished tool nor one of the known files. */
  leftovers(): Promise<readonly string[]>
}

export async function createToolchainFixture(): Promise<ToolchainFixture> {
  const root = await mkdtemp(join(tmpdir(), 'drydock-toolchain-'))
  const cacheRoot = join(root, 'cache')
  const scratch = join(root, 'scratch')
  await mkdir(scratch)
  const folders = toolchainFolders(cacheRoot)
  const server = await startReleaseServer()
  const progress: Progress[] = []
  const leftovers = async (): Promise<readonly string[]> => {
    const files = await readdir(cacheRoot, { recursive: true, withFileTypes: true }).catch(() => [])
    const known = /^(hello|bye|tool\.json|installed\.json|progress\.json|durations\.json)$/
    return files.filter((file) => file.isFile() && !known.test(file.name)).map(({ name }) => name)
  }
  return {
    cacheRoot,
    scratch,
    folders,
    server,
    progress,
    get: (options = {}) =>
      getTools({
        cacheRoot,
        pins: [hello],
        releases: {},
        env: { ...process.env, GOPROXY: 'off' },
        downloadTiming: { answerMs: 500, silenceMs: 500, firstPauseMs: 1 },
        onProgress: (value) => {
          progress.push(value)
          if (value.unit === 'bytes' && value.done > 0) server.cut()
        },
        ...options,
      }),
    leftovers,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      const left = await leftovers()
      await rm(root, { recursive: true, force: true })
      if (left.length > 0) throw new Error(`left unfinished in the cache: ${left.join(', ')}`)
    },
  }
}

/** One release of `hello` for every platform. */
export function releasesOf(release: Release): Releases {
  return { hello: () => release }
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** What the installed tool prints, to either stream. */
export function run(path: string | undefined): string {
  return execFileSync('/bin/sh', ['-c', '"$0" 2>&1', path ?? 'nothing was installed'], { encoding: 'utf8' }).trim()
}
