/** Reads fields of objects whose shape is not known here. */

/** What is at the end of the way; undefined as soon as there is nothing. */
export function fieldAt(value: unknown, ...way: readonly string[]): unknown {
  return way.reduce<unknown>(
    (here, field) => (isMapping(here) && Object.hasOwn(here, field) ? here[field] : undefined),
    value,
  )
}

export function textAt(value: unknown, ...way: readonly string[]): string | undefined {
  const found = fieldAt(value, ...way)
  return typeof found === 'string' ? found : undefined
}

export function numberAt(value: unknown, ...way: readonly string[]): number | undefined {
  const found = fieldAt(value, ...way)
  return typeof found === 'number' ? found : undefined
}

export function listAt(value: unknown, ...way: readonly string[]): readonly unknown[] {
  const found = fieldAt(value, ...way)
  return Array.isArray(found) ? found : []
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
