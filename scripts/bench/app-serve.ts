import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ServeLine } from '../../electron/contract/supervision.ts'

export const root = join(import.meta.dirname, '../..')

/** Labs that are made for measuring. */
export const BENCH_LABS = join(import.meta.dirname, 'app-labs')

export interface ServeOptions {
  readonly dataRoot: string
  /** Without it the labs that ship. */
  readonly labsRoot?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** The built server, as the shell starts it. */
export interface BuiltServe {
  readonly pid: number
  /** With the token. */
  readonly url: string
  /** From the start of the process to its ready line. */
  readonly readyAfterMs: number
  /** Resolves when it has ended. */
  stop(): Promise<void>
}

/** A server that has not ended after this is ended the hard way. */
const STOP_WITHIN_MS = 30_000

export async function startServe({ dataRoot, labsRoot, environment }: ServeOptions): Promise<BuiltServe> {
  const labs = labsRoot === undefined ? [] : ['--labs', labsRoot]
  const startedAt = performance.now()
  const serve = spawn(process.execPath, [join(root, 'dist/serve/main.mjs'), '--json', '--data', dataRoot, ...labs], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const ended = once(serve, 'exit')
  const line = await firstLine(serve)
  const readyAfterMs = performance.now() - startedAt
  if (line?.type !== 'ready') throw new Error(`serve did not become ready: ${JSON.stringify(line ?? 'it ended')}`)
  return { pid: line.pid, url: line.url, readyAfterMs, stop: () => stop(serve, ended) }
}

async function firstLine(serve: ChildProcess): Promise<ServeLine | undefined> {
  if (serve.stdout === null) return undefined
  for await (const line of createInterface({ input: serve.stdout })) return JSON.parse(line) as ServeLine
  return undefined
}

async function stop(serve: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const timer = setTimeout(() => serve.kill('SIGKILL'), STOP_WITHIN_MS)
  serve.kill('SIGTERM')
  await ended
  clearTimeout(timer)
}
