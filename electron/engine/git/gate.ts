/** Many may share, or one be alone. Who wants to be alone waits for those inside; who comes later waits for it. */
export class Gate {
  readonly #inside = new Set<Promise<unknown>>()
  #alone: Promise<unknown> = Promise.resolve()

  async share<T>(job: () => Promise<T>): Promise<T> {
    let seen: Promise<unknown>
    do {
      seen = this.#alone
      await seen
    } while (seen !== this.#alone)
    const running = job()
    const settled = running.catch(() => undefined)
    this.#inside.add(settled)
    try {
      return await running
    } finally {
      this.#inside.delete(settled)
    }
  }

  /** `hurry` is called at once, for those inside that would take too long. */
  async alone<T>(job: () => Promise<T>, hurry: () => void = () => undefined): Promise<T> {
    const before = this.#alone
    const result = (async () => {
      await before
      hurry()
      await Promise.all(this.#inside)
      return await job()
    })()
    this.#alone = result.catch(() => undefined)
    return await result
  }
}
