/** More than any object that the API server takes (about 3 MB) can be. */
const MAX_LINE_BYTES = 16 * 1024 * 1024

const NEWLINE = 0x0a

/** Cuts a stream of bytes into lines; a line may come in many pieces, and a piece may end inside a character. */
export class LineSplitter {
  #rest: Buffer[] = []
  #restBytes = 0
  readonly #onLine: (line: string) => void

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  /** Throws when a line gets longer than can be. */
  push(piece: Buffer): void {
    let start = 0
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      this.#keep(piece.subarray(start, end))
      this.#flush()
      start = end + 1
    }
    this.#keep(piece.subarray(start))
  }

  /** Whether a line has begun that has not ended. */
  get isInsideLine(): boolean {
    return this.#restBytes > 0
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#rest.push(bytes)
    this.#restBytes += bytes.length
    if (this.#restBytes > MAX_LINE_BYTES) throw new Error(`a line of more than ${MAX_LINE_BYTES} bytes`)
  }

  #flush(): void {
    if (this.#restBytes === 0) return
    const line = this.#rest.length === 1 ? this.#rest[0] : Buffer.concat(this.#rest)
    this.#rest = []
    this.#restBytes = 0
    if (line !== undefined) this.#onLine(line.toString('utf8'))
  }
}
