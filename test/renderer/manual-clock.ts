/** Time that stands still until a test moves it. */
export class ManualClock {
  #now = 0
  #timers: { at: number; callback: () => void }[] = []

  readonly now = (): number => this.#now

  readonly after = (ms: number, callback: () => void): (() => void) => {
    const timer = { at: this.#now + ms, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  advance(ms: number): void {
    const until = this.#now + ms
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.at <= until).sort((one, other) => one.at - other.at)
      if (next === undefined) break
      this.#now = next.at
      this.#timers = this.#timers.filter((timer) => timer !== next)
      next.callback()
    }
    this.#now = until
  }
}
