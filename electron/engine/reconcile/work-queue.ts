import type { Clock } from '../lib/clock.ts'
import type { Disposable } from '../lib/disposable.ts'

/** Waits after failures of one key, in milliseconds: the first, doubled each time, up to the longest. */
const FIRST_RETRY_MS = 50
const LONGEST_RETRY_MS = 30_000

/**
 * Keys that want to be looked at. A key is never handed out twice at once, and however often it is added while it waits,
 * it is handed out once; added while it is being worked on, it is handed out again after `done`.
 */
export class WorkQueue<Key> implements Disposable {
  readonly #clock: Clock
  readonly #waiting = new Set<Key>()
  readonly #working = new Set<Key>()
  readonly #again = new Set<Key>()
  readonly #delayed = new Map<Key, { readonly dueMs: number; readonly cancel: () => void }>()
  readonly #failures = new Map<Key, number>()
  #wake: () => void = () => undefined
  #isDisposed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(key: Key): void {
    if (this.#isDisposed) return
    if (this.#working.has(key)) this.#again.add(key)
    else this.#waiting.add(key)
    this.#wake()
  }

  /** Adds it after so many milliseconds; of several such wishes for one key the earliest counts. */
  addAfter(key: Key, ms: number): void {
    if (this.#isDisposed) return
    if (ms <= 0) return this.add(key)
    const dueMs = this.#clock.now() + ms
    const known = this.#delayed.get(key)
    if (known !== undefined && known.dueMs <= dueMs) return
    known?.cancel()
    const cancel = this.#clock.after(ms, () => {
      this.#delayed.delete(key)
      this.add(key)
    })
    this.#delayed.set(key, { dueMs, cancel })
  }

  /** Adds it after a wait that grows with each failure since `forget`. */
  addRateLimited(key: Key): void {
    const failures = this.#failures.get(key) ?? 0
    this.#failures.set(key, failures + 1)
    this.addAfter(key, Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS))
  }

  /** It went well: the next failure is the first again. */
  forget(key: Key): void {
    this.#failures.delete(key)
  }

  /** Whoever took the key has finished with it. */
  done(key: Key): void {
    this.#working.delete(key)
    if (this.#again.delete(key)) this.add(key)
  }

  /** Hands out keys as they come, until `signal` aborts or the queue is disposed. */
  async *take(signal: AbortSignal): AsyncGenerator<Key, undefined> {
    while (!signal.aborted && !this.#isDisposed) {
      const [key] = this.#waiting
      if (key === undefined) {
        await this.#added(signal)
        continue
      }
      this.#waiting.delete(key)
      this.#working.add(key)
      yield key
    }
  }

  async #added(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const wake = (): void => resolve(undefined)
    this.#wake = wake
    signal.addEventListener('abort', wake, { once: true })
    await promise.finally(() => signal.removeEventListener('abort', wake))
  }

  dispose(): void {
    this.#isDisposed = true
    for (const { cancel } of this.#delayed.values()) cancel()
    this.#delayed.clear()
    this.#waiting.clear()
    this.#again.clear()
    this.#wake()
  }
}
