/**
 * How far output may run ahead, in characters. Two things can lag behind a program that prints: the page, which says
 * with `acknowledge` what it has drawn, and the engine's own screen, which says what it has parsed. When either is
 * more than HIGH behind, the program is made to wait; it goes on when both are less than LOW behind. LOW must be more
 * than a page leaves unacknowledged (it may save up its acknowledgements, up to half of LOW), or a paused program
 * would never go on; HIGH bounds the memory that a flood can take and is several times what is drawn in one frame,
 * so that a fast page never waits.
 */
export const FLOW = { HIGH: 128 * 1024, LOW: 32 * 1024 } as const

export interface FlowControl {
  /** This much was handed to the page and to the screen. */
  sent(characters: number): void
  /** The page has drawn this much. */
  acknowledged(characters: number): void
  /** The screen has parsed this much. */
  parsed(characters: number): void
  /** Another page starts from a replay: what the one before did not acknowledge is forgotten. */
  forgetPage(): void
  /** Stops output for as long as the returned function has not been called. */
  hold(): () => void
  readonly paused: boolean
  /** How far the screen is behind. */
  readonly unparsed: number
}

export function createFlowControl(source: { pause(): void; resume(): void }): FlowControl {
  let undrawn = 0
  let unparsed = 0
  let flooded = false
  let holds = 0
  let paused = false

  function settle(): void {
    const behind = Math.max(undrawn, unparsed)
    if (behind > FLOW.HIGH) flooded = true
    else if (behind < FLOW.LOW) flooded = false
    const wanted = flooded || holds > 0
    if (wanted === paused) return
    paused = wanted
    if (paused) source.pause()
    else source.resume()
  }

  return {
    sent(characters) {
      undrawn += characters
      unparsed += characters
      settle()
    },
    acknowledged(characters) {
      undrawn = Math.max(0, undrawn - characters)
      settle()
    },
    parsed(characters) {
      unparsed -= characters
      settle()
    },
    forgetPage() {
      undrawn = 0
      settle()
    },
    hold() {
      holds += 1
      settle()
      let held = true
      return () => {
        if (held) holds -= 1
        held = false
        settle()
      }
    },
    get paused() {
      return paused
    },
    get unparsed() {
      return unparsed
    },
  }
}
