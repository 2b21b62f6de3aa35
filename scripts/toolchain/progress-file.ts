import type { ErrorDetail } from '../../electron/contract/errors.ts'
import type { ToolchainFolders } from './cache-folders.ts'
import { writeJsonAtomically } from './files.ts'
import type { Progress } from './progress.ts'

/**
 * `toolchain/progress.json`: how far the getting is, for a process that is not doing it, such as the app.
 *
 * `state` is `running` while `pid` works; when that process is gone and `state` still says so, it was killed. After
 * `failed`, `error` says why. A reader never sees half a file. A get that finds everything in the cache writes nothing here.
 */
export interface ProgressFile {
  readonly schema: 1
  readonly state: 'running' | 'done' | 'failed'
  readonly pid: number
  /** ISO 8601, in UTC. */
  readonly updatedAt: string
  readonly progress?: Progress
  readonly error?: ErrorDetail
}

/** Often enough for a person to watch, rare enough to cost nothing: in ms. */
const WRITE_EVERY_MS = 500

export interface ProgressWriter {
  /** Writes at most every half second, and whenever the phase or the tool changes. */
  update(progress: Progress): void
  /** Writes the end, after all that was still being written. */
  finish(end: { readonly state: 'done' } | { readonly state: 'failed'; readonly error: ErrorDetail }): Promise<void>
}

export function createProgressWriter(folders: ToolchainFolders, clock: () => number): ProgressWriter {
  let last: Progress | undefined
  let lastWriteMs = -Infinity
  let writing: Promise<void> = Promise.resolve()

  const write = (rest: Pick<ProgressFile, 'state' | 'progress' | 'error'>): void => {
    const { state, ...more } = rest
    const content: ProgressFile = { schema: 1, state, pid: process.pid, updatedAt: new Date().toISOString(), ...more }
    // Only a display: a disk that is full or read-only is reported by what the tools themselves need.
    writing = writing.then(() => writeJsonAtomically(folders.progress, content)).catch(() => {})
  }

  return {
    update(progress) {
      const due = clock() - lastWriteMs >= WRITE_EVERY_MS || !isSameStep(last, progress)
      last = progress
      if (!due) return
      lastWriteMs = clock()
      write({ state: 'running', progress })
    },
    async finish(end) {
      // How far a failed run had come says where it failed; of a finished one nothing is left to say.
      write({ ...(last === undefined || end.state === 'done' ? {} : { progress: last }), ...end })
      await writing
    },
  }
}

function isSameStep(one: Progress | undefined, other: Progress): boolean {
  return one?.phase === other.phase && one.tools.join() === other.tools.join() && one.unit === other.unit
}
