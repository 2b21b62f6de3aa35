import type { Disposable } from './disposable.ts'

/** Call it to listen; dispose what it returns to stop. */
export type Event<T> = (listener: (value: T) => void) => Disposable

/**
 * A source of events for one owner; `event` is what the others get.
 *
 * Listeners run in the order in which they came. One that throws does not keep the others from running: its error is
 * thrown again on the next tick, where it is treated like any other bug.
 */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>()

  readonly event: Event<T> = (listener) => {
    const own = (value: T): void => listener(value)
    this.#listeners.add(own)
    return { dispose: () => this.#listeners.delete(own) }
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }

  /** How many listen; for tests that count what is left. */
  get size(): number {
    return this.#listeners.size
  }

  dispose(): void {
    this.#listeners.clear()
  }
}
