import type { Clock } from '../lib/clock.ts'

export interface BackoffLimits {
  readonly firstMs: number
  readonly longestMs: number
}

/** Waits that double from one failure to the next, each shortened at random so that many do not try at once. */
export class Backoff {
  readonly #clock: Clock
  readonly #random: () => number
  #failures = 0
  #wake: (() => void) | undefined

  constructor(clock: Clock, random: () => number = Math.random) {
    this.#clock = clock
    this.#random = random
  }

  /** Waits as long as the number of failures since `forget` asks for, until `wake`, or until `signal` aborts. */
  async wait({ firstMs, longestMs }: BackoffLimits, signal: AbortSignal): Promise<void> {
    const fullMs = Math.min(firstMs * 2 ** this.#failures, longestMs)
    this.#failures++
    if (signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const done = (): void => resolve(undefined)
    const cancel = this.#clock.after(fullMs * (0.5 + this.#random() / 2), done)
    this.#wake = done
    signal.addEventListener('abort', done, { once: true })
    await promise.finally(() => {
      cancel()
      this.#wake = undefined
      signal.removeEventListener('abort', done)
    })
  }

  /** Ends the wait that is on, if any. */
  wake(): void {
    this.#wake?.()
  }

  /** It worked: the next failure is the first again. */
  forget(): void {
    this.#failures = 0
  }
}
