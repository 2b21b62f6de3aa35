import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'

import type { Disposable } from '../../lib/disposable.ts'

/** Hears of one component's start and, once, of its end. */
export interface Lifeline extends Disposable {
  /** `expected`: to be started, not seen yet. */
  readonly state: 'expected' | 'running' | 'ended'
  /** Resolves when the component runs, or has ended, or is no longer waited for. */
  readonly seen: Promise<void>
  /** Resolves when the component is gone. */
  readonly ended: Promise<void>
  /** No longer waits for one that was expected: unless it runs by now, it counts as ended. */
  giveUpWaiting(): void
}

const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/**
 * Whether some process holds the pipe. Unlike a pid this cannot be another program that got the same number. A
 * lifeline of our own on that pipe counts as well.
 */
export function isHeld(pipe: string): boolean {
  try {
    closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK))
    return true
  } catch (error) {
    if (isErrno(error, 'ENXIO') || isErrno(error, 'ENOENT')) return false
    throw error
  }
}

/** Watches a component that is about to be started: nothing is missed, however short it lives. */
export function expectLifeline(pipe: string): Lifeline {
  // Our own end keeps the pipe from being at its end before the component has opened it.
  return new PipeLifeline(pipe, openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK))
}

/** Watches a component that runs already; undefined when it does not. */
export function adoptLifeline(pipe: string): Lifeline | undefined {
  return isHeld(pipe) ? new PipeLifeline(pipe, undefined) : undefined
}

class PipeLifeline implements Lifeline {
  readonly seen: Promise<void>
  readonly ended: Promise<void>
  readonly #socket: Socket
  #held: number | undefined
  #state: Lifeline['state']

  constructor(pipe: string, held: number | undefined) {
    this.#held = held
    this.#state = held === undefined ? 'running' : 'expected'
    const fd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
    this.#socket = new Socket({ fd, readable: true, writable: false })
    const heard = new Promise<void>((resolve) => {
      // Whatever it says: only the component writes here, and it begins with its pid.
      this.#socket.on('data', () => {
        if (this.#state === 'expected') this.#state = 'running'
        this.giveUpWaiting()
        resolve()
      })
    })
    this.ended = new Promise<void>((resolve) => {
      const end = (): void => {
        this.#state = 'ended'
        this.dispose()
        resolve()
      }
      this.#socket.once('end', end)
      this.#socket.once('error', end)
    })
    this.seen = held === undefined ? Promise.resolve() : Promise.race([heard, this.ended])
  }

  get state(): Lifeline['state'] {
    return this.#state
  }

  giveUpWaiting(): void {
    if (this.#held !== undefined) closeSync(this.#held)
    this.#held = undefined
  }

  dispose(): void {
    this.giveUpWaiting()
    this.#socket.destroy()
  }
}

/** Lets a component through its gate, also one that comes there later, until it is disposed. */
export function openGate(pipe: string): Disposable {
  const gate = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
  writeSync(gate, '\n')
  let open = true
  return {
    dispose() {
      if (open) closeSync(gate)
      open = false
    },
  }
}
