import { mkdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { DrydockError, type ErrorDetail } from '../../contract/errors.ts'
import type { ToolchainStatus } from '../../contract/protocol.ts'
import type { Disposable } from '../lib/disposable.ts'

/** How far the getting of tools in the background is; `status` is always the newest. */
export interface ToolchainWatch extends Disposable {
  readonly status: ToolchainStatus
}

const COMPLETE: ToolchainStatus = { state: 'complete', done: 0, total: 0 }

/** Follows `<cacheRoot>/toolchain/progress.json`, which whoever gets the tools keeps up to date. */
export function watchToolchain(cacheRoot: string, onChange: (status: ToolchainStatus) => void): ToolchainWatch {
  const folder = join(cacheRoot, 'toolchain')
  mkdirSync(folder, { recursive: true })
  let status = readStatus(folder)
  const watcher = watch(folder, (_event, file) => {
    if (file !== null && file !== 'progress.json') return
    const next = readStatus(folder)
    if (JSON.stringify(next) === JSON.stringify(status)) return
    status = next
    onChange(status)
  })
  watcher.on('error', () => watcher.close()) // the folder was removed: the last status stands
  return {
    get status() {
      return status
    },
    dispose: () => watcher.close(),
  }
}

/** The part of the progress file that a learner wants to know. */
interface ProgressFile {
  readonly state: 'running' | 'done' | 'failed'
  readonly pid: number
  readonly progress?: {
    readonly tools: readonly string[]
    readonly phase: string
    readonly index: number
    readonly of: number
  }
  readonly error?: ErrorDetail
}

function readStatus(folder: string): ToolchainStatus {
  const file = readProgress(folder)
  if (file === undefined || file.state === 'done') return COMPLETE
  const { progress } = file
  const shared = {
    ...(progress?.tools[0] === undefined ? {} : { tool: progress.tools.join(', ') }),
    done: progress === undefined ? 0 : progress.index - 1,
    total: progress?.of ?? 0,
  }
  if (file.state === 'failed')
    return { state: 'failed', ...shared, ...(file.error === undefined ? {} : { problem: file.error }) }
  if (!isAlive(file.pid)) return { state: 'failed', ...shared, problem: interrupted().detail }
  return { state: 'working', ...shared, ...(isPhase(progress?.phase) ? { phase: progress.phase } : {}) }
}

function readProgress(folder: string): ProgressFile | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'progress.json'), 'utf8')) as ProgressFile
  } catch {
    return undefined
  }
}

const isPhase = (phase: string | undefined): phase is 'cache' | 'download' | 'build' =>
  ['cache', 'download', 'build'].includes(phase ?? '')

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const interrupted = (): DrydockError =>
  new DrydockError({
    code: 'tool-missing',
    happened: 'Getting the remaining tools was interrupted.',
    remedy: 'Start Drydock again; it goes on where it stopped.',
  })
