/** Looks things up in a zod schema: which field a path leads to, what it is for, which keys are allowed. */

import * as z from 'zod'
import { isMapping } from './problem.ts'
import type { Path } from './problem.ts'

/** The field at `path`, with what its author says about it. */
export interface Field {
  readonly description: string | undefined
  readonly keys: readonly string[]
  /** For a list of fixed length. */
  readonly length: number | undefined
}

/** `value` is the file's content; it decides which branch of a union is meant. */
export function fieldAt(schema: z.core.$ZodType, value: unknown, path: Path): Field | undefined {
  let current: z.core.$ZodType | undefined = schema
  let here: unknown = value
  let description: string | undefined
  for (const part of path) {
    const outer: z.core.$ZodType | undefined = current && child(unwrap(current, here), part)
    if (outer === undefined) return undefined
    description = describe(outer)
    here = isMapping(here) || Array.isArray(here) ? (here as Record<string | number, unknown>)[part] : undefined
    current = outer
  }
  const inner = current && unwrap(current, here)
  return {
    description,
    keys: inner instanceof z.ZodObject ? Object.keys(inner.shape) : [],
    length: inner instanceof z.ZodTuple ? inner.def.items.length : undefined,
  }
}

/** The description that is nearest to the outside. */
function describe(schema: z.core.$ZodType): string | undefined {
  const own = z.globalRegistry.get(schema)?.description
  const inner = own === undefined ? peel(schema) : undefined
  return own ?? (inner && describe(inner))
}

/** One wrapper off: optional, default, transform; undefined when there is none. */
function peel(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodPipe) return schema.def.in
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema.def.innerType
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional) return schema.def.innerType
  return undefined
}

function unwrap(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
  const inner = peel(schema)
  if (inner !== undefined) return unwrap(inner, value)
  if (!(schema instanceof z.ZodUnion)) return schema
  const options = schema.def.options.map((option) => unwrap(option, value))
  return (
    options.find((option) => fits(option, value)) ?? options.find((option) => option instanceof z.ZodObject) ?? schema
  )
}

/** Whether `option` is the branch that somebody who wrote `value` had in mind. */
function fits(option: z.core.$ZodType, value: unknown): boolean {
  if (option instanceof z.ZodObject) {
    const kind: unknown = option.shape['kind']
    return isMapping(value) && kind instanceof z.ZodLiteral && kind.values.has(value['kind'] as string)
  }
  return false
}

function child(schema: z.core.$ZodType, part: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[part]
  if (schema instanceof z.ZodArray) return schema.def.element
  if (schema instanceof z.ZodRecord) return schema.def.valueType
  if (schema instanceof z.ZodTuple) return schema.def.items[Number(part)]
  return undefined
}
