import { createWriteStream, openSync, renameSync, type WriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

import type { Clock } from '../lib/clock.ts'

/** As a kubelet does by default. */
const MAX_BYTES = 10 * 1024 * 1024
const LAST_LINES = 20

/** What a process prints, kept in the form in which a container runtime keeps it, so that a kubelet can serve it. */
export class ContainerLog {
  readonly #file: string
  readonly #clock: Clock
  #stream: WriteStream
  #bytes = 0
  #last: string[] = []

  private constructor(file: string, clock: Clock) {
    this.#file = file
    this.#clock = clock
    this.#stream = open(file)
  }

  /** A new log; what was in the one before is kept as `previous`. */
  static async begin(file: string, previous: string, clock: Clock): Promise<ContainerLog> {
    await mkdir(dirname(file), { recursive: true })
    await rm(previous, { force: true })
    await rename(file, previous).catch(() => undefined)
    return new ContainerLog(file, clock)
  }

  write(stream: 'stdout' | 'stderr', line: string): void {
    this.#last.push(line)
    if (this.#last.length > LAST_LINES) this.#last.shift()
    const text = `${new Date(this.#clock.now()).toISOString()} ${stream} F ${line}\n`
    this.#bytes += Buffer.byteLength(text)
    if (this.#bytes > MAX_BYTES) this.#rotate()
    this.#stream.write(text)
  }

  /** The last lines that were written. */
  get last(): string {
    return this.#last.join('\n')
  }

  /** Resolves when everything is on disk. */
  end(): Promise<void> {
    return new Promise((resolve) => this.#stream.end(() => resolve()))
  }

  /** A new file under the same name; those who follow the log notice. Where none can be made, the old one grows. */
  #rotate(): void {
    const full = this.#stream
    this.#bytes = 0
    try {
      renameSync(this.#file, `${this.#file}.full`)
      this.#stream = open(this.#file)
      full.end()
    } catch (error) {
      this.write('stderr', `The log could not be begun anew: ${String(error)}`)
    }
  }
}

/** It is there at once. A disk that is full later costs lines of the log, nothing else. */
function open(file: string): WriteStream {
  const stream = createWriteStream(file, { fd: openSync(file, 'a') })
  stream.on('error', () => undefined)
  return stream
}
