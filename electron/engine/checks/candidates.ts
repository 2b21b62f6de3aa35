/** The objects that a check may mean, and how far each is from what it wants; shared by `resource`, `absent`, `count`. */

import type { CelRule, Json, ObjectQuery } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import { compileCel, type CelOutcome } from './cel.ts'
import { explainRule, UNTRUE } from './cel-explain.ts'
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
  readonly distances: Int32Array
  /** How many fit. */
  readonly fits: number
  /** The first object on which the check cannot be evaluated. */
  readonly unfit: KubeObject | undefined
}

/**
 * Compares each object once: they never change, only new ones come in their place. What begins and ends the list as it
 * did before is taken over, so that one change among thousands costs one comparison.
 */
export function compare(wanted: Wanted, objects: readonly KubeObject[]): Comparison {
  const known = remembered.get(wanted) ?? NOTHING_KNOWN
  if (known.objects === objects) return known
  const part = changedPart(known.objects, objects)
  const { start, oldEnd, newEnd } = part
  const distances = new Int32Array(objects.length)
  distances.set(known.distances.subarray(0, start))
  distances.set(known.distances.subarray(oldEnd), newEnd)
  const knownIn = oldEnd === newEnd ? inPlace(known, objects) : lookedUp(known, objects, part)
  for (let place = start; place < newEnd; place++) {
    const object = objects[place]
    if (object !== undefined) distances[place] = knownIn(place) ?? distance(wanted, object)
  }
  const fits = known.fits - count(known.distances, start, oldEnd) + count(distances, start, newEnd)
  const comparison = { objects, distances, fits, unfit: objects[distances.indexOf(BROKEN)] }
  remembered.set(wanted, comparison)
  return comparison
}

const remembered = new WeakMap<Wanted, Comparison>()
const NOTHING_KNOWN: Comparison = { objects: [], distances: new Int32Array(0), fits: 0, unfit: undefined }

/** What was found before of the object at a place. */
type Known = (place: number) => Distance | undefined

const inPlace =
  ({ objects: old, distances }: Comparison, objects: readonly KubeObject[]): Known =>
  (place) =>
    old[place] === objects[place] ? distances[place] : undefined

function lookedUp({ objects: old, distances }: Comparison, objects: readonly KubeObject[], part: ChangedPart): Known {
  const { start, oldEnd } = part
  const places = new Map(old.slice(start, oldEnd).map((object, offset) => [object, start + offset]))
  return (place) => {
    const object = objects[place]
    return object === undefined ? undefined : distances[places.get(object) ?? Number.NaN]
  }
}

function count(distances: Int32Array, from: number, to: number): number {
  return distances.subarray(from, to).reduce((sum, each) => (each === FITS ? sum + 1 : sum), 0)
}

/** Where two lists differ: from `start` to `oldEnd` in the old one, to `newEnd` in the new one. */
interface ChangedPart {
  readonly start: number
  readonly oldEnd: number
  readonly newEnd: number
}

/** Found once for two lists, since many checks look at the same. */
function changedPart(old: readonly KubeObject[], objects: readonly KubeObject[]): ChangedPart {
  const known = changedParts.get(objects)
  if (known?.old === old) return known.part
  const shorter = Math.min(old.length, objects.length)
  let start = 0
  while (start < shorter && old[start] === objects[start]) start++
  let same = 0
  while (same < shorter - start && old[old.length - 1 - same] === objects[objects.length - 1 - same]) same++
  const part = { start, oldEnd: old.length - same, newEnd: objects.length - same }
  changedParts.set(objects, { old, part })
  return part
}

const changedParts = new WeakMap<
  readonly KubeObject[],
  { readonly old: readonly KubeObject[]; readonly part: ChangedPart }
>()

/** The objects that fit. */
export const fitting = ({ objects, distances }: Comparison): readonly KubeObject[] =>
  objects.filter((_, index) => distances[index] === FITS)

/** Up to `limit` objects that do not fit: the nearest first, of equally near ones the newest, which is the one at work on. */
export function nearest({ objects, distances }: Comparison, limit: number): readonly KubeObject[] {
  const best: Measured[] = []
  if (limit === 0) return []
  for (const [index, object] of objects.entries()) {
    const next = { object, distance: distances[index] ?? FITS }
    const worst = best.length < limit ? undefined : best.at(-1)
    if (next.distance <= FITS || (worst !== undefined && !isNearer(next, worst))) continue
    if (worst !== undefined) best.pop()
    const place = best.findIndex((each) => isNearer(next, each))
    best.splice(place < 0 ? best.length : place, 0, next)
  }
  return best.map(({ object }) => object)
}

interface Measured {
  readonly object: KubeObject
  readonly distance: Distance
}

const isNearer = (one: Measured, other: Measured): boolean =>
  one.distance < other.distance || (one.distance === other.distance && createdAt(one.object) > createdAt(other.object))

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
  const mismatches = explainRule(compiled.program, object)
  if (message === undefined) return mismatches.map((mismatch) => toFinding(wanted, object, mismatch))
  return mismatches
    .slice(0, 1)
    .map((mismatch) => inAuthorsWords(message, mismatch, toFinding(wanted, object, mismatch)))
}

/** Authors say what they want ("vote has one container"), so that must not read as if it were so. */
function inAuthorsWords(message: string, { found }: Mismatch, finding: Finding): Finding {
  const wish = `Wanted: ${sentence(message)}`
  if (found === UNTRUE) return { ...finding, expected: message.trim(), message: wish }
  return { ...finding, message: `${wish} ${finding.message}` }
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
