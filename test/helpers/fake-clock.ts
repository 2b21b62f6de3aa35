import type { Clock } from '../../electron/engine/lib/clock.ts'

interface Timer {
  readonly dueMs: number
  readonly callback: () => void
}

/** Time that stands still until it is moved. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>()
  #nowMs = 1_000_000

  now(): number {
    return this.#nowMs
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { dueMs: this.#nowMs + ms, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Moves on, and calls back whatever is due on the way, in order. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      this.#nowMs = next.dueMs
      this.#timers.delete(next)
      next.callback()
    }
    this.#nowMs = untilMs
  }

  /** How many callbacks wait; for tests that count what is left. */
  get pending(): number {
    return this.#timers.size
  }

  #next(untilMs: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.dueMs <= untilMs)
    return due.toSorted((one, other) => one.dueMs - other.dueMs)[0]
  }
}
