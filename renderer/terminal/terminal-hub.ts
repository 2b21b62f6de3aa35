import type { TerminalId } from '../../electron/contract/ids.ts'

/** One terminal on screen, as the connection sees it. */
export interface TerminalSink {
  onOutput(data: string): void
  /** Output may have been missed: attach again and draw from the replay. */
  onReattach(): void
}

/** Takes terminal output past the store, straight to the terminal that shows it. */
export class TerminalHub {
  readonly #sinks = new Map<TerminalId, TerminalSink>()

  /** Only one sink a terminal; the returned function takes it away. */
  connect(id: TerminalId, sink: TerminalSink): () => void {
    this.#sinks.set(id, sink)
    return () => {
      if (this.#sinks.get(id) === sink) this.#sinks.delete(id)
    }
  }

  receive(id: TerminalId, data: string): void {
    this.#sinks.get(id)?.onOutput(data)
  }

  reattach(): void {
    for (const sink of this.#sinks.values()) sink.onReattach()
  }
}
