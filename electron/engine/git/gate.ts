/** Many may share, or one be alone. Who wants to be alone waits for those inside; who comes later waits for it. */
export class Gate {
  readonly #inside = new Set<Promise<unknown>>()
  /** The last of those who are or want to be alone. */
  #alone: Promise<unknown> | undefined

  async share<T>(job: () => Promise<T>): Promise<T> {
    while (this.#alone !== undefined) await this.#alone
    const running = job()
    const settled = running.catch(() => undefined)
    this.#inside.add(settled)
    try {
      return await running
    } finally {
      this.#inside.delete(settled)
    }
  }

  /** `hurry` is called when its turn has come, for those inside that would take too long. */
  async alone<T>(job: () => Promise<T>, hurry: () => void = () => undefined): Promise<T> {
    const result = this.#afterOthers(this.#alone, job, hurry)
    const settled = result.catch(() => undefined)
    this.#alone = settled
    try {
      return await result
    } finally {
      if (this.#alone === settled) this.#alone = undefined
    }
  }

  async #afterOthers<T>(before: Promise<unknown> | undefined, job: () => Promise<T>, hurry: () => void): Promise<T> {
    await before
    hurry()
    await Promise.all(this.#inside)
    return await job()
  }
}
