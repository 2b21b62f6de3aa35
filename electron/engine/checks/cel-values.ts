/** JSON as CEL sees it, converted only where an expression looks. */

import {
  celList,
  celMap,
  isCelList,
  isCelMap,
  isCelUint,
  type CelInput,
  type CelList,
  type CelMap,
} from '@bufbuild/cel'

/**
 * A JSON value for CEL: whole numbers are `int` and all others `double`, as in Kubernetes, where the library takes every
 * JavaScript number for a double.
 */
export function celFromJson(value: unknown): CelInput {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value !== 'object' || value === null) return value as CelInput
  const converted = Array.isArray(value) ? celList(value.map(celFromJson)) : celMap(new JsonMap(value as Fields))
  fromJson.add(converted)
  return converted
}

const fromJson = new WeakSet<object>()

/** Whether the list or map is part of an observed object, not made by an expression. */
export const isFromJson = (value: CelList | CelMap): boolean => fromJson.has(value)

/** What an expression gave, as plain JSON; whole numbers become JavaScript numbers. */
export function jsonFromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (isCelUint(value)) return Number(value.value)
  if (isCelList(value)) return [...value].map(jsonFromCel)
  if (isCelMap(value))
    return Object.fromEntries([...value].map(([key, entry]) => [String(jsonFromCel(key)), jsonFromCel(entry)]))
  return isJsonScalar(value) ? value : OPAQUE
}

const isJsonScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

/** A value that JSON does not have: a time, a type, bytes. */
const OPAQUE = '(no JSON value)'

type Fields = Readonly<Record<string, unknown>>

/** A JSON object with the face of a map; only own fields exist. */
class JsonMap implements ReadonlyMap<string, CelInput> {
  readonly #fields: Fields

  constructor(fields: Fields) {
    this.#fields = fields
  }

  get size(): number {
    return Object.keys(this.#fields).length
  }

  get(key: string): CelInput | undefined {
    return this.has(key) ? celFromJson(this.#fields[key]) : undefined
  }

  has(key: string): boolean {
    return typeof key === 'string' && Object.hasOwn(this.#fields, key)
  }

  forEach(callback: (value: CelInput, key: string, map: ReadonlyMap<string, CelInput>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this)
  }

  *entries(): MapIterator<[string, CelInput]> {
    for (const [key, value] of Object.entries(this.#fields)) yield [key, celFromJson(value)]
  }

  keys(): MapIterator<string> {
    return Object.keys(this.#fields).values()
  }

  *values(): MapIterator<CelInput> {
    for (const value of Object.values(this.#fields)) yield celFromJson(value)
  }

  [Symbol.iterator](): MapIterator<[string, CelInput]> {
    return this.entries()
  }
}
