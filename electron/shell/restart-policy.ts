/** Pauses before each restart; after the last one the shell gives up. Milliseconds. */
export const RESTART_DELAYS_MS = [250, 500, 1000, 2000, 4000] as const

/** An engine that has lived this long was well; what ends it then is a new misfortune, not the old one. Milliseconds. */
export const WELL_AFTER_MS = 60_000

/** Decides what follows the end of an engine. */
export interface RestartPolicy {
  /** The pause before the next start, or undefined when it is time to give up. */
  afterEnd(livedMs: number): number | undefined
  /** A person asked to try again: everything starts anew. */
  forget(): void
}

export function createRestartPolicy(): RestartPolicy {
  let restarts = 0
  return {
    afterEnd(livedMs) {
      if (livedMs >= WELL_AFTER_MS) restarts = 0
      const delayMs = RESTART_DELAYS_MS[restarts]
      restarts += 1
      return delayMs
    },
    forget() {
      restarts = 0
    },
  }
}
