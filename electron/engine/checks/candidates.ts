/** The objects that a check may mean, and how far each is from what it wants; shared by `resource`, `absent`, `count`. */

import type { CelRule, Json, ObjectQuery } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import { compileCel, type CelOutcome } from './cel.ts'
import { explainRule } from './cel-explain.ts'
import { matchObject, type Mismatch } from './match-object.ts'
import { fullName, shortName, showObject } from './names.ts'
import { NOTHING } from './render.ts'
import type { KubeObject } from './observation.ts'

/** What the three kinds of check that look at objects have in common. */
export interface Wanted {
  readonly object: ObjectQuery
  readonly match?: Json
  readonly cel: readonly CelRule[]
  readonly cluster?: string
}

/** How many things of an object are not as wanted: 0 means that it fits. */
type Distance = number
const FITS: Distance = 0
/** The check itself cannot be evaluated on the object. */
const BROKEN: Distance = -1

/** Objects, how far each is from what is wanted, and what follows from that. */
export interface Comparison {
  readonly objects: readonly KubeObject[]
  readonly distances: readonly Distance[]
  /** How many fit. */
  readonly fits: number
  /** The first object on which the check cannot be evaluated. */
  readonly unfit: KubeObject | undefined
}

/** Compares each object once: they never change, only new ones come in their place. */
export function compare(wanted: Wanted, objects: readonly KubeObject[]): Comparison {
  const known = remembered.get(wanted) ?? NOTHING_KNOWN
  if (known.objects === objects) return known
  const distances = measure(wanted, objects, known)
  const fits = distances.reduce((count, distance) => (distance === FITS ? count + 1 : count), 0)
  const broken = distances.indexOf(BROKEN)
  const comparison: Comparison = { objects, distances, fits, unfit: broken < 0 ? undefined : objects[broken] }
  remembered.set(wanted, comparison)
  return comparison
}

const remembered = new WeakMap<Wanted, Comparison>()
const NOTHING_KNOWN: Comparison = { objects: [], distances: [], fits: 0, unfit: undefined }

/** Walks both lists side by side, so that one change costs one comparison; only a list in another order needs an index. */
function measure(wanted: Wanted, objects: readonly KubeObject[], known: Comparison): readonly Distance[] {
  let index: ReadonlyMap<KubeObject, number> | undefined
  const again = (object: KubeObject): Distance => {
    index ??= new Map(known.objects.map((old, place) => [old, place]))
    return known.distances[index.get(object) ?? NaN] ?? distance(wanted, object)
  }
  let at = 0
  return objects.map((object) => {
    if (known.objects[at] !== object && known.objects[at + 1] === object) at++
    const old = known.objects[at]
    if (old === undefined) return distance(wanted, object)
    const isSame = old === object
    if (!isSame && old.metadata.uid !== object.metadata.uid) return again(object)
    const before = known.distances[at++]
    return isSame && before !== undefined ? before : distance(wanted, object)
  })
}

/** The objects that fit. */
export const fitting = ({ objects, distances }: Comparison): readonly KubeObject[] =>
  objects.filter((_, index) => distances[index] === FITS)

/** Up to `limit` objects that do not fit: the nearest first, of equally near ones the newest, which is the one at work on. */
export function nearest({ objects, distances }: Comparison, limit: number): readonly KubeObject[] {
  return objects
    .map((object, index) => ({ object, distance: distances[index] ?? FITS }))
    .filter(({ distance }) => distance > FITS)
    .toSorted(
      (one, other) => one.distance - other.distance || (createdAt(one.object) < createdAt(other.object) ? 1 : -1),
    )
    .slice(0, limit)
    .map(({ object }) => object)
}

const createdAt = (object: KubeObject): string => object.metadata.creationTimestamp ?? ''

function distance(wanted: Wanted, object: KubeObject): Distance {
  let count = wanted.match === undefined ? 0 : matchObject(wanted.match, object).length
  for (const { rule } of wanted.cel) {
    const outcome = run(rule, object)
    if (isBroken(outcome)) return BROKEN
    if (!('value' in outcome) || outcome.value !== true) count++
  }
  return count
}

function run(rule: string, object: KubeObject): CelOutcome {
  const compiled = compileCel(rule)
  return 'broken' in compiled ? compiled : compiled.program.run({ object })
}

const isBroken = (outcome: CelOutcome): boolean =>
  'broken' in outcome || ('value' in outcome && typeof outcome.value !== 'boolean')

/** Why the check cannot be evaluated on the object, as one sentence. */
export function brokenBy(wanted: Wanted, object: KubeObject): string {
  for (const { rule } of wanted.cel) {
    const outcome = run(rule, object)
    if ('broken' in outcome) return `The rule ${rule} cannot be evaluated: ${outcome.broken.replace(/\.$/, '')}.`
    if ('value' in outcome && typeof outcome.value !== 'boolean')
      return `The rule ${rule} gives neither true nor false.`
  }
  return 'The check cannot be evaluated.'
}

/** Every mismatch of the object, as findings. */
export function findingsOf(wanted: Wanted, object: KubeObject): readonly Finding[] {
  const matched = wanted.match === undefined ? [] : matchObject(wanted.match, object)
  return [
    ...matched.map((mismatch) => toFinding(wanted, object, mismatch)),
    ...wanted.cel.flatMap((rule) => ruleFindings(wanted, rule, object)),
  ]
}

function ruleFindings(wanted: Wanted, { rule, message }: CelRule, object: KubeObject): readonly Finding[] {
  const compiled = compileCel(rule)
  if ('broken' in compiled) return []
  const outcome = compiled.program.run({ object })
  if ('value' in outcome && outcome.value === true) return []
  const findings = explainRule(compiled.program, object).map((mismatch) => toFinding(wanted, object, mismatch))
  return message === undefined
    ? findings
    : findings.slice(0, 1).map((finding) => ({ ...finding, message: sentence(message) }))
}

function toFinding(wanted: Wanted, object: KubeObject, mismatch: Mismatch): Finding {
  const { path, expected, found, says } = isSecretValue(object, mismatch) ? hidden(mismatch) : mismatch
  return {
    object: fullName(object),
    path,
    expected,
    found,
    message: `${path === '' ? '' : `${path} of `}${shortName(object)} ${says}.`,
    show: showObject(object, wanted.cluster),
  }
}

/** A Secret's values stay out of findings: these are shown, recorded and handed in. */
const isSecretValue = (object: KubeObject, { path, found }: Mismatch): boolean =>
  object.kind === 'Secret' && found !== NOTHING && !/^(metadata|type|immutable)\b/.test(path)

const hidden = ({ path }: Mismatch): Mismatch => ({
  path,
  expected: 'another value',
  found: 'a value (hidden)',
  says: 'is not as it should be (values of a Secret are not shown)',
})

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
