/** A part of a rule, evaluated by itself: what the names in it mean, and where its elements stand in the object. */

import { programOf, type CelOutcome, type CelProgram } from './cel.ts'
import type { Expr, Scope, Syntax } from './cel-syntax.ts'

export interface Context {
  readonly syntax: Syntax
  readonly bindings: Readonly<Record<string, unknown>>
  readonly scope: Scope | undefined
  /** When to stop looking for more, as `performance.now()` counts. */
  readonly until: number
}

const programs = new WeakMap<Expr, CelProgram>()

export function valueOf(part: Expr, { syntax, bindings }: Context): CelOutcome {
  const program = programs.get(part) ?? programOf(syntax, part)
  programs.set(part, program)
  return program.run(bindings)
}
