/** Runs jobs one after the other, in the order in which they were asked for; a failed one does not stop the next. */
export class Serial {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#last.then(job, job)
    this.#last = result.catch(() => undefined)
    return result
  }

  /** Resolves when nothing is queued any more. */
  async idle(): Promise<void> {
    let seen: Promise<unknown>
    do {
      seen = this.#last
      await seen
    } while (seen !== this.#last)
  }
}
