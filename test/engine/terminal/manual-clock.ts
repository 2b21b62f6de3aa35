import type { Clock } from '../../../electron/engine/lib/clock.ts'

/** Time that moves only when told to. */
export class ManualClock implements Clock {
  #now = 0
  readonly #waiting = new Set<{ readonly at: number; readonly callback: () => void }>()

  now(): number {
    return this.#now
  }

  after(ms: number, callback: () => void): () => void {
    const entry = { at: this.#now + ms, callback }
    this.#waiting.add(entry)
    return () => this.#waiting.delete(entry)
  }

  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const [next] = [...this.#waiting].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)
      if (next === undefined) break
      this.#waiting.delete(next)
      this.#now = next.at
      next.callback()
    }
    this.#now = end
  }
}
