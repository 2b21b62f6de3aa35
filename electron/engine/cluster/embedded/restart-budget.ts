/** How long to wait before each next restart; one more than these within the window is one too many. */
const DELAYS_MS = [0, 500, 1000, 2000, 4000]
const WINDOW_MS = 120_000

/** Counts how often something had to be started again lately. */
export class RestartBudget {
  #times: number[] = []

  /** How long to wait before the next restart; undefined when there have been too many. */
  next(nowMs: number): number | undefined {
    this.#times = this.#times.filter((time) => nowMs - time < WINDOW_MS)
    const delay = DELAYS_MS[this.#times.length]
    this.#times.push(nowMs)
    return delay
  }

  /** How many there were lately. */
  get count(): number {
    return this.#times.length
  }

  reset(): void {
    this.#times = []
  }
}
