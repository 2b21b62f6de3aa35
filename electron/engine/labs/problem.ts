/** What is wrong with a lab file, before it has a line and a column. */

/** Keys and indexes from the root of the file to a value. */
export type Path = readonly (string | number)[]

export interface Problem {
  readonly path: Path
  /** Whether the key or the value is the culprit. */
  readonly on: 'key' | 'value'
  /** Words within the value's source at which it goes wrong, where that can be said. */
  readonly within?: string
  /** What is true, in one sentence. */
  readonly happened: string
  /** What to write instead. */
  readonly remedy: string
  /** A `warning` does not keep the lab from loading; it keeps it from shipping. */
  readonly severity: 'error' | 'warning'
}

/** Collects problems; every rule says everything that it sees. */
export class Problems {
  readonly all: Problem[] = []

  error(
    path: Path,
    happened: string,
    remedy: string,
    where: Pick<Problem, 'within'> & { on?: Problem['on'] } = {},
  ): void {
    this.all.push({ path, on: 'value', happened, remedy, severity: 'error', ...where })
  }

  warn(
    path: Path,
    happened: string,
    remedy: string,
    where: Pick<Problem, 'within'> & { on?: Problem['on'] } = {},
  ): void {
    this.all.push({ path, on: 'value', happened, remedy, severity: 'warning', ...where })
  }
}

/** A value of a lab file together with where it is; asking for what is not there gives an empty place. */
export class Place {
  readonly value: unknown
  readonly path: Path

  constructor(value: unknown, path: Path = []) {
    this.value = value
    this.path = path
  }

  get(key: string): Place {
    const fields = isMapping(this.value) ? this.value : {}
    return new Place(Object.hasOwn(fields, key) ? fields[key] : undefined, [...this.path, key])
  }

  /** The items of a list; none when it is not a list. */
  get items(): readonly Place[] {
    return Array.isArray(this.value)
      ? this.value.map((item: unknown, index) => new Place(item, [...this.path, index]))
      : []
  }

  /** The fields of a mapping; none when it is not a mapping. */
  get fields(): readonly { readonly key: string; readonly place: Place }[] {
    if (!isMapping(this.value)) return []
    return Object.keys(this.value).map((key) => ({ key, place: this.get(key) }))
  }

  get given(): boolean {
    return this.value !== undefined && this.value !== null
  }

  /** The text, or undefined when it is something else. */
  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined
  }
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
