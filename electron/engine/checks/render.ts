/** Values of a lab or a cluster as short text. */

/** The longest text that a finding shows of one value, in characters. */
const MAX_RENDERED = 160

/** Stands for a field, object or answer that is not there. */
export const NOTHING = 'nothing'

/** A value for the `expected` and `found` of a finding: plain text where that cannot be misread, else compact JSON. */
export function render(value: unknown): string {
  if (value === undefined) return NOTHING
  if (typeof value === 'string' && !isMisleading(value)) return shorten(value)
  return shorten(compact(value))
}

/** A value inside a sentence: text in quotes, the rest as compact JSON. */
export const renderInSentence = (value: unknown): string => (value === undefined ? NOTHING : shorten(compact(value)))

/** "the number 4", "the text "4"": for two values that look alike but are not of one type. */
export function renderWithType(value: unknown): string {
  return value === null ? 'null' : `${typeWord(value)} ${renderInSentence(value)}`
}

const compact = (value: unknown): string => JSON.stringify(value) ?? String(value)

const shorten = (text: string): string => (text.length <= MAX_RENDERED ? text : `${text.slice(0, MAX_RENDERED - 1)}…`)

const isMisleading = (text: string): boolean =>
  text === NOTHING || text.trim() !== text || /^$|^(true|false|null)$|^[[{"]|^[-+.\d][\d.eE+-]*$/.test(text)

function typeWord(value: unknown): string {
  if (Array.isArray(value)) return 'the list'
  if (typeof value === 'string') return 'the text'
  if (typeof value === 'number') return 'the number'
  return typeof value === 'boolean' ? 'the truth value' : 'the object'
}
