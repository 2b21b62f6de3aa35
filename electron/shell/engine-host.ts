import { randomBytes } from 'node:crypto'
import { SERVE_EXIT, type Greeting, type ServeLine } from '../contract/supervision.ts'
import { startEngineProcess, type EngineEnd, type EngineProcess } from './engine-process.ts'
import type { EngineRuntime } from './engine-runtime.ts'
import { createRestartPolicy } from './restart-policy.ts'

/** Why there is no engine, for a person. */
export interface EngineFailure {
  readonly happened: string
  readonly remedy: string
  readonly output: string
}

export type EngineState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly line: ServeLine & { readonly type: 'ready' } }
  | { readonly kind: 'restarting'; readonly inMs: number }
  | { readonly kind: 'gave-up'; readonly failure: EngineFailure }

export interface EngineHostOptions {
  /** Undefined when this machine has no Node that could run it. */
  readonly runtime: EngineRuntime | undefined
  readonly serve: string
  readonly onState: (state: EngineState) => void
}

/** Keeps one engine running: restarts it a bounded number of times, then says that it gave up. */
export interface EngineHost {
  start(): void
  /** Tries again after giving up; says once more where the engine is when it is well. */
  retry(): void
  /** Resolves when nothing is left. */
  stop(): Promise<void>
}

const TOKEN_BYTES = 32

export function createEngineHost({ runtime, serve, onState }: EngineHostOptions): EngineHost {
  const policy = createRestartPolicy()
  // The same for every restart, so that the open page finds the new engine where the old one was.
  let greeting: Greeting = { token: randomBytes(TOKEN_BYTES).toString('base64url') }
  let current: EngineProcess | undefined
  let ready: EngineState | undefined
  let timer: NodeJS.Timeout | undefined
  let stopping = false

  function start(): void {
    if (current !== undefined || stopping) return
    if (runtime === undefined) return onState({ kind: 'gave-up', failure: noRuntime })
    clearTimeout(timer)
    onState({ kind: 'starting' })
    current = startEngineProcess({
      runtime,
      serve,
      greeting,
      onReady(line) {
        if (stopping) return
        greeting = { ...greeting, port: line.port }
        ready = { kind: 'ready', line }
        onState(ready)
      },
      onEnd,
    })
  }

  function onEnd(end: EngineEnd): void {
    current = undefined
    ready = undefined
    if (stopping) return
    const inMs = isHopeless(end) ? undefined : policy.afterEnd(end.livedMs)
    if (inMs === undefined) return onState({ kind: 'gave-up', failure: failureOf(end) })
    onState({ kind: 'restarting', inMs })
    timer = setTimeout(start, inMs)
  }

  return {
    start,
    retry() {
      policy.forget()
      if (ready !== undefined) onState(ready)
      start()
    },
    async stop() {
      stopping = true
      clearTimeout(timer)
      await current?.stop()
    },
  }
}

/** It said itself that trying again cannot help. */
const isHopeless = ({ exitCode, error }: EngineEnd): boolean =>
  exitCode === SERVE_EXIT.alreadyRunning || exitCode === SERVE_EXIT.usage || error?.terminal === true

function failureOf({ error, exitCode, signal, output }: EngineEnd): EngineFailure {
  if (error !== undefined) {
    const { happened, remedy } = error
    return { happened, remedy, output: [error.at, error.output, output].filter(Boolean).join('\n') }
  }
  const how =
    signal === null
      ? exitCode === null
        ? 'could not be started'
        : `ended with code ${exitCode}`
      : `was ended by ${signal}`
  return {
    happened: `Drydock's engine ${how}, also after several new starts.`,
    remedy: 'Try again. If it goes on, look at the log files, free memory and disk space, and start Drydock anew.',
    output,
  }
}

const noRuntime: EngineFailure = {
  happened: "There is no Node on this machine that is new enough for Drydock's engine.",
  remedy: 'Run npm ci in the folder of Drydock, or set DRYDOCK_NODE to the path of a Node 24, and start Drydock anew.',
  output: '',
}
