/** Reads what a push wants from the beginning of its request, while the request passes by. */

export interface PushCommand {
  readonly before: string
  readonly after: string
  readonly ref: string
}

/** More than this of commands is not a push of a person. */
const MAX_HEAD_BYTES = 1024 * 1024

/** Takes the bytes of a `git-receive-pack` request as they come. */
export class PushCommands {
  readonly commands: PushCommand[] = []
  #head = Buffer.alloc(0)
  #done = false
  #packBytes = 0

  take(chunk: Buffer): void {
    if (this.#done) {
      this.#packBytes += chunk.length
      return
    }
    this.#head = Buffer.concat([this.#head, chunk])
    while (!this.#done && this.#takeLine());
    if (this.#head.length > MAX_HEAD_BYTES) this.#done = true
  }

  /** How many bytes came after the commands. */
  get packBytes(): number {
    return this.#packBytes
  }

  /** Takes one packet: four hexadecimal digits of length, themselves included, then a command; `0000` ends them. */
  #takeLine(): boolean {
    if (this.#head.length < 4) return false
    const length = Number.parseInt(this.#head.toString('latin1', 0, 4), 16)
    if (length === 0 || !(length >= 4)) {
      this.#done = true
      this.#packBytes = this.#head.length - 4
      this.#head = Buffer.alloc(0)
      return false
    }
    if (this.#head.length < length) return false
    const [line = ''] = this.#head.toString('utf8', 4, length).trimEnd().split('\0')
    const [, before = '', after = '', ref] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (\S.*)$/.exec(line) ?? []
    if (ref !== undefined) this.commands.push({ before, after, ref })
    this.#head = this.#head.subarray(length)
    return true
  }
}
