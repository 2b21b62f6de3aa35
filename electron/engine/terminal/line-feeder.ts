import type { Mark } from './integration.ts'

/** Types a block of commands at the prompt, line by line, each when the shell reads. */
export interface LineFeeder {
  /** Adds the lines of a block to what is to be typed. Begins at once when the shell reads. */
  feed(block: string): void
  /** Forgets the lines that are not typed yet. */
  cancel(): void
  /** Somebody pressed Enter: the shell does not read until it shows a prompt, be it the same one drawn again. */
  entered(): void
  /** Takes the next mark of the shell. */
  take(mark: Mark): void
  /** What the shell waits for: a command, the rest of one, or nothing because it is busy. */
  readonly reading: 'command' | 'rest' | 'nothing'
  /** Lines that are not typed yet. */
  readonly waiting: number
}

/** Moves to the end of the line and deletes it: what somebody has half typed. */
export const CLEAR_LINE = '\x05\x15'

/**
 * Not pasted as a whole (bracketed paste), for three reasons seen with bash 5.2: the prompt, and with it every exit
 * code, shows only after the last command; Ctrl+C ends one command but not the block; a program that reads the
 * keyboard is harder to follow. Typed at each prompt, the block looks and behaves as if a person had typed it.
 */
export function createLineFeeder(write: (data: string) => void): LineFeeder {
  const lines: string[] = []
  let reading: LineFeeder['reading'] = 'nothing'
  let lastPrompt = ''

  function step(): void {
    if (reading === 'nothing') return
    while (reading === 'command' && lines[0] !== undefined && isIdle(lines[0])) lines.shift()
    const line = lines.shift()
    if (line === undefined) return
    const clear = reading === 'command' ? CLEAR_LINE : ''
    reading = 'nothing'
    write(`${clear}${quoted(line)}\r`)
  }

  return {
    feed(block) {
      lines.push(...linesOf(block))
      step()
    },
    cancel: () => void lines.splice(0),
    entered() {
      reading = 'nothing'
      lastPrompt = ''
    },
    take(mark) {
      if (mark.kind === 'started') reading = 'nothing'
      if (mark.kind !== 'prompt' && mark.kind !== 'continuation') return
      const prompt = `${mark.shell}/${mark.count}`
      if (prompt === lastPrompt) return
      lastPrompt = prompt
      reading = mark.kind === 'prompt' ? 'command' : 'rest'
      step()
    },
    get reading() {
      return reading
    },
    get waiting() {
      return lines.length
    },
  }
}

/** The lines of a block, without blank ones at its ends. */
export function linesOf(block: string): string[] {
  return block
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/^\s*\n|\s+$/g, '')
    .split('\n')
}

/** Between two commands there is nothing to type for an empty line or a comment. */
function isIdle(line: string): boolean {
  return /^\s*(#.*)?$/.test(line)
}

/** Each control character behind a Ctrl+V, so that a tab in a here-document is a tab and no completion. */
export function quoted(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, '\x16$&')
}
