import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toolchainFolders } from '../../../scripts/toolchain/cache-folders.ts'
import { writeJsonAtomically } from '../../../scripts/toolchain/files.ts'
import { PINS } from '../../../scripts/toolchain/pins.ts'
import { currentPlatform } from '../../../scripts/toolchain/platform.ts'
import { RELEASES } from '../../../scripts/toolchain/releases.ts'
import { installInStore } from '../../../scripts/toolchain/store.ts'
import { selectTools } from '../../../scripts/toolchain/wanted.ts'
import { sha256 } from './helpers/toolchain-fixture.ts'

const MAIN = join(import.meta.dirname, '..', '..', '..', 'scripts', 'toolchain', 'main.ts')

let cacheRoot: string

beforeEach(async () => {
  cacheRoot = await mkdtemp(join(tmpdir(), 'drydock-main-'))
})

afterEach(async () => {
  await rm(cacheRoot, { recursive: true })
})

interface Outcome {
  readonly exit: number | null
  readonly out: string
  readonly err: string
}

async function toolchain(...args: string[]): Promise<Outcome> {
  const env = { ...process.env, DRYDOCK_CACHE: cacheRoot, GOPROXY: 'off' }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env }, (_error, out, err) =>
      resolve({ exit: child.exitCode, out, err }),
    )
  })
}

/** Puts a stand-in for kustomize where the real one would be. */
async function installKustomize(): Promise<string> {
  const { store, installed, temporary } = toolchainFolders(cacheRoot)
  const platform = currentPlatform()
  const [wanted] = await selectTools({ group: 'extras', platform, pins: PINS, releases: RELEASES })
  if (wanted === undefined) throw new Error('the group extras is empty')
  const file = join(temporary, 'kustomize')
  await writeJsonAtomically(file, 'a stand-in')
  const { path } = await installInStore(store, wanted.entry, file, 'built')
  const tool = { version: wanted.tool.version, path, sha256: sha256(await readFile(path)), source: 'built' }
  await writeJsonAtomically(installed, { schema: 1, platform, tools: { kustomize: tool } })
  return path
}

describe('toolchain main', () => {
  it.each([
    [['fetch'], 'Name one command: get, list, verify, paths, pin-digests.'],
    [['get', '--group', 'flux'], 'There is no group "flux". Use control-plane or extras or gitops or all.'],
    [['get', '--loud'], "Unknown option '--loud'"],
  ])('refuses %j and shows how it is used', async (args, message) => {
    const { exit, out, err } = await toolchain(...args)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).toContain('Usage: node scripts/toolchain/main.ts COMMAND')
  })

  it('gets nothing, and says so, when everything is cached', async () => {
    await installKustomize()
    const { exit, out, err } = await toolchain('get', '--group', 'extras')
    expect([exit, out, err]).toEqual([0, expect.stringMatching(/^1 tool ready in 0\.\d s\n$/), ''])
  })

  it('prints nothing with --quiet', async () => {
    await installKustomize()
    expect(await toolchain('get', '--group', 'extras', '--quiet')).toEqual({ exit: 0, out: '', err: '' })
  })

  it('lists what is there and what is not', async () => {
    await installKustomize()
    const { out } = await toolchain('list')
    expect(out.trim().split('\n')).toHaveLength(PINS.length)
    expect(out).toContain('kube-apiserver\tv1.36.3\tmissing\n')
    expect(out).toContain('kustomize\tv5.8.1\tready\tbuilt\n')
  })

  it('prints where each tool is', async () => {
    const path = await installKustomize()
    expect(await toolchain('paths', '--group', 'extras')).toEqual({ exit: 0, out: `kustomize\t${path}\n`, err: '' })
  })

  it('finds a damaged binary, says what it expected and found, and fails', async () => {
    const path = await installKustomize()
    const expected = sha256(await readFile(path))
    await truncate(path, 3)
    const { exit, out, err } = await toolchain('verify', '--group', 'extras')
    const found = sha256(await readFile(path))
    expect(exit).toBe(1)
    expect(out).toBe(`kustomize\tdamaged\t${path}\texpected ${expected}, found ${found}\n`)
    expect(err).toBe('Run "node scripts/toolchain/main.ts get --group extras" to get what is missing or damaged.\n')
  })

  it('verifies what is whole', async () => {
    await installKustomize()
    expect((await toolchain('verify', '--group', 'extras')).exit).toBe(0)
  })

  it('prints JSON with --json', async () => {
    const path = await installKustomize()
    const { out } = await toolchain('verify', '--group', 'extras', '--json')
    expect(JSON.parse(out)).toEqual([{ name: 'kustomize', version: 'v5.8.1', path, state: 'ready', origin: 'built' }])
  })

  it('ends with 3 and says what to do when this machine cannot get a tool', async () => {
    const { exit, err } = await toolchainWithoutGo()
    expect(exit).toBe(3)
    expect(err).toContain('There is no Go on the PATH')
    expect(err).toContain('Why the official releases were not used:')
  })
})

/** The control plane, because none of its servers has a pinned release yet: nothing is asked of the network. */
async function toolchainWithoutGo(): Promise<Outcome> {
  const env = { DRYDOCK_CACHE: cacheRoot, PATH: '/nowhere', https_proxy: 'http://127.0.0.1:9' }
  return new Promise((resolve) => {
    const args = [MAIN, 'get', '--group', 'control-plane']
    const child = execFile(process.execPath, args, { env }, (_error, out, err) =>
      resolve({ exit: child.exitCode, out, err }),
    )
  })
}
