/** What a comparison in a rule wants of which field, in words. */

import { valueOf, type Context } from './cel-context.ts'
import { pathOf, type Expr, type Scope } from './cel-syntax.ts'
import type { Mismatch } from './match-object.ts'
import { NOTHING, render, renderInSentence } from './render.ts'

/** The left side of a comparison: a field, or the size of one. */
interface Subject {
  readonly path: string
  readonly unit?: 'entries'
}

const COMPARISONS: Readonly<Record<string, string>> = {
  '_==_': '',
  '_!=_': 'anything but ',
  '_<_': 'less than ',
  '_<=_': 'at most ',
  '_>_': 'more than ',
  '_>=_': 'at least ',
  '@in': 'one of ',
}
const TURNED: Readonly<Record<string, string>> = {
  '_<_': '_>_',
  '_<=_': '_>=_',
  '_>_': '_<_',
  '_>=_': '_<=_',
  '_==_': '_==_',
  '_!=_': '_!=_',
}
const TEXT_TESTS: Readonly<Record<string, string>> = {
  startsWith: 'something that starts with ',
  endsWith: 'something that ends with ',
  contains: 'something that contains ',
  matches: 'something that matches ',
}

/** What a comparison wants of which field. */
interface Want {
  readonly subject: Subject
  readonly found: unknown
  readonly words: string
  readonly value: unknown
  readonly like?: string
}

/** Why the part, which is not true, is not; undefined when it is of no form that can be put in words. */
export function describe(part: Expr, context: Context): Mismatch | undefined {
  const presence = describePresence(part, context)
  if (presence !== undefined) return presence
  const want = wantOf(part, context)
  if (want === undefined) return undefined
  const { subject, found, words, value, like } = want
  const unit = subject.unit === undefined ? '' : value === 1 ? ' entry' : ` ${subject.unit}`
  const as = like === undefined ? '' : `, as ${like}`
  const verb = subject.unit === undefined ? ['is', 'be'] : ['has', 'have']
  const foundUnit = subject.unit === undefined ? '' : found === 1 ? ' entry' : ` ${subject.unit}`
  return {
    path: subject.path,
    expected: `${words}${render(value)}${unit}${as}`,
    found: `${render(found)}${foundUnit}`,
    says: `${verb[0]} ${renderInSentence(found)}${foundUnit}; it should ${verb[1]} ${words}${renderInSentence(value)}${unit}${as}`,
  }
}

function wantOf(part: Expr, context: Context): Want | undefined {
  const call = callIn(part)
  if (call === undefined) return undefined
  const textTest = call.target === undefined ? undefined : TEXT_TESTS[call.function]
  const [first, second] = call.target === undefined ? call.args : [call.target, ...call.args]
  if (first === undefined || second === undefined) return undefined
  if (textTest !== undefined) return wantBetween(first, second, textTest, context)
  const words = COMPARISONS[call.function]
  if (words === undefined) return undefined
  const turned = COMPARISONS[TURNED[call.function] ?? '']
  return (
    wantBetween(first, second, words, context) ??
    (turned === undefined ? undefined : wantBetween(second, first, turned, context))
  )
}

function wantBetween(left: Expr, right: Expr, words: string, context: Context): Want | undefined {
  const subject = subjectOf(left, context.scope)
  if (subject === undefined) return undefined
  const found = valueOf(left, context)
  const value = valueOf(right, context)
  if (!('value' in found) || !('value' in value)) return undefined
  const like = subjectOf(right, context.scope)?.path
  return { subject, found: found.value, words, value: value.value, ...(like === undefined ? {} : { like }) }
}

function describePresence(part: Expr, context: Context): Mismatch | undefined {
  const negated = callIn(part)?.function === '!_' ? callIn(part)?.args[0] : undefined
  const inner = negated ?? part
  const path = pathOf(inner, context.scope)
  if (path === undefined || path === '') return undefined
  if (isPresenceTest(inner)) return negated === undefined ? unset(path) : unwelcome(path, inner, context)
  const [is, should] = negated === undefined ? ['false', 'true'] : ['true', 'false']
  return { path, expected: should, found: is, says: `is ${is}; it should be ${should}` }
}

const isPresenceTest = (part: Expr): boolean => part.exprKind.case === 'selectExpr' && part.exprKind.value.testOnly

const unset = (path: string): Mismatch => ({
  path,
  expected: 'something',
  found: NOTHING,
  says: 'is not set; it should be',
})

function unwelcome(path: string, test: Expr, context: Context): Mismatch {
  const { exprKind } = test
  if (exprKind.case !== 'selectExpr')
    return { path, expected: NOTHING, found: 'something', says: 'is set; it should not be' }
  const field: Expr = { ...test, exprKind: { case: 'selectExpr', value: { ...exprKind.value, testOnly: false } } }
  const found = valueOf(field, context)
  const value = 'value' in found ? found.value : undefined
  return { path, expected: NOTHING, found: render(value), says: `is ${renderInSentence(value)}; it should not be set` }
}

/** "at least 3", when the part compares the missing field itself. */
export function wantedText(part: Expr, path: string | undefined, context: Context): string | undefined {
  const call = callIn(part)
  const [left, right] = call?.args ?? []
  const words = COMPARISONS[call?.function ?? '']
  if (left === undefined || right === undefined || words === undefined || pathOf(left, context.scope) !== path)
    return undefined
  const value = valueOf(right, context)
  return 'value' in value ? `${words}${renderInSentence(value.value)}` : undefined
}

function subjectOf(part: Expr, scope: Scope | undefined): Subject | undefined {
  const path = pathOf(part, scope)
  if (path !== undefined && path !== '') return { path }
  const call = callIn(part)
  if (call?.function !== 'size') return undefined
  const list = call.target ?? call.args[0]
  const listPath = list === undefined ? undefined : pathOf(list, scope)
  return listPath === undefined || listPath === '' ? undefined : { path: listPath, unit: 'entries' }
}

const callIn = (part: Expr) => (part.exprKind.case === 'callExpr' ? part.exprKind.value : undefined)
