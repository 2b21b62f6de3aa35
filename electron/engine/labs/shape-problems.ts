/** What the schema has to say about a file, in words: what was found, what is allowed, what was probably meant. */

import type * as z from 'zod'
import type { Path, Problem } from './problem.ts'
import { isMapping } from './problem.ts'
import { fieldAt } from './schema-walk.ts'
import { describeValue, nearest, quote, suggest } from './words.ts'

type Issue = z.core.$ZodIssue
type Said = Pick<Problem, 'happened' | 'remedy'> & {
  readonly path?: Path
  readonly on?: Problem['on']
  readonly isMissing?: boolean
}

/** Every problem of shape in `value`, in the order of the schema. */
export function shapeProblems(schema: z.ZodType, value: unknown): Problem[] {
  const result = schema.safeParse(value)
  if (result.success) return []
  const explainer = new Explainer(schema, value)
  const problems = result.error.issues.flatMap((issue) => explainer.explain(issue, []))
  return problems.filter((problem) => !(problem.isMissing && explainer.misspelt.has(JSON.stringify(problem.path))))
}

type ShapeProblem = Problem & { readonly isMissing?: boolean }

class Explainer {
  readonly #schema: z.ZodType
  readonly #value: unknown
  /** Keys that somebody wrote with a slip, as they should be: those are not missing as well. */
  readonly misspelt = new Set<string>()

  constructor(schema: z.ZodType, value: unknown) {
    this.#schema = schema
    this.#value = value
  }

  explain(issue: Issue, base: Path): ShapeProblem[] {
    const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))]
    if (issue.code === 'invalid_union' && issue.errors.length > 0) return this.#union(issue.errors, path)
    return this.#say(issue, path).map((said) => ({ path, on: 'value', severity: 'error', ...said }))
  }

  /** The branch that has least to say is the one that was meant; when none is near, all are named. */
  #union(branches: readonly (readonly Issue[])[], path: Path): ShapeProblem[] {
    const near = branches.filter(
      (issues) => !issues.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type'),
    )
    const best = near.toSorted((a, b) => a.length - b.length)[0]
    if (best !== undefined) return best.flatMap((issue) => this.explain(issue, path))
    const wanted = branches.flatMap((issues) =>
      issues.flatMap((issue) => (issue.code === 'invalid_type' ? [typeWord(issue.expected)] : [])),
    )
    return [{ path, on: 'value', severity: 'error', ...this.#wrongType(path, [...new Set(wanted)]) }]
  }

  #say(issue: Issue, path: Path): Said[] {
    switch (issue.code) {
      case 'invalid_type':
        return [this.#wrongType(path, [typeWord(issue.expected)])]
      case 'unrecognized_keys':
        return issue.keys.map((key) => this.#unknownKey(path, key))
      case 'invalid_value':
        return [this.#wrongValue(path, issue.values.map(String))]
      case 'invalid_union':
        return [this.#wrongValue(path, 'options' in issue ? (issue.options ?? []).map(String) : [])]
      case 'too_small':
        return [this.#tooSmall(issue, path)]
      case 'too_big':
        return [this.#tooBig(issue, path)]
      case 'invalid_format':
      case 'custom':
      case 'not_multiple_of':
      case 'invalid_element':
        return [{ happened: `${subject(path)} is ${describeValue(this.#at(path))}.`, remedy: issue.message }]
      case 'invalid_key':
        return [
          {
            on: 'key',
            happened: `${quote(String(path.at(-1)))} is not allowed as a key here.`,
            remedy: keyRemedy(issue.issues),
          },
        ]
    }
  }

  #wrongType(path: Path, wanted: readonly string[]): Said {
    const found = this.#at(path)
    const about = this.#about(path)
    if (path.length === 0 && (found === undefined || found === null)) return EMPTY
    if (found === undefined)
      return { isMissing: true, happened: `${subject(path)} is missing.`, remedy: `Add it${about}` }
    if (typeof found === 'number' && !Number.isFinite(found))
      return { happened: `${subject(path)} is no finite number.`, remedy: 'Write the digits.' }
    const words = wanted.join(' or ')
    if (found === null) return { happened: `${subject(path)} is empty.`, remedy: `Give it ${words}${about}` }
    return {
      happened: `${subject(path)} is ${describeValue(found)}, but must be ${words}.`,
      remedy: rewrite(path, found, wanted) ?? `Give it ${words}${about}`,
    }
  }

  #unknownKey(path: Path, key: string): Said {
    const known = fieldAt(this.#schema, this.#value, path)?.keys ?? []
    const meant = nearest(key, known)
    if (meant !== undefined) this.misspelt.add(JSON.stringify([...path, meant]))
    const place = path.length === 0 ? 'at the top' : `in ${label(path)}`
    return {
      path: [...path, key],
      on: 'key',
      happened: `There is no key ${quote(key)} ${place}.`,
      remedy: suggest(key, known),
    }
  }

  #wrongValue(path: Path, allowed: readonly string[]): Said {
    const found = this.#at(path)
    if (found === undefined)
      return {
        isMissing: true,
        happened: `${subject(path)} is missing.`,
        remedy: `Add it. Allowed: ${allowed.join(', ')}.`,
      }
    const newer =
      path.length === 1 && path[0] === 'apiVersion' ? ' If this lab is newer than the app, update the app.' : ''
    const remedy = typeof found === 'string' ? suggest(found, allowed, 'Allowed') : `Allowed: ${allowed.join(', ')}.`
    return { happened: `${subject(path)} is ${describeValue(found)}.`, remedy: `${remedy}${newer}` }
  }

  /** What a list of fixed length should look like. */
  #exactly(path: Path): string | undefined {
    const length = fieldAt(this.#schema, this.#value, path)?.length
    return length === undefined ? undefined : `It needs exactly ${length}.`
  }

  #tooSmall(issue: z.core.$ZodIssueTooSmall, path: Path): Said {
    const least = String(issue.minimum)
    if (issue.origin === 'string')
      return { happened: `${subject(path)} is empty.`, remedy: `Give it text${this.#about(path)}` }
    if (issue.origin === 'array')
      return {
        happened: `${subject(path)} has ${this.#length(path)}.`,
        remedy: this.#exactly(path) ?? `It needs ${least} or more.`,
      }
    return { happened: `${subject(path)} is ${describeValue(this.#at(path))}.`, remedy: `It must be ${least} or more.` }
  }

  #tooBig(issue: z.core.$ZodIssueTooBig, path: Path): Said {
    const most = Number(issue.maximum).toLocaleString('en')
    if (issue.origin === 'string')
      return { happened: `${subject(path)} is ${this.#letters(path)} characters long.`, remedy: `Use ${most} at most.` }
    if (issue.origin === 'array')
      return {
        happened: `${subject(path)} has ${this.#length(path)}.`,
        remedy: this.#exactly(path) ?? `It may have ${most} at most.`,
      }
    return { happened: `${subject(path)} is ${describeValue(this.#at(path))}.`, remedy: `It must be ${most} or less.` }
  }

  #at(path: Path): unknown {
    return path.reduce<unknown>(
      (value, part) =>
        isMapping(value) || Array.isArray(value) ? (value as Record<string | number, unknown>)[part] : undefined,
      this.#value,
    )
  }

  #length(path: Path): string {
    const found = this.#at(path)
    const length = Array.isArray(found) ? found.length : 0
    return length === 0 ? 'no items' : length === 1 ? '1 item' : `${length} items`
  }

  #letters(path: Path): string {
    const found = this.#at(path)
    return (typeof found === 'string' ? found.length : 0).toLocaleString('en')
  }

  /** `: what the field is for.`, ready to follow a verb. */
  #about(path: Path): string {
    const description = fieldAt(this.#schema, this.#value, path)?.description
    return description === undefined ? '.' : `: ${description.charAt(0).toLowerCase()}${description.slice(1)}`
  }
}

const EMPTY: Said = {
  happened: 'The file is empty.',
  remedy: 'Write a lab into it; the first line is apiVersion: drydock.dev/v1.',
}

/** How the file's author would name the place: `"title"`, `item 2 of "hints"`. */
export function label(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'the file'
  if (typeof last === 'string') return quote(last)
  return `item ${last + 1} of ${label(path.slice(0, -1))}`
}

/** The same at the beginning of a sentence. */
const subject = (path: Path): string => upperFirst(label(path))
const upperFirst = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  tuple: 'a list',
  null: 'null',
}

const typeWord = (expected: string): string => TYPE_WORDS[expected] ?? expected

/** The same value as it should have been written, where that is plain. */
function rewrite(path: Path, found: unknown, wanted: readonly string[]): string | undefined {
  if (path.at(-1) === 'holdFor') return `Write the unit too: ${typeof found === 'number' ? found : 5}s.`
  const scalar = typeof found === 'number' || typeof found === 'boolean'
  if (wanted.includes('text') && scalar) return `Put it in quotes: '${found}'.`
  if (wanted.includes('a list') && typeof found === 'string' && found.length < 60)
    return `Write it as a list: [${found}].`
  if (wanted.includes('a list') && isMapping(found)) return 'Write it as a list: begin each item with "- ".'
  const isNumber = typeof found === 'string' && /^-?\d+$/.test(found)
  if (isNumber && wanted.some((word) => word.endsWith('number'))) return `Take off the quotes: ${found}.`
  return undefined
}

const keyRemedy = (issues: readonly Issue[]): string =>
  issues.find((issue) => issue.code === 'invalid_format')?.message ?? 'Write a name.'
