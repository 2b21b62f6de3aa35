/** CEL expressions over objects: parsed once, evaluated often. */

import { isCelError, plan } from '@bufbuild/cel'
import { bounded } from './cel-bounded.ts'
import { parseCel } from './cel-check.ts'
import { environment, meter } from './cel-functions.ts'
import { literal, pathOf, walk, type Expr, type Syntax } from './cel-syntax.ts'
import { celFromJson, jsonFromCel } from './cel-values.ts'

export { checkCel, type CelProblem } from './cel-check.ts'

/**
 * What an expression gave: a value; a field that the object does not have; something in the object that it cannot work
 * with (text that is no number); or a mistake of the expression itself.
 */
export type CelOutcome =
  { readonly value: unknown } | Missing | { readonly unusable: string } | { readonly broken: string }

/** The field that is missing, its path where it is one of the object, and the part of the expression that names it. */
export interface Missing {
  readonly missing: string
  readonly path: string | undefined
  readonly part: Expr | undefined
}

/** An expression that is ready to be evaluated; `undefined` bindings do not exist for it. */
export interface CelProgram {
  readonly syntax: Syntax
  run(bindings: Readonly<Record<string, unknown>>): CelOutcome
}

export type Compiled = { readonly program: CelProgram } | { readonly broken: string }

const programs = new Map<string, Compiled>()
const MAX_PROGRAMS = 2000

/** The program of an expression over `variables`; the same one each time it is asked for. */
export function compileCel(expression: string, variables: readonly string[] = ['object']): Compiled {
  const key = `${variables.join()}:${expression}`
  const known = programs.get(key)
  if (known !== undefined) return known
  const checked = parseCel(expression, variables)
  const compiled =
    'problem' in checked
      ? { broken: checked.problem.message }
      : { program: programOf(checked.syntax, checked.syntax.expr) }
  if (programs.size >= MAX_PROGRAMS) programs.clear()
  programs.set(key, compiled)
  return compiled
}

/** A program of one part of an expression, to find out what made the whole untrue. */
export function programOf(syntax: Syntax, part: Expr): CelProgram {
  const evaluate = plan(environment, bounded(part))
  return {
    syntax,
    run(bindings) {
      meter.start()
      const inputs = Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, celFromJson(value)]))
      const result = evaluate(inputs)
      return meter.refusal === undefined ? outcomeOf(syntax, result) : { broken: meter.refusal }
    },
  }
}

function outcomeOf(syntax: Syntax, result: unknown): CelOutcome {
  if (!isCelError(result)) return { value: jsonFromCel(result) }
  const errors = [result, ...(Array.isArray(result.cause) ? result.cause.filter(isCelError) : [])]
  const broken = errors.find((error) => BROKEN.test(error.message))
  if (broken !== undefined) return { broken: inWords(broken.message) }
  const field = FIELD_MISSING.exec(result.message)?.[1] ?? INDEX_MISSING.exec(result.message)?.[1]
  return field === undefined ? { unusable: result.message } : missingField(syntax, field, result.exprId)
}

/** The library's messages; its errors carry no code. `cel.test.ts` notices when they change. */
const FIELD_MISSING = /^field not found: (.*)$/s
const INDEX_MISSING = /^index (\S+) out of bounds \[0, -1\)$/
const BROKEN =
  /^(found no matching overload|unresolved attribute|unbound function|type mismatch|unsupported key type|error parsing regexp)/
const OVERLOAD = /^found no matching overload for '([^']*)' applied to '(.*)'$/

function inWords(message: string): string {
  const [, name, types] = OVERLOAD.exec(message) ?? []
  if (name === undefined || types === undefined) return message
  return `${name.replaceAll('_', '').replace('@', '')} does not work on ${types}`
}

/** Which field it was: the part that failed says so, except in brackets, where the error names the whole chain. */
function missingField(syntax: Syntax, field: string, exprId: bigint | undefined): Missing {
  let named: Expr | undefined
  let path: string | undefined
  walk(syntax.expr, (part, scope) => {
    if (named === undefined && endsIn(part, field, exprId)) [named, path] = [part, pathOf(part, scope)]
  })
  return { missing: path === undefined || path === '' ? field : path, path, part: named }
}

function endsIn(part: Expr, field: string, exprId: bigint | undefined): boolean {
  const { exprKind } = part
  if (exprKind.case === 'selectExpr') return exprKind.value.field === field && part.id === exprId
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_[_]') return false
  const key = exprKind.value.args[1]
  return key !== undefined && String(literal(key)?.value) === field
}
