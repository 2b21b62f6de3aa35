/** Why a rule is not true of an object: which field it looks at, what it wants there, and what is there. */

import type { CelProgram, Missing } from './cel.ts'
import { describe, wantedText } from './cel-comparison.ts'
import { valueOf, type Context } from './cel-context.ts'
import { conjuncts, pathOf, quantified, source, walk, type Expr, type Quantified, type Scope } from './cel-syntax.ts'
import { elementOf } from './field-path.ts'
import type { Mismatch } from './match-object.ts'
import { NOTHING } from './render.ts'

/** Elements of a list that are looked at one by one, and how long, in milliseconds. */
const MAX_ELEMENTS = 50
const MAX_TIME_MS = 200

/** What is found where no more can be said than that the rule is not true. */
export const UNTRUE = 'not so'

/** Everything that keeps the rule from being true of `object`; never empty. */
export function explainRule({ syntax }: CelProgram, object: unknown): readonly Mismatch[] {
  const until = performance.now() + MAX_TIME_MS
  const context: Context = { syntax, bindings: { object }, scope: undefined, until }
  const found = explainAll(syntax.expr, context)
  const byPath = new Map(found.map((mismatch) => [mismatch.path, mismatch]))
  return byPath.size === 0 ? [untrue(syntax.expr, context)] : [...byPath.values()]
}

const explainAll = (expr: Expr, context: Context): readonly Mismatch[] =>
  conjuncts(expr).flatMap((part) => explainPart(part, context))

function explainPart(part: Expr, context: Context): readonly Mismatch[] {
  const outcome = valueOf(part, context)
  if ('value' in outcome && outcome.value === true) return []
  if ('broken' in outcome) return []
  const elements = explainElements(part, context)
  if (elements.length > 0) return elements
  if ('missing' in outcome) return [missing(part, outcome, context)]
  if ('unusable' in outcome) return [unusable(part, outcome.unusable, context)]
  return [describe(part, context) ?? untrue(part, context)]
}

/** For `list.all(…)` each element that does not pass; for `list.exists(…)` that there is none. */
function explainElements(part: Expr, context: Context): readonly Mismatch[] {
  const loop = quantified(part)
  const path = loop === undefined ? undefined : pathOf(loop.list, context.scope)
  if (loop === undefined || path === undefined) return []
  const list = valueOf(loop.list, context)
  if (!('value' in list) || !Array.isArray(list.value)) return []
  if (loop.quantifier === 'exists') return [noElement(loop, path, context)]
  const elements = list.value.slice(0, MAX_ELEMENTS) as readonly unknown[]
  return elements.flatMap((element, index) => {
    if (performance.now() > context.until) return []
    const scope: Scope = { name: loop.name, path: elementOf(path, index), outer: context.scope }
    return explainAll(loop.test, { ...context, bindings: { ...context.bindings, [loop.name]: element }, scope })
  })
}

function noElement({ name, test }: Quantified, path: string, { syntax }: Context): Mismatch {
  const text = source(syntax, test)
  return {
    path,
    expected: `an element ${name} with ${text}`,
    found: 'none',
    says: `has no element ${name} with ${text}`,
  }
}

function missing(part: Expr, { missing: field, part: named }: Missing, context: Context): Mismatch {
  const path = placeOf(named, part, context.scope) ?? field
  const want = wantedText(part, path, context)
  const should = want === undefined ? '' : ` ${want}`
  return { path, expected: want ?? 'something', found: NOTHING, says: `is not set; it should be${should}` }
}

/** The path of a part of `part`, with the numbers of the elements that are being looked at. */
function placeOf(named: Expr | undefined, part: Expr, outer: Scope | undefined): string | undefined {
  let path: string | undefined
  walk(
    part,
    (inner, scope) => {
      if (inner === named) path = pathOf(inner, scope)
    },
    outer,
  )
  return path === '' ? undefined : path
}

function unusable(part: Expr, why: string, context: Context): Mismatch {
  const text = source(context.syntax, part)
  return {
    path: firstPath(part, context.scope),
    expected: text,
    found: 'something else',
    says: `cannot be tested with ${text}: ${why}`,
  }
}

function untrue(part: Expr, context: Context): Mismatch {
  const text = source(context.syntax, part)
  return { path: firstPath(part, context.scope), expected: text, found: UNTRUE, says: `does not satisfy ${text}` }
}

/** The first field of the object that the part looks at. */
function firstPath(part: Expr, outer: Scope | undefined): string {
  let path = ''
  walk(
    part,
    (inner, scope) => {
      if (path === '') path = pathOf(inner, scope) ?? ''
    },
    outer,
  )
  return path
}
