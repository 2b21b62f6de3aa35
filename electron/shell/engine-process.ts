import { spawn, type ChildProcess } from 'node:child_process'
import type { WireError } from '../contract/errors.ts'
import type { Greeting, ServeLine } from '../contract/supervision.ts'
import type { EngineRuntime } from './engine-runtime.ts'

/** How one run of serve ended. */
export interface EngineEnd {
  readonly livedMs: number
  /** What it said itself before it ended. */
  readonly error?: WireError
  readonly exitCode: number | null
  readonly signal: string | null
  /** The last lines that it printed. */
  readonly output: string
}

export interface EngineProcess {
  /** Asks it to stop, and ends it by force when it takes too long. Resolves when it is gone. */
  stop(): Promise<void>
}

export interface EngineProcessOptions {
  readonly runtime: EngineRuntime
  /** Path of serve's program. */
  readonly serve: string
  readonly greeting: Greeting
  readonly onReady: (line: ServeLine & { readonly type: 'ready' }) => void
  readonly onEnd: (end: EngineEnd) => void
}

const KEPT_OUTPUT_CHARACTERS = 8_000

/** Serve gives its engine 15 s to stop its clusters. */
const STOP_WITHIN_MS = 20_000

/** Starts serve. It ends when its standard input does, so it cannot outlive this process, whatever ends that. */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  const { runtime, serve, greeting, onReady, onEnd } = options
  const started = Date.now()
  let output = ''
  let error: WireError | undefined
  const keep = (text: string): void => {
    output = `${output}${text}`.slice(-KEPT_OUTPUT_CHARACTERS)
  }
  const child = spawn(runtime.file, [serve, '--supervised', '--json'], {
    env: { ...process.env, ...runtime.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => undefined).write(`${JSON.stringify(greeting)}\n`)
  child.stderr.setEncoding('utf8').on('data', keep)
  onLines(child, (line) => {
    const said = parseLine(line)
    if (said === undefined) keep(`${line}\n`)
    else if (said.type === 'failed') error = said.error
    else onReady(said)
  })
  const gone = new Promise<void>((resolve) => {
    const end = (exitCode: number | null, signal: string | null): void => {
      resolve()
      onEnd({ livedMs: Date.now() - started, exitCode, signal, output, ...(error === undefined ? {} : { error }) })
    }
    child.once('error', (failure) => {
      keep(`${failure.message}\n`)
      if (child.pid === undefined) end(null, null)
    })
    child.once('close', end)
  })
  return {
    stop() {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      return gone.finally(() => clearTimeout(timer))
    },
  }
}

function onLines(child: ChildProcess, listener: (line: string) => void): void {
  let rest = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) listener(line)
  })
}

function parseLine(line: string): ServeLine | undefined {
  try {
    const said = JSON.parse(line) as ServeLine
    return said.type === 'ready' || said.type === 'failed' ? said : undefined
  } catch {
    return undefined
  }
}
