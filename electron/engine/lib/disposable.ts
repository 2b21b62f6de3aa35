/** Something that was started and can be ended. Ending it twice is the same as once. */
export interface Disposable {
  dispose(): unknown
}

/** Collects disposables on the line that made them; ends them last first. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = []
  #disposed = false

  /** Keeps `item`; ends it at once when the store is already gone. */
  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose()
    else this.#items.push(item)
    return item
  }

  get disposed(): boolean {
    return this.#disposed
  }

  dispose(): void {
    this.#disposed = true
    for (const item of this.#items.splice(0).reverse()) item.dispose()
  }
}
