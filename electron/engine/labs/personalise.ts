/** Puts a lab's variables in. Drawn values depend on the learner's seed, the lab and the variable, on nothing else. */

import { createHash } from 'node:crypto'
import { RE2JS } from 're2js'
import type { Check, CountCheck, FileWish, GitCheck, Json, Lab, Step, Variable } from '../../contract/lab.ts'

/** Values by variable. What `between` gives is a number, so that it can stand for one in `match`. */
export type Values = ReadonlyMap<string, string | number>

/** The lab as one learner sees it: `${name}` replaced wherever it stands in text, `$${` by a plain `${`. */
export function personalise(lab: Lab, seed: string): Lab {
  return fillLab(lab, drawValues(lab, seed))
}

/** The values that this seed gives. */
export function drawValues(lab: Pick<Lab, 'id' | 'variables'>, seed: string): Values {
  return new Map(
    lab.variables.map((variable) => [variable.name, drawOne(variable, `${seed}\n${lab.id}\n${variable.name}`)]),
  )
}

/** Some values that could be drawn, for looking at a lab without a learner. */
export function sampleValues(variables: readonly Variable[]): Values {
  return new Map(variables.map((variable) => [variable.name, valueAt(variable, 0)]))
}

function drawOne(variable: Variable, key: string): string | number {
  return valueAt(variable, createHash('sha256').update(key).digest().readUIntBE(0, 6))
}

function valueAt(variable: Variable, draw: number): string | number {
  if ('value' in variable) return variable.value
  if ('from' in variable) return variable.from[draw % variable.from.length] ?? ''
  const [least, most] = variable.between
  return least + (draw % (most - least + 1))
}

const PLACEHOLDER = /\$\$\{|\$\{([a-zA-Z0-9]+)\}/g

/** Replaces `${name}`; `write` says how a value is written there. */
export function fill(text: string, values: Values, write: (value: string) => string = String): string {
  return text.replace(PLACEHOLDER, (whole, variable: string | undefined) => {
    if (variable === undefined) return '${'
    const value = values.get(variable)
    return value === undefined ? whole : write(String(value))
  })
}

/** Replaces in every text of a value; text that is one variable and nothing else becomes that variable's value. */
export function fillJson(json: Json, values: Values): Json {
  if (typeof json === 'string') return values.get(/^\$\{([a-zA-Z0-9]+)\}$/.exec(json)?.[1] ?? '') ?? fill(json, values)
  if (Array.isArray(json)) return json.map((item: Json) => fillJson(item, values))
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [fill(key, values), fillJson(value, values)]))
}

function fillLab(lab: Lab, values: Values): Lab {
  const { title, summary, namespace, repositories, setup } = lab
  const texts = fillTexts(
    { title, summary, namespace, repositories, ...(setup === undefined ? {} : { setup }) },
    values,
  )
  return { ...lab, ...texts, steps: lab.steps.map((step) => fillStep(step, values)) }
}

function fillStep(step: Step, values: Values): Step {
  const { checks, ...rest } = step
  return { ...fillTexts(rest, values), checks: checks.map((check) => fillCheck(check, values)) }
}

function fillCheck(check: Check, values: Values): Check {
  switch (check.kind) {
    case 'resource':
    case 'absent':
      return withMatch(check, values)
    case 'count':
      return withBounds(withMatch(check, values), values)
    case 'ran':
      return { ...fillTexts(check, values), command: fill(check.command, values, (value) => RE2JS.quote(value)) }
    case 'git':
      return fillGit(check, values)
    case 'kubeconfig':
    case 'synced':
    case 'answer':
      return fillTexts(check, values)
  }
}

/** In expressions a value stands for itself, whatever signs are in it. */
function fillGit({ files, commit, reverted, ...rest }: GitCheck, values: Values): GitCheck {
  const pattern = (text: string): string => fill(text, values, (value) => RE2JS.quote(value))
  const { subject, author, ...others } = commit ?? {}
  return {
    ...fillTexts(rest, values),
    files: files.map((wish) => fillFile(wish, values, pattern)),
    ...(reverted === undefined ? {} : { reverted: pattern(reverted) }),
    ...(commit === undefined
      ? {}
      : { commit: { ...fillTexts(others, values), ...each({ subject, author }, pattern) } }),
  }
}

function fillFile({ match, matches, ...rest }: FileWish, values: Values, pattern: (text: string) => string): FileWish {
  return {
    ...fillTexts(rest, values),
    ...(match === undefined ? {} : { match: fillJson(match, values) }),
    ...each({ matches }, pattern),
  }
}

/** The texts that are there, changed; without the others. */
function each<K extends string>(
  texts: Readonly<Record<K, string | undefined>>,
  change: (text: string) => string,
): Partial<Record<K, string>> {
  const given = Object.entries<string | undefined>(texts).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(given.map(([key, text]) => [key, change(text)])) as Partial<Record<K, string>>
}

function withMatch<C extends Check & { readonly match?: Json }>(check: C, values: Values): C {
  const { match, ...rest } = check
  return { ...fillTexts(rest, values), ...(match === undefined ? {} : { match: fillJson(match, values) }) } as C
}

function withBounds({ drawn = {}, ...check }: CountCheck, values: Values): CountCheck {
  return {
    ...check,
    ...Object.fromEntries(Object.entries(drawn).map(([key, variable]) => [key, Number(values.get(variable))])),
  }
}

/** Replaces in every text of plain data; its shape stays. */
function fillTexts<T>(value: T, values: Values): T {
  if (typeof value === 'string') return fill(value, values) as T
  if (Array.isArray(value)) return value.map((item: unknown) => fillTexts(item, values)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [fill(key, values), fillTexts(item, values)]),
  ) as T
}
