import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DrydockError } from '../../electron/contract/errors.ts'
import { defaultCacheRoot, toolchainFolders } from './cache-folders.ts'
import { getTools } from './get-tools.ts'
import { listTools, verifyTools, type ToolState } from './inspect-tools.ts'
import { PINS } from './pins.ts'
import { currentPlatform } from './platform.ts'
import { createProgressDisplay } from './progress-terminal.ts'
import type { Progress } from './progress.ts'
import { DOWNLOAD_TIMING } from './release-host.ts'
import { RELEASES } from './releases.ts'
import { GROUPS, selectTools, type GroupName, type Wanted } from './wanted.ts'

const USAGE = `Usage: node scripts/toolchain/main.ts COMMAND [--group ${GROUPS.join('|')}]

  get [--quiet]    get every tool of the group: from the cache, its official release, or its source
  list [--json]    the pinned tools and whether they are in the cache
  verify [--json]  hash every binary in the cache; a damaged one is got again by the next get
  paths [--json]   where each tool is, one a line
  pin-digests      for maintainers: look up the digest of every release and write release-digests.ts

The group is "all" unless given. DRYDOCK_CACHE names another cache folder.
`

interface Flags {
  readonly group: GroupName
  readonly quiet: boolean
  readonly json: boolean
}

type Command = (flags: Flags) => Promise<number>

const COMMANDS: Readonly<Record<string, Command>> = { get, list, verify, paths, 'pin-digests': pinAll }

/** As everywhere in Drydock: 0 done, 1 not in order, 2 used wrongly, 3 this machine cannot do it; and what a shell calls interrupted. */
const EXIT = { done: 0, notInOrder: 1, usage: 2, environment: 3, cancelled: 130 }

async function main(args: readonly string[]): Promise<number> {
  const parsed = parse(args)
  if (typeof parsed === 'string') {
    process.stderr.write(`${parsed}\n\n${USAGE}`)
    return EXIT.usage
  }
  try {
    await useProxies()
    return await parsed.command(parsed.flags)
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error
    const { code, output } = error.detail
    process.stderr.write([error.message, ...(output === undefined ? [] : [output]), ''].join('\n'))
    return code === 'cancelled' ? EXIT.cancelled : EXIT.environment
  }
}

/** `fetch` goes through the proxies that the environment names, as Go does by itself. */
async function useProxies(): Promise<void> {
  if (!Object.keys(process.env).some((name) => /^https?_proxy$/i.test(name))) return
  const { setGlobalProxyFromEnv } = await import('node:http')
  setGlobalProxyFromEnv()
}

function parse(args: readonly string[]): { readonly command: Command; readonly flags: Flags } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { group: { type: 'string', default: 'all' }, quiet: { type: 'boolean' }, json: { type: 'boolean' } },
    })
    const command = positionals.length === 1 ? COMMANDS[positionals[0] ?? ''] : undefined
    if (command === undefined) return `Name one command: ${Object.keys(COMMANDS).join(', ')}.`
    const group = GROUPS.find((name) => name === values.group)
    if (group === undefined) return `There is no group "${values.group}". Use ${GROUPS.join(' or ')}.`
    return { command, flags: { group, quiet: values.quiet === true, json: values.json === true } }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function get({ group, quiet }: Flags): Promise<number> {
  const abort = new AbortController()
  const display = createProgressDisplay(process.stderr)
  const onProgress = (progress: Progress): void => (quiet ? undefined : display.show(progress))
  const interrupt = (): void => abort.abort()
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  const startedMs = performance.now()
  try {
    const tools = await getTools({ group, signal: abort.signal, onProgress })
    if (!quiet) display.end()
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
    if (!quiet) process.stdout.write(`${tools.size} ${tools.size === 1 ? 'tool' : 'tools'} ready in ${seconds} s\n`)
    return EXIT.done
  } catch (error) {
    if (!quiet) display.end()
    throw error
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

const folders = toolchainFolders(defaultCacheRoot())

async function wantedOf(group: GroupName): Promise<readonly Wanted[]> {
  return selectTools({ group, platform: currentPlatform(), pins: PINS, releases: RELEASES })
}

async function list({ group, json }: Flags): Promise<number> {
  const states = await listTools(folders, await wantedOf(group))
  print(states, json, ({ name, version, state, origin }) => [name, version, state, origin ?? ''].join('\t').trimEnd())
  return EXIT.done
}

async function verify({ group, json }: Flags): Promise<number> {
  const states = await verifyTools(folders, await wantedOf(group))
  print(states, json, verdictOn)
  if (states.every(({ state }) => state === 'ready')) return EXIT.done
  process.stderr.write(`Run "node scripts/toolchain/main.ts get --group ${group}" to get what is missing or damaged.\n`)
  return EXIT.notInOrder
}

function verdictOn({ name, state, path, expected, found }: ToolState): string {
  return state === 'damaged'
    ? `${name}\tdamaged\t${path}\texpected ${expected}, found ${found}`
    : `${name}\t${state}\t${path}`
}

async function paths({ group, json }: Flags): Promise<number> {
  print(await listTools(folders, await wantedOf(group)), json, ({ name, path }) => `${name}\t${path}`)
  return EXIT.done
}

async function pinAll(): Promise<number> {
  const { pinDigests } = await import('./pin-digests.ts')
  const downloads = { fetch, timing: DOWNLOAD_TIMING, unreachableHosts: new Map<string, string>() }
  const file = join(import.meta.dirname, 'release-digests.ts')
  const { pinned, notPinned } = await pinDigests(downloads, PINS, RELEASES, file)
  process.stdout.write([`${pinned.length} release files are pinned.`, ...notPinned, ''].join('\n'))
  return EXIT.done
}

function print(states: readonly ToolState[], json: boolean, toLine: (state: ToolState) => string): void {
  const text = json ? JSON.stringify(states, null, 2) : states.map(toLine).join('\n')
  process.stdout.write(`${text}\n`)
}

process.exitCode = await main(process.argv.slice(2))
