/** Rewrites an expression so that its loops are counted (see `cel-meter.ts`) and grow their lists in place. */

import { APPEND_FUNCTION, GOING_FUNCTION, RANGE_FUNCTION } from './cel-meter.ts'
import type { Expr } from './cel-syntax.ts'

/** The variable in which the library's macros collect their result. */
const ACCUMULATOR = '@result'

export function bounded(expr: Expr): Expr {
  const { exprKind } = expr
  switch (exprKind.case) {
    case 'selectExpr':
      return {
        ...expr,
        exprKind: { case: 'selectExpr', value: { ...exprKind.value, ...part('operand', exprKind.value.operand) } },
      }
    case 'callExpr':
      return { ...expr, exprKind: { case: 'callExpr', value: boundedCall(exprKind.value) } }
    case 'listExpr':
      return {
        ...expr,
        exprKind: { case: 'listExpr', value: { ...exprKind.value, elements: exprKind.value.elements.map(bounded) } },
      }
    case 'structExpr':
      return {
        ...expr,
        exprKind: {
          case: 'structExpr',
          value: { ...exprKind.value, entries: exprKind.value.entries.map(boundedEntry) },
        },
      }
    case 'comprehensionExpr':
      return { ...expr, exprKind: { case: 'comprehensionExpr', value: boundedLoop(exprKind.value) } }
    case 'constExpr':
    case 'identExpr':
    case undefined:
      return expr
  }
}

type Kind<Case> = Extract<Expr['exprKind'], { case: Case }>['value']
type Entry = Kind<'structExpr'>['entries'][number]

function boundedCall(call: Kind<'callExpr'>): Kind<'callExpr'> {
  const [first, second] = call.args
  const grows = call.function === '_+_' && isAccumulator(first) && second?.exprKind.case === 'listExpr'
  return {
    ...call,
    ...part('target', call.target),
    args: call.args.map(bounded),
    function: grows ? APPEND_FUNCTION : call.function,
  }
}

function boundedLoop(loop: Kind<'comprehensionExpr'>): Kind<'comprehensionExpr'> {
  return {
    ...loop,
    ...(loop.iterRange === undefined
      ? {}
      : { iterRange: callOf(RANGE_FUNCTION, loop.iterRange, [bounded(loop.iterRange)]) }),
    ...(loop.loopCondition === undefined ? {} : { loopCondition: whileGoing(bounded(loop.loopCondition)) }),
    ...part('loopStep', loop.loopStep),
    ...part('result', loop.result),
  }
}

function boundedEntry(entry: Entry): Entry {
  const keyKind =
    entry.keyKind.case === 'mapKey' ? { case: 'mapKey' as const, value: bounded(entry.keyKind.value) } : entry.keyKind
  return { ...entry, keyKind, ...part('value', entry.value) }
}

const whileGoing = (condition: Expr): Expr =>
  callOf('_&&_', condition, [callOf(GOING_FUNCTION, condition, []), condition])

/** A call that stands where `place` does. */
const callOf = (name: string, place: Expr, args: Expr[]): Expr => ({
  ...place,
  exprKind: { case: 'callExpr', value: { $typeName: 'cel.expr.Expr.Call', function: name, args } },
})

const isAccumulator = (expr: Expr | undefined): boolean =>
  expr?.exprKind.case === 'identExpr' && expr.exprKind.value.name === ACCUMULATOR

function part<Name extends string>(name: Name, expr: Expr | undefined): { [K in Name]?: Expr } {
  return expr === undefined ? {} : ({ [name]: bounded(expr) } as { [K in Name]: Expr })
}
