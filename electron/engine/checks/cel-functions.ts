/** The functions that an expression may call: CEL's own, its string extension, and Kubernetes quantities. */

import { celEnv, celFunc, celMethod, CelScalar, type CelEnv } from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import { Meter } from './cel-meter.ts'
import { compilePattern } from './pattern.ts'
import { parseQuantity } from './quantity.ts'

const { BOOL, DOUBLE, INT, STRING } = CelScalar

/**
 * `quantity('500m')` and its comparisons, spelled as in Kubernetes' own CEL. A quantity is a double here, so that `==`
 * and `<` work on it too.
 */
const quantities = [
  celFunc('quantity', [STRING], DOUBLE, toNumber),
  celFunc('quantity', [INT], DOUBLE, Number),
  celFunc('quantity', [DOUBLE], DOUBLE, (value) => value),
  celFunc('isQuantity', [STRING], BOOL, (text) => parseQuantity(text) !== undefined),
  celMethod('isGreaterThan', DOUBLE, [DOUBLE], BOOL, function (other) {
    return this > other
  }),
  celMethod('isLessThan', DOUBLE, [DOUBLE], BOOL, function (other) {
    return this < other
  }),
  celMethod('compareTo', DOUBLE, [DOUBLE], INT, function (other) {
    return BigInt(Math.sign(this - other))
  }),
]

const NANOS = 1e9

function toNumber(text: string): number {
  const nanos = parseQuantity(text)
  if (nanos === undefined) throw new Error(`"${text}" is not a quantity`)
  return Number(nanos) / NANOS
}

/** The library's own `replace` copies the text for every place; this one takes as long as the text is. */
const replacements = [
  celMethod('replace', STRING, [STRING, STRING], STRING, function (from, to) {
    return this.split(from).join(to)
  }),
  celMethod('replace', STRING, [STRING, STRING, INT], STRING, function (from, to, times) {
    if (times < 0n) return this.split(from).join(to)
    const parts = this.split(from)
    const changed = parts.slice(0, Number(times) + 1).join(to)
    return [changed, ...parts.slice(Number(times) + 1)].join(from)
  }),
]

/** Counts what is evaluated in `environment`. */
export const meter = new Meter()

export const environment: CelEnv = meteredEnvironment()

function meteredEnvironment(): CelEnv {
  const re2 = { compile: (pattern: string) => ({ test: (text: string) => testPattern(pattern, text) }) }
  const plain = celEnv({ funcs: [...strings, ...replacements, ...quantities], re2 })
  const metered = [...plain.funcs].map((func) => meter.metered(func))
  return celEnv({ funcs: [...metered, ...meter.own] })
}

const testPattern = (pattern: string, text: string): boolean => compilePattern(pattern).test(text)
