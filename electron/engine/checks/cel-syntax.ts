/** The syntax tree of a CEL expression: walking it, saying it again, and which field of the object a part of it means. */

import { unparse, type parse } from '@bufbuild/cel'
import { fieldOf } from './field-path.ts'

export type Expr = ReturnType<typeof parse>['expr']
type SourceInfo = NonNullable<ReturnType<typeof parse>['sourceInfo']>

/** An expression, parsed; `at` is where its parts stand in the text, by their id. */
export interface Syntax {
  readonly expr: Expr
  readonly sourceInfo: SourceInfo | undefined
}

/** A name that a loop gives to each element, as in `list.all(name, …)`, and the field path of that element. */
export interface Scope {
  readonly name: string
  readonly path: string | undefined
  readonly outer: Scope | undefined
}

/** Calls back for every part, with the iteration variables that it can see; outer parts first. */
export function walk(expr: Expr, visit: (part: Expr, scope: Scope | undefined) => void, scope?: Scope): void {
  visit(expr, scope)
  for (const [part, inner] of parts(expr, scope)) walk(part, visit, inner)
}

type ScopedPart = readonly [Expr, Scope | undefined]

function parts(expr: Expr, scope: Scope | undefined): readonly ScopedPart[] {
  const { exprKind } = expr
  switch (exprKind.case) {
    case 'selectExpr':
      return exprKind.value.operand === undefined ? [] : [[exprKind.value.operand, scope]]
    case 'callExpr':
      return [...(exprKind.value.target === undefined ? [] : [exprKind.value.target]), ...exprKind.value.args].map(
        (part) => [part, scope],
      )
    case 'listExpr':
      return exprKind.value.elements.map((part) => [part, scope])
    case 'structExpr':
      return exprKind.value.entries.flatMap((entry) =>
        [entry.keyKind.case === 'mapKey' ? [entry.keyKind.value] : [], entry.value === undefined ? [] : [entry.value]]
          .flat()
          .map((part): ScopedPart => [part, scope]),
      )
    case 'comprehensionExpr':
      return comprehensionParts(exprKind.value, scope)
    case 'constExpr':
    case 'identExpr':
    case undefined:
      return []
  }
}

type Comprehension = Extract<Expr['exprKind'], { case: 'comprehensionExpr' }>['value']

function comprehensionParts(loop: Comprehension, scope: Scope | undefined): readonly ScopedPart[] {
  const { iterRange } = loop
  if (iterRange === undefined) return []
  const list = pathOf(iterRange, scope)
  const inner: Scope = { name: loop.iterVar, path: list === undefined ? undefined : `${list}[]`, outer: scope }
  const body = [loop.accuInit, loop.loopCondition, loop.loopStep, loop.result]
  return [
    [iterRange, scope],
    ...body.flatMap((part): readonly ScopedPart[] => (part === undefined ? [] : [[part, inner]])),
  ]
}

/** The part as text again, macros as they were written. */
export function source(syntax: Syntax, part: Expr): string {
  return unparse({
    $typeName: 'cel.expr.ParsedExpr',
    expr: part,
    ...(syntax.sourceInfo === undefined ? {} : { sourceInfo: syntax.sourceInfo }),
  })
}

/** `a && b && c`, taken apart. */
export function conjuncts(expr: Expr): readonly Expr[] {
  const { exprKind } = expr
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_&&_') return [expr]
  return exprKind.value.args.flatMap(conjuncts)
}

/** The literal that the part is; undefined when it is none. */
export function literal(expr: Expr): { readonly value: unknown } | undefined {
  if (expr.exprKind.case !== 'constExpr') return undefined
  const { constantKind } = expr.exprKind.value
  return constantKind.case === 'nullValue' ? { value: null } : { value: constantKind.value }
}

/**
 * The field of the object that the part means, as a field path; `spec.containers[].image` inside a loop over
 * `object.spec.containers`. Undefined when it is not simply a field.
 */
export function pathOf(expr: Expr, scope: Scope | undefined): string | undefined {
  const { exprKind } = expr
  if (exprKind.case === 'identExpr') return variablePath(exprKind.value.name, scope)
  if (exprKind.case === 'selectExpr') {
    const base = exprKind.value.operand === undefined ? undefined : pathOf(exprKind.value.operand, scope)
    return base === undefined ? undefined : fieldOf(base, exprKind.value.field)
  }
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_[_]') return undefined
  const [list, index] = exprKind.value.args
  if (list === undefined || index === undefined) return undefined
  return indexedPath(pathOf(list, scope), literal(index)?.value)
}

function indexedPath(base: string | undefined, key: unknown): string | undefined {
  if (base === undefined) return undefined
  if (typeof key === 'bigint') return `${base}[${key}]`
  return typeof key === 'string' ? fieldOf(base, key) : undefined
}

function variablePath(name: string, scope: Scope | undefined): string | undefined {
  if (scope === undefined) return name === 'object' ? '' : undefined
  return scope.name === name ? scope.path : variablePath(name, scope.outer)
}

/** `list.all(name, test)` or `list.exists(name, test)`, as the parser has expanded them. */
export interface Quantified {
  readonly quantifier: 'all' | 'exists'
  readonly list: Expr
  readonly name: string
  readonly test: Expr
}

export function quantified({ exprKind }: Expr): Quantified | undefined {
  if (exprKind.case !== 'comprehensionExpr') return undefined
  const { iterRange: list, iterVar: name, loopStep } = exprKind.value
  const step = loopStep?.exprKind.case === 'callExpr' ? loopStep.exprKind.value : undefined
  const quantifier = step?.function === '_&&_' ? 'all' : step?.function === '_||_' ? 'exists' : undefined
  const test = step?.args[1]
  return list === undefined || quantifier === undefined || test === undefined
    ? undefined
    : { quantifier, list, name, test }
}
