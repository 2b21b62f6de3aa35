import { constants, setPriority } from 'node:os'
import { execa } from 'execa'
import { DrydockError } from '../../electron/contract/errors.ts'
import { codeOf, DiskFull } from './disk-error.ts'
import type { GoModule } from './pins.ts'
import { splitPlatform, type Platform } from './platform.ts'

/** The oldest Go that compiles the pinned modules. */
const OLDEST_GO = { major: 1, minor: 26 }
const GET_GO = `Install Go ${OLDEST_GO.major}.${OLDEST_GO.minor} or newer from your system's packages or from go.dev/dl and put it on the PATH`
const OTHER_WAY = 'or get a packaged Drydock, which brings the tools along'

/** How Go is run in one module. */
export interface GoRun {
  readonly module: GoModule
  /** Where Go runs: the module's own folder, or the one that its preparation made. */
  readonly directory: string
  readonly platform: Platform
  readonly env: NodeJS.ProcessEnv
  /** For Go's own unfinished work. */
  readonly temporary: string
  /** Others on this machine go first. */
  readonly background?: boolean
  readonly signal?: AbortSignal | undefined
}

export interface GoSettings {
  readonly version: string
  /** Where downloaded modules are. */
  readonly moduleCache: string
}

/** What Go says about itself. Throws `tool-missing`, with what to do, when there is no Go or it is too old. */
export async function findGo(run: GoRun): Promise<GoSettings> {
  const text = await go(run, ['env', '-json', 'GOVERSION', 'GOMODCACHE'])
  const { GOVERSION, GOMODCACHE } = JSON.parse(text) as { GOVERSION: string; GOMODCACHE: string }
  if (isTooOld(GOVERSION)) throw goTooOld(GOVERSION.replace('go', ''))
  return { version: GOVERSION, moduleCache: GOMODCACHE }
}

/**
 * Runs Go in the run's folder and returns what it printed; `onLine` sees its error output, line by line, while it runs.
 *
 * What the user has set for Go (proxy, caches, private modules) stays; what decides the result does not: the module's own
 * go.mod and go.sum count, C code is left out, and the platform is the one asked for.
 */
export async function go(
  run: GoRun,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Promise<string> {
  const { os, arch } = splitPlatform(run.platform)
  const fixed = {
    CGO_ENABLED: '0',
    GOOS: os,
    GOARCH: arch,
    GOWORK: 'off',
    GOFLAGS: '-mod=readonly',
    GOTMPDIR: run.temporary,
  }
  const subprocess = execa('go', args, {
    cwd: run.directory,
    env: { ...run.env, ...fixed },
    extendEnv: false,
    stdin: 'ignore',
    ...(run.signal === undefined ? {} : { cancelSignal: run.signal }),
    killSignal: 'SIGINT', // on which Go ends its compilers and clears up; on others it does not
  })
  if (run.background === true && subprocess.pid !== undefined) stepBack(subprocess.pid)
  const lines: string[] = []
  const listening = (async () => {
    for await (const line of subprocess.iterable({ from: 'stderr' })) {
      lines.push(line)
      onLine(line)
    }
  })()
  try {
    const [{ stdout }] = await Promise.all([subprocess, listening])
    return stdout
  } catch (error) {
    run.signal?.throwIfAborted()
    throw explainGoError(run, args, error, lines)
  }
}

/** Go's compilers, which it starts later, inherit it. */
function stepBack(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or this system does not let one: then it is as quick as the others.
  }
}

function explainGoError(run: GoRun, args: readonly string[], error: unknown, lines: readonly string[]): unknown {
  if (codeOf(error) === 'ENOENT') {
    const happened = 'There is no Go on the PATH, and it is needed to build tools from source.'
    return new DrydockError({ code: 'tool-missing', happened, remedy: `${GET_GO}, ${OTHER_WAY}.` }, { cause: error })
  }
  const output = lines
    .filter((line) => !line.startsWith('go: downloading '))
    .slice(-LINES_SHOWN)
    .join('\n')
  const required = /requires go >= \S+ \(running go ([\d.]+)/.exec(output)?.[1]
  if (required !== undefined) return goTooOld(required)
  if (/no space left on device|not enough space on the disk/i.test(output))
    return new DiskFull('Go found the disk full.', { cause: error })
  const happened = `"go ${args[0] ?? ''}" of the module ${run.module.name} failed: ${lastTelling(output)}`
  const remedy = /dial tcp|lookup |connection refused|i\/o timeout|TLS handshake|disabled by GOPROXY/i.test(output)
    ? 'Connect to the network, or point GOPROXY at a Go module proxy that can be reached; then try again.'
    : 'Try again; if it fails the same way, report it with the output.'
  return new DrydockError(
    { code: 'command-failed', at: run.module.directory, happened, remedy, output },
    { cause: error },
  )
}

const LINES_SHOWN = 20

function lastTelling(output: string): string {
  const line = output.split('\n').findLast((text) => text.trim() !== '') ?? 'it printed nothing.'
  return line.endsWith('.') ? line : `${line}.`
}

function isTooOld(version: string): boolean {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined || minor === undefined) return false // a development build names no number
  return Number(major) < OLDEST_GO.major || (Number(major) === OLDEST_GO.major && Number(minor) < OLDEST_GO.minor)
}

function goTooOld(version: string): DrydockError {
  const happened = `Go ${version} is on the PATH; building the tools needs ${OLDEST_GO.major}.${OLDEST_GO.minor} or newer.`
  return new DrydockError({ code: 'tool-missing', happened, remedy: `${GET_GO}, ${OTHER_WAY}.` })
}
