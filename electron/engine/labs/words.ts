/** Words for messages about lab files: what a value is, which known word was probably meant. */

import { nearestWord } from '../checks/nearest.ts'

const SHOWN_LENGTH = 60

/** Text as it may be shown in a message: quoted, without control characters, shortened. */
export function quote(text: string): string {
  const short = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text
  return showHidden(JSON.stringify(short))
}

/** Text with every sign that cannot be seen, or that moves others around, written as `\u…`. */
export function showHidden(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, escapeCharacter)
}

/** A sign as its number: `\u202e`. */
export function escapeCharacter(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
}

/** What was found, in words: `the text "ten"`, `the number 3`, `a list`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'string') return `the text ${quote(value)}`
  if (typeof value === 'number') return Number.isFinite(value) ? `the number ${value}` : 'no finite number'
  if (typeof value === 'boolean') return `the value ${value}`
  return Array.isArray(value) ? 'a list' : 'a mapping'
}

/** The known word that was probably meant: near it, the same but for two swapped letters, or a part of it. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length < 3) return undefined
  return nearestWord(word, known) ?? known.find((candidate) => isKin(word.toLowerCase(), candidate.toLowerCase()))
}

const isKin = (word: string, candidate: string): boolean =>
  isSwapped(word, candidate) ||
  (word.length > 3 && candidate.startsWith(word)) ||
  (candidate.length > 3 && word.startsWith(candidate))

function isSwapped(word: string, candidate: string): boolean {
  const first = [...word].findIndex((letter, index) => letter !== candidate[index])
  const swapped = `${word.slice(0, first)}${word[first + 1] ?? ''}${word[first] ?? ''}${word.slice(first + 2)}`
  return first >= 0 && swapped === candidate
}

/** "Did you mean …?" when a word is near, then all that is allowed. */
export function suggest(word: string, known: readonly string[], intro = 'Known'): string {
  const near = nearest(word, known)
  const all = [...new Set(known)]
  const meant = near === undefined ? [] : [`Did you mean ${quote(near)}?`]
  const listed = all.length === 0 || (all.length === 1 && near !== undefined) ? [] : [`${intro}: ${all.join(', ')}.`]
  return [...meant, ...listed].join(' ') || 'Correct it or remove it.'
}
