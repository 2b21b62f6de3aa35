/** A look at the words of a YAML text before anything is built from them: what is refused outright, in linear time. */

import { CST, Lexer } from 'yaml'
import { quote } from './words.ts'

/** A problem at an offset of the text. */
export interface Located {
  readonly offset: number
  readonly happened: string
  readonly remedy: string
}

/** A lab of 1 MB has about 40,000. Far more make the parser slow, whatever they are. */
const MAX_TOKENS = 100_000
/** Brackets in each other, or `- - -` on one line. */
const MAX_NESTING = 40
const MAX_PROBLEMS = 20

const REFUSED: Readonly<Partial<Record<CST.TokenType, { what: string; remedy: string }>>> = {
  anchor: { what: 'The anchor', remedy: 'Labs have no anchors; write the value out where it is needed.' },
  alias: {
    what: 'The alias',
    remedy: 'Labs have no aliases; write the value out. Text that begins with * needs quotes.',
  },
  tag: { what: 'The tag', remedy: 'Labs have no tags; write plain values. Text that begins with ! needs quotes.' },
}

/** Problems for which the text is not read any further; empty when it may be parsed. */
export function scanTokens(text: string): Located[] {
  const found: Located[] = []
  const nesting = new Nesting()
  let tokens = 0
  let last: number | undefined
  for (const { type, token, offset } of placedTokens(text)) {
    const problem = refusal(type, token, offset) ?? nesting.after(type, offset)
    if (problem !== undefined) {
      if (last === undefined || text.slice(last, offset).includes('\n')) found.push(problem)
      last = offset
    }
    if (++tokens > MAX_TOKENS) found.push(tooMany(offset))
    if (found.length >= MAX_PROBLEMS || tokens > MAX_TOKENS || nesting.tooDeep) break
  }
  return found
}

/** Where the word begins that ends at `offset`. */
export function startOfToken(text: string, offset: number): number {
  let start = 0
  for (const token of placedTokens(text)) {
    if (token.offset >= offset) break
    if (token.token.trim() !== '') start = token.offset
  }
  return start
}

interface PlacedToken {
  readonly type: CST.TokenType | null
  readonly token: string
  readonly offset: number
}

function* placedTokens(text: string): Generator<PlacedToken> {
  let offset = 0
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token)
    if (isMark(type, token)) continue
    yield { type, token, offset }
    offset += token.length
  }
}

/** Marks that the lexer puts in by itself take no place in the text. */

const isMark = (type: CST.TokenType | null, token: string): boolean =>
  type === 'doc-mode' || type === 'flow-error-end' || (type === 'scalar' && token.length === 1)

function refusal(type: CST.TokenType | null, token: string, offset: number): Located | undefined {
  const refused = type === null ? undefined : REFUSED[type]
  return refused && { offset, happened: `${refused.what} ${quote(token)} is not allowed.`, remedy: refused.remedy }
}

const tooMany = (offset: number): Located => ({
  offset,
  happened: `The file has more than ${MAX_TOKENS.toLocaleString('en')} words and signs.`,
  remedy: 'Make the lab smaller; put large files into its files/ folder.',
})

class Nesting {
  tooDeep = false
  #flow = 0
  #onLine = 0

  after(type: CST.TokenType | null, offset: number): Located | undefined {
    if (type === 'newline') this.#onLine = 0
    if (type === 'flow-map-start' || type === 'flow-seq-start') this.#flow++
    if (type === 'flow-map-end' || type === 'flow-seq-end') this.#flow--
    if (type === 'seq-item-ind' || type === 'explicit-key-ind') this.#onLine++
    if (Math.max(this.#flow, this.#onLine) <= MAX_NESTING) return undefined
    this.tooDeep = true
    return {
      offset,
      happened: `This lies more than ${MAX_NESTING} levels deep.`,
      remedy: 'A lab never needs that; make it flatter.',
    }
  }
}
