/** Characters drawn since the last acknowledgement are told together, at most this often. */
const TOGETHER_MS = 16

/**
 * Tells the engine how much was drawn, so that it may send more. Waits a moment to say several writes at once, never for a
 * certain amount: a rest that is never acknowledged would let the shell stand still.
 */
export class Acknowledger {
  #drawn = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  readonly #tell: (characters: number) => void

  constructor(tell: (characters: number) => void) {
    this.#tell = tell
  }

  drawn(characters: number): void {
    this.#drawn += characters
    this.#timer ??= setTimeout(() => this.#flush(), TOGETHER_MS)
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #flush(): void {
    this.#timer = null
    const characters = this.#drawn
    this.#drawn = 0
    if (characters > 0) this.#tell(characters)
  }
}
