/** RE2 expressions, in `ran` checks and in CEL's `matches`: their cost grows with the text only, whatever the pattern. */

import { RE2JS, RE2JSException } from 're2js'

const compiled = new Map<string, RE2JS>()
const MAX_COMPILED = 256

/** The pattern, ready for use; compiled once. Throws when it is not an RE2 expression. */
export function compilePattern(pattern: string): RE2JS {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const fresh = RE2JS.compile(pattern)
  if (compiled.size >= MAX_COMPILED) compiled.clear()
  compiled.set(pattern, fresh)
  return fresh
}

/** What is wrong with an RE2 expression, as a sentence; undefined when it is a good one. */
export function checkPattern(pattern: string): string | undefined {
  try {
    compilePattern(pattern)
    return undefined
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return `"${pattern}" is not an RE2 expression: ${error.message.replace('error parsing regexp: ', '')}.`
  }
}
