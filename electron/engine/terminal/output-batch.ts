import type { Clock } from '../lib/clock.ts'

/** Output that follows within this time of a delivery is sent together with the next; milliseconds. */
export const BATCH_WINDOW_MS = 5

/** Makes few messages of many small chunks, without delaying the first: the echo of a key goes out at once. */
export interface OutputBatch {
  push(text: string): void
  /** Delivers what is waiting now. */
  flush(): void
  /** Keeps everything back until one window after now. */
  rest(): void
}

export function createOutputBatch(clock: Clock, deliver: (text: string) => void): OutputBatch {
  let waiting: string[] = []
  let closed = false
  let cancel = (): void => undefined

  function flush(): void {
    if (waiting.length === 0) return
    const text = waiting.join('')
    waiting = []
    deliver(text)
  }

  function openLater(): void {
    cancel()
    closed = true
    cancel = clock.after(BATCH_WINDOW_MS, () => {
      closed = false
      if (waiting.length === 0) return
      flush()
      openLater()
    })
  }

  return {
    push(text) {
      waiting.push(text)
      if (closed) return
      flush()
      openLater()
    },
    flush,
    rest: openLater,
  }
}
