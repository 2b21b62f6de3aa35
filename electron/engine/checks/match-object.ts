/**
 * Compares an object with the part of it that a lab wants. Fields that the lab does not name may be anything; of a
 * list, each wanted element must be found in any place; `null` means that the field must not be there.
 */

import type { Json } from '../../contract/lab.ts'
import { elementOf, fieldOf } from './field-path.ts'
import { parseQuantity } from './quantity.ts'
import { NOTHING, render, renderInSentence, renderWithType } from './render.ts'

/** One place where the object is not as wanted. `says` continues "PATH of OBJECT …". */
export interface Mismatch {
  readonly path: string
  readonly expected: string
  readonly found: string
  readonly says: string
}

/** All places where `actual` is not as `wanted`; empty when it fits. */
export function matchObject(wanted: Json, actual: unknown, path = ''): readonly Mismatch[] {
  if (wanted === null) return actual === undefined || actual === null ? [] : [unwelcome(actual, path)]
  if (actual === undefined || actual === null) return [missing(wanted, path)]
  if (isList(wanted)) return Array.isArray(actual) ? matchList(wanted, actual, path) : [otherType(wanted, actual, path)]
  if (typeof wanted !== 'object') return matchScalar(wanted, actual, path)
  return isObject(actual) ? matchFields(wanted, actual, path) : [otherType(wanted, actual, path)]
}

function matchFields(wanted: JsonObject, actual: JsonObject, path: string): readonly Mismatch[] {
  return Object.entries(wanted).flatMap(([field, value]) =>
    matchObject(value, Object.hasOwn(actual, field) ? actual[field] : undefined, fieldOf(path, field)),
  )
}

function matchScalar(wanted: string | number | boolean, actual: unknown, path: string): readonly Mismatch[] {
  if (wanted === actual) return []
  if (QUANTITY_PATH.test(path) && sameQuantity(wanted, actual)) return []
  if (typeof wanted !== typeof actual) return [otherType(wanted, actual, path)]
  const says = `is ${renderInSentence(actual)}; it should be ${renderInSentence(wanted)}`
  return [{ path, expected: render(wanted), found: render(actual), says }]
}

function matchList(wanted: readonly Json[], actual: readonly unknown[], path: string): readonly Mismatch[] {
  return wanted.flatMap((element) => matchElement(element, actual, path))
}

/** The mismatches of the element that comes nearest to the wanted one, or the word that there is none like it. */
function matchElement(wanted: Json, actual: readonly unknown[], path: string): readonly Mismatch[] {
  if (wanted === null || typeof wanted !== 'object')
    return holdsScalar(wanted, actual, path) ? [] : [noElement(wanted, actual, path)]
  const indexes = actual.map((_, index) => index)
  const identity = isList(wanted) ? undefined : identityOf(wanted, actual)
  const own = identity === undefined ? indexes : indexes.filter((index) => agrees(wanted, actual[index], identity))
  const candidates = own.map((index) => matchObject(wanted, actual[index], elementOf(path, index)))
  const fewest = Math.min(...candidates.map((mismatches) => mismatches.length))
  return candidates.find((mismatches) => mismatches.length === fewest) ?? [noElement(wanted, actual, path, identity)]
}

const holdsScalar = (wanted: Json, actual: readonly unknown[], path: string): boolean =>
  actual.some((element, index) => matchObject(wanted, element, elementOf(path, index)).length === 0)

/** Fields by which Kubernetes tells the elements of its lists apart, the most telling first. */
const IDENTITY_FIELDS = [
  'name',
  'type',
  'port',
  'containerPort',
  'mountPath',
  'topologyKey',
  'key',
  'host',
  'ip',
  'path',
  'kind',
]

/** The field that says which element is meant: one that an element agrees on, else the first one that is wanted. */
function identityOf(wanted: Json, actual: readonly unknown[]): string | undefined {
  const fields = IDENTITY_FIELDS.filter((field) => isScalar((wanted as JsonObject)[field]))
  return fields.find((field) => actual.some((element) => agrees(wanted, element, field))) ?? fields[0]
}

const agrees = (wanted: Json, element: unknown, field: string): boolean =>
  isObject(element) && element[field] === (wanted as JsonObject)[field]

function noElement(wanted: Json, actual: readonly unknown[], path: string, identity?: string): Mismatch {
  const there = actual.map((element) =>
    identity === undefined ? element : isObject(element) ? element[identity] : undefined,
  )
  const found = there.filter((value) => value !== undefined)
  const has =
    actual.length === 0
      ? 'it is empty'
      : `it has ${found.length === 0 ? 'none' : found.map(renderInSentence).join(', ')}`
  const like =
    identity === undefined
      ? renderInSentence(wanted)
      : `with ${identity} ${renderInSentence((wanted as JsonObject)[identity])}`
  return {
    path,
    expected: render(wanted),
    found: render(identity === undefined ? actual : found),
    says: `has no element ${like}; ${has}`,
  }
}

function missing(wanted: Json, path: string): Mismatch {
  const should = isEmpty(wanted) ? 'it should be' : `it should be ${renderInSentence(wanted)}`
  return {
    path,
    expected: isEmpty(wanted) ? 'something' : render(wanted),
    found: NOTHING,
    says: `is not set; ${should}`,
  }
}

const unwelcome = (actual: unknown, path: string): Mismatch => ({
  path,
  expected: NOTHING,
  found: render(actual),
  says: `is ${renderInSentence(actual)}; it should not be set`,
})

function otherType(wanted: Json, actual: unknown, path: string): Mismatch {
  const says = `is ${renderWithType(actual)}; it should be ${renderWithType(wanted)}`
  return { path, expected: render(wanted), found: render(actual), says }
}

const isEmpty = (wanted: Json): boolean =>
  typeof wanted === 'object' && wanted !== null && Object.keys(wanted).length === 0

/** Below these fields, `500m` and `0.5` are the same. */
const QUANTITY_PATH =
  /(^|\.)(resources|limits|requests|hard|used|capacity|allocatable|max|min|default|defaultRequest)[.[]/

function sameQuantity(wanted: unknown, actual: unknown): boolean {
  const quantity = parseQuantity(wanted)
  return quantity !== undefined && quantity === parseQuantity(actual)
}

interface JsonObject {
  readonly [field: string]: Json
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isScalar = (value: unknown): boolean => value !== null && value !== undefined && typeof value !== 'object'
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
