import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'

import type { Disposable } from '../../lib/disposable.ts'

/** Hears, once, that a component is gone. */
export interface Lifeline extends Disposable {
  /** Resolves with the pid as soon as the component runs; never when it does not. */
  readonly started: Promise<number>
  /** Resolves when the component is gone. */
  readonly ended: Promise<void>
  readonly alive: boolean
}

const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** Whether some process holds the pipe. Unlike a pid this cannot be another program that got the same number. */
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
  const held = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
  return listen(pipe, held)
}

/** Watches a component that runs already; undefined when it does not. */
export function adoptLifeline(pipe: string): Lifeline | undefined {
  return isHeld(pipe) ? listen(pipe, undefined) : undefined
}

function listen(pipe: string, held: number | undefined): Lifeline {
  const socket = new Socket({
    fd: openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  })
  let holding = held
  let alive = true
  const release = (): void => {
    if (holding !== undefined) closeSync(holding)
    holding = undefined
  }
  const started = new Promise<number>((resolve) => {
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const pid = /(\d+)\n/.exec(text)?.[1]
      if (pid === undefined) return
      release()
      resolve(Number(pid))
    })
  })
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      alive = false
      socket.destroy()
      resolve()
    }
    socket.once('end', end)
    socket.once('error', end)
  })
  const dispose = (): void => {
    release()
    socket.destroy()
  }
  return {
    started,
    ended,
    dispose,
    get alive() {
      return alive
    },
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
