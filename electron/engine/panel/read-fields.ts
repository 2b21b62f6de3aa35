/** Reading objects whose shape is only known by their kind: what is not there, or is something else, is undefined. */

/** The value at a path of keys. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let here = value
  for (const key of keys) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as Record<string, unknown>)[key]
  }
  return here
}

export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = at(value, ...keys)
  return typeof found === 'string' && found !== '' ? found : undefined
}

export function numberAt(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = at(value, ...keys)
  return typeof found === 'number' ? found : undefined
}

export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, ...keys)
  return Array.isArray(found) ? found : []
}

/** Texts of a list; what is no text is left out. */
export function textsAt(value: unknown, ...keys: readonly string[]): readonly string[] {
  return listAt(value, ...keys).filter((item): item is string => typeof item === 'string')
}

export function keysAt(value: unknown, ...keys: readonly string[]): readonly string[] {
  const found = at(value, ...keys)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.keys(found) : []
}

export interface Condition {
  readonly status: string
  readonly reason: string | undefined
  readonly message: string | undefined
}

/** `status.conditions` by type. */
export function condition(object: unknown, type: string): Condition | undefined {
  const found = listAt(object, 'status', 'conditions').find((each) => at(each, 'type') === type)
  const status = textAt(found, 'status')
  return status === undefined
    ? undefined
    : { status, reason: textAt(found, 'reason'), message: textAt(found, 'message') }
}

/** Labels as kubectl writes them: `app=vote,tier=web`; undefined when there are none. */
export function selectorText(labels: unknown): string | undefined {
  const pairs = keysAt(labels).map((key) => `${key}=${textAt(labels, key) ?? ''}`)
  return pairs.length === 0 ? undefined : pairs.join(',')
}

/** "1 rule", "3 rules". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
