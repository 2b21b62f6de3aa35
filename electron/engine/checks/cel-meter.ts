/**
 * A bound on what one evaluation may cost. CEL always ends, but nested loops and texts or lists that double can take
 * hours and gigabytes; labs come from strangers. The library has no cost limit of its own.
 */

import { celFunc, celList, celMethod, isCelError, isCelList, isCelMap, CelScalar } from '@bufbuild/cel'
import type { CelFunc, CelInput, CelList, CelValue } from '@bufbuild/cel'
import { isFromJson } from './cel-values.ts'

/** Steps that one evaluation may take; a rule over 5,000 objects with ten calls each takes about 50,000. */
const MAX_STEPS = 1_000_000
/** And how long, in milliseconds, for what the steps do not count. */
const MAX_TIME_MS = 1000
/** How large a text (in characters) or list (in parts, nested ones included) an expression may make. */
const MAX_SIZE = 200_000
const CHARACTERS_PER_STEP = 16
const STEPS_BETWEEN_LOOKS = 512

/** Function names that `bounded` puts into an expression; no lab can write them. */
export const RANGE_FUNCTION = '@range'
export const GOING_FUNCTION = '@going'
export const APPEND_FUNCTION = '@append'

export class Meter {
  #left = 0
  #nextLook = 0
  #startedAt = 0
  #refusal: string | undefined
  readonly #sizes = new WeakMap<object, number>()
  readonly #growing = new WeakMap<CelList, CelInput[]>()

  /** A new evaluation begins. */
  start(): void {
    this.#left = MAX_STEPS
    this.#nextLook = MAX_STEPS - STEPS_BETWEEN_LOOKS
    this.#startedAt = performance.now()
    this.#refusal = undefined
  }

  /** Why the evaluation was stopped. Its result means nothing then: CEL's `&&`, `||` and loops swallow errors. */
  get refusal(): string | undefined {
    return this.#refusal
  }

  /** Throws when the evaluation has taken too many steps or too long. */
  #spend(steps: number): void {
    if (this.#refusal !== undefined) throw new Error(this.#refusal)
    this.#left -= steps
    if (this.#left < 0) throw this.#refuse(`more than ${MAX_STEPS} steps`)
    if (this.#left > this.#nextLook) return
    this.#nextLook = this.#left - STEPS_BETWEEN_LOOKS
    if (performance.now() - this.#startedAt > MAX_TIME_MS) throw this.#refuse(`longer than ${MAX_TIME_MS} ms`)
  }

  #refuse(why: string): Error {
    this.#refusal = `it costs too much: ${why}`
    return new Error(this.#refusal)
  }

  /** The same function, counted, and refused when it would make too large a value. */
  metered(func: CelFunc): CelFunc {
    const call = (target: CelValue | undefined, args: readonly CelValue[]): CelInput => this.#call(func, target, args)
    if (func.target === undefined)
      return celFunc(func.name, func.arguments, func.result, (...args) => call(undefined, args))
    return celMethod(func.name, func.target, func.arguments, func.result, function (...args) {
      return call(this, args)
    })
  }

  #call(func: CelFunc, target: CelValue | undefined, args: readonly CelValue[]): CelInput {
    this.#admit(func.name, target === undefined ? args : [target, ...args])
    const result = func.call(0, target, [...args])
    if (result === undefined) throw new Error(`found no matching overload for '${func.name}'`)
    if (isCelError(result)) throw result
    this.#keep(result)
    return result
  }

  /** Functions for the parts that `bounded` adds to an expression. */
  readonly own: readonly CelFunc[] = [
    celFunc(RANGE_FUNCTION, [CelScalar.DYN], CelScalar.DYN, (range) => {
      this.#spend(isCelList(range) || isCelMap(range) ? range.size : 1)
      return range
    }),
    celFunc(GOING_FUNCTION, [], CelScalar.BOOL, () => {
      if (this.#refusal === undefined) this.#spend(1)
      return this.#refusal === undefined
    }),
    celFunc(APPEND_FUNCTION, [CelScalar.DYN, CelScalar.DYN], CelScalar.DYN, (list, addition) =>
      this.#append(list, addition),
    ),
  ]

  /** What `map` and `filter` do with each element; the library would nest a list in a list each time. */
  #append(list: CelValue, addition: CelValue): CelInput {
    if (!isCelList(list) || !isCelList(addition)) throw new Error('only a list can be added to a list')
    const array = this.#growing.get(list) ?? [...list]
    array.push(...addition)
    const grown = this.#growing.has(list) ? list : celList(array)
    this.#growing.set(grown, array)
    this.#setSize(grown, this.#sizeOf(list) + this.#sizeOf(addition))
    return grown
  }

  #admit(name: string, values: readonly CelValue[]): void {
    for (const value of values) this.#spend(1 + Math.floor(weight(value) / CHARACTERS_PER_STEP))
    if (name !== 'replace' && name !== 'join') return
    const [first = 0, ...others] = values.map(weight)
    if (first * Math.max(1, ...others) > MAX_SIZE * CHARACTERS_PER_STEP) throw this.#refuse(TOO_LARGE)
  }

  #keep(result: CelValue): void {
    if (typeof result === 'string' && result.length > MAX_SIZE) throw this.#refuse(TOO_LARGE)
    if (isCelList(result)) this.#setSize(result, this.#sizeOf(result))
  }

  #setSize(list: CelList, size: number): void {
    if (size > MAX_SIZE) throw this.#refuse(TOO_LARGE)
    this.#sizes.set(list, size)
  }

  /** Parts of a value, shared ones counted as often as they are seen; objects of the cluster count as one. */
  #sizeOf(value: unknown): number {
    if (typeof value === 'string') return 1 + Math.floor(value.length / CHARACTERS_PER_STEP)
    if (!isCelList(value) && !isCelMap(value)) return 1
    if (isFromJson(value)) return 1
    const known = this.#sizes.get(value)
    if (known !== undefined) return known
    let size = 1
    for (const part of value.values()) {
      size += this.#sizeOf(part)
      if (size > MAX_SIZE) throw this.#refuse(TOO_LARGE)
    }
    this.#sizes.set(value, size)
    return size
  }
}

const TOO_LARGE = `a value of more than ${MAX_SIZE} parts`

function weight(value: CelValue): number {
  if (typeof value === 'string') return value.length
  return isCelList(value) || isCelMap(value) ? value.size : 1
}
