import { INTEGRATION_OSC, type Mark } from './integration.ts'

/** Output of a shell in order: text for the screen, and what the shell said in between. */
export type Piece = { readonly text: string } | { readonly mark: Mark }

export interface IntegrationParser {
  /** The pieces of this chunk. A sequence that is cut at the end of it is kept for the next one. */
  push(chunk: string): readonly Piece[]
  /** What is still kept; at the end of the output. */
  flush(): string
}

/** Longer ones are not from our script (a command line of this length does not fit any kernel's limits). */
const LONGEST_MARK = 1024 * 1024

const BELL = '\x07'

/** Takes the shell's marks out of its output. Only those with this nonce; all else passes unchanged. */
export function createIntegrationParser(nonce: string): IntegrationParser {
  const opening = `\x1b]${INTEGRATION_OSC};${nonce};`
  let kept = ''

  function push(chunk: string): readonly Piece[] {
    const pieces: Piece[] = []
    let rest = kept + chunk
    kept = ''
    while (rest !== '') {
      const start = rest.indexOf(opening)
      if (start < 0) {
        const whole = rest.length - lengthOfCutOpening(rest, opening)
        kept = rest.slice(whole)
        addText(pieces, rest.slice(0, whole))
        break
      }
      addText(pieces, rest.slice(0, start))
      const end = rest.indexOf(BELL, start)
      if (end < 0 && rest.length - start <= LONGEST_MARK) {
        kept = rest.slice(start)
        break
      }
      const mark = end < 0 ? undefined : readMark(rest.slice(start + opening.length, end))
      if (mark !== undefined) pieces.push({ mark })
      rest = rest.slice(end < 0 ? start + opening.length : end + 1)
    }
    return pieces
  }

  return {
    push,
    flush() {
      const last = kept
      kept = ''
      return last
    },
  }
}

function addText(pieces: Piece[], text: string): void {
  if (text !== '') pieces.push({ text })
}

/** How many characters at the end of `text` may be the beginning of `opening`. */
function lengthOfCutOpening(text: string, opening: string): number {
  const from = Math.max(0, text.length - opening.length + 1)
  for (let start = text.indexOf('\x1b', from); start >= 0; start = text.indexOf('\x1b', start + 1)) {
    if (opening.startsWith(text.slice(start))) return text.length - start
  }
  return 0
}

function readMark(text: string): Mark | undefined {
  const [kind, shellText, ...fields] = text.split(';')
  const shell = wholeNumber(shellText)
  const number = wholeNumber(fields[0])
  if (shell === undefined || number === undefined) return undefined
  if (kind === 'E') return { kind: 'ended', shell, exitCode: number }
  if (kind === 'R') return { kind: 'prompt', shell, count: number }
  if (kind === 'C') return { kind: 'continuation', shell, count: number }
  const [, directory, commandLine] = fields
  if (kind !== 'S' || directory === undefined || commandLine === undefined) return undefined
  const started = { previousExitCode: number, directory: decode(directory), commandLine: decode(commandLine) }
  return { kind: 'started', shell, ...started }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

function decode(text: string): string {
  return text.replace(/%([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
