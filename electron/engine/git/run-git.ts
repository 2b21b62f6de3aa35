import { execa, ExecaError } from 'execa'
import { delimiter } from 'node:path'
import { DrydockError } from '../../contract/errors.ts'
import { lastLines } from '../process/run.ts'
import { cleanPath, type Variables } from '../workspace/environment.ts'

export interface GitOptions {
  readonly input?: string
  /** Added to the clean environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** Where it runs, when not in the repository. */
  readonly folder?: string
  /** Exit codes beside 0 that are an answer, not a failure. */
  readonly alsoFine?: readonly number[]
}

export interface GitAnswer {
  readonly text: string
  readonly exitCode: number
}

/** Runs Git in one bare repository, without a shell and without anybody's configuration. */
export interface Git {
  (args: readonly string[], options?: GitOptions): Promise<string>
  /** As it was printed, with the exit code. */
  answer(args: readonly string[], options?: GitOptions): Promise<GitAnswer>
  bytes(args: readonly string[], options?: GitOptions): Promise<Uint8Array>
  readonly folder: string
}

const TIME_LIMIT_MS = 60_000
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** Who the engine's own commits are from. */
const IDENTITY = {
  GIT_AUTHOR_NAME: 'learner',
  GIT_AUTHOR_EMAIL: 'learner@example.com',
  GIT_COMMITTER_NAME: 'learner',
  GIT_COMMITTER_EMAIL: 'learner@example.com',
} as const

const INHERITED = ['TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SYSTEMROOT', 'ComSpec', 'PATHEXT'] as const

/** Nothing of the user's own Git set-up has a say, and the folder may belong to whoever unpacked it. */
export function gitEnvironment(host: Variables = process.env): Record<string, string> {
  const inherited = Object.fromEntries(INHERITED.flatMap((name) => (host[name] ? [[name, host[name]]] : [])))
  return {
    ...inherited,
    ...IDENTITY,
    PATH: cleanPath(host['PATH'] ?? host['Path']).join(delimiter),
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
  }
}

export function gitIn(folder: string, host: Variables = process.env): Git {
  const environment = gitEnvironment(host)

  async function bytes(args: readonly string[], options: GitOptions = {}): Promise<[Uint8Array, number]> {
    try {
      const { stdout, exitCode } = await execa('git', args, {
        cwd: options.folder ?? folder,
        env: { ...environment, GIT_DIR: folder, ...options.environment },
        extendEnv: false,
        encoding: 'buffer',
        stripFinalNewline: false,
        timeout: TIME_LIMIT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
        ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
      })
      return [stdout, exitCode ?? 0]
    } catch (error) {
      if (!(error instanceof ExecaError)) throw error
      const stdout: unknown = error.stdout
      const isAnswer = error.exitCode !== undefined && options.alsoFine?.includes(error.exitCode) === true
      if (isAnswer && stdout instanceof Uint8Array) return [stdout, error.exitCode ?? 1]
      throw gitFailed(args, error)
    }
  }

  const answer = async (args: readonly string[], options?: GitOptions): Promise<GitAnswer> => {
    const [stdout, exitCode] = await bytes(args, options)
    return { text: decode(stdout), exitCode }
  }
  const git = async (args: readonly string[], options?: GitOptions): Promise<string> =>
    decode((await bytes(args, options))[0]).trimEnd()
  return Object.assign(git, {
    answer,
    folder,
    bytes: async (args: readonly string[], options?: GitOptions) => (await bytes(args, options))[0],
  })
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

const printed = (value: unknown): string => (value instanceof Uint8Array ? decode(value) : '')

function gitFailed(args: readonly string[], error: ExecaError): DrydockError {
  if (error.code === 'ENOENT') {
    const happened = 'There is no `git` on this machine.'
    const remedy = 'Install Git 2.38 or newer and open the lab again.'
    return new DrydockError({ code: 'tool-missing', happened, remedy }, { cause: error })
  }
  const said = [error.stderr, error.stdout].map(printed).join('\n')
  const output = lastLines(said)
  const how = error.timedOut
    ? `did not end within ${TIME_LIMIT_MS / 1000} s`
    : `ended with ${error.exitCode ?? error.signal}`
  return new DrydockError(
    {
      code: 'git-failed',
      happened: `\`git ${args[0] ?? ''}\` ${how} in a repository of the lab.`,
      remedy: 'Try again; if it happens again, go back to an earlier step or reset the lab.',
      ...(output === '' ? {} : { output }),
    },
    { cause: error },
  )
}
