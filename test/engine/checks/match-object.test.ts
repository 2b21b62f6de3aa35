import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../electron/contract/lab.ts'
import { matchObject, type Mismatch } from '../../../electron/engine/checks/match-object.ts'

const containers = [
  { name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] },
  { name: 'sidecar', image: 'busybox', env: [{ name: 'MODE', value: 'fast' }] },
]

const sentence = ({ path, says }: Mismatch): string => `${path} ${says}`

describe('matchObject', () => {
  it.each<[string, Json, unknown]>([
    ['a part of the fields', { a: 1 }, { a: 1, b: 2 }],
    ['nothing in particular', {}, { a: 1 }],
    ['a nested part', { a: { b: { c: true } } }, { a: { b: { c: true, d: 1 } } }],
    ['elements in another order', [{ name: 'sidecar' }, { name: 'web' }], containers],
    ['an element by part of its fields', [{ name: 'web', ports: [{ containerPort: 80 }] }], containers],
    ['scalars in a list', ['b'], ['a', 'b']],
    ['a field that must not be there', { a: null }, { b: 1 }],
    ['a field that is null', { a: null }, { a: null }],
    [
      'quantities written differently',
      { resources: { limits: { cpu: '0.5', memory: '1Gi' } } },
      { resources: { limits: { cpu: '500m', memory: '1024Mi' } } },
    ],
    [
      'a quantity that YAML took for a number',
      { spec: { hard: { pods: 10, 'requests.cpu': 2 } } },
      { spec: { hard: { pods: '10', 'requests.cpu': '2' } } },
    ],
    ['a list in a list', [[1]], [[2], [3, 1]]],
    [
      'an element that one of several alike is',
      [{ type: 'Ready', status: 'True' }],
      [
        { type: 'Ready', status: 'False' },
        { type: 'Ready', status: 'True' },
      ],
    ],
  ])('finds nothing wrong with %s', (_what, wanted, actual) => {
    expect(matchObject(wanted, actual)).toEqual([])
  })

  it.each<[Json, unknown, Mismatch]>([
    [{ a: 1 }, { a: 2 }, { path: 'a', expected: '1', found: '2', says: 'is 2; it should be 1' }],
    [{ a: 'x' }, { a: 'y' }, { path: 'a', expected: 'x', found: 'y', says: 'is "y"; it should be "x"' }],
    [{ a: 'x' }, {}, { path: 'a', expected: 'x', found: 'nothing', says: 'is not set; it should be "x"' }],
    [
      { a: { b: 1 } },
      {},
      { path: 'a', expected: '{"b":1}', found: 'nothing', says: 'is not set; it should be {"b":1}' },
    ],
    [{ a: {} }, {}, { path: 'a', expected: 'something', found: 'nothing', says: 'is not set; it should be' }],
    [
      { a: null },
      { a: true },
      { path: 'a', expected: 'nothing', found: 'true', says: 'is true; it should not be set' },
    ],
    [
      { a: 4 },
      { a: '4' },
      { path: 'a', expected: '4', found: '"4"', says: 'is the text "4"; it should be the number 4' },
    ],
    [
      { a: { b: 1 } },
      { a: [] },
      { path: 'a', expected: '{"b":1}', found: '[]', says: 'is the list []; it should be the object {"b":1}' },
    ],
    [
      { a: ['x'] },
      { a: 'x' },
      { path: 'a', expected: '["x"]', found: 'x', says: 'is the text "x"; it should be the list ["x"]' },
    ],
    [
      { a: ['x'] },
      { a: ['y', 'z'] },
      { path: 'a', expected: 'x', found: '["y","z"]', says: 'has no element "x"; it has "y", "z"' },
    ],
    [
      { a: [{ b: 1 }] },
      { a: [] },
      { path: 'a', expected: '{"b":1}', found: '[]', says: 'has no element {"b":1}; it is empty' },
    ],
    [
      { metadata: { labels: { 'app.kubernetes.io/name': 'vote' } } },
      { metadata: { labels: { app: 'vote' } } },
      {
        path: 'metadata.labels["app.kubernetes.io/name"]',
        expected: 'vote',
        found: 'nothing',
        says: 'is not set; it should be "vote"',
      },
    ],
    [
      { containers: [{ name: 'db' }] },
      { containers },
      {
        path: 'containers',
        expected: '{"name":"db"}',
        found: '["web","sidecar"]',
        says: 'has no element with name "db"; it has "web", "sidecar"',
      },
    ],
    [
      { limits: { cpu: '500m' } },
      { limits: { cpu: '600m' } },
      { path: 'limits.cpu', expected: '500m', found: '600m', says: 'is "600m"; it should be "500m"' },
    ],
  ])('says what is wrong when %j is wanted of %j', (wanted, actual, mismatch) => {
    expect(matchObject(wanted, actual)).toEqual([mismatch])
  })

  it('tells every mismatch, and points into the element that is meant', () => {
    const wanted = {
      replicas: 4,
      containers: [
        { name: 'sidecar', image: 'redis', env: [{ name: 'MODE', value: 'slow' }] },
        { name: 'web', tty: true },
      ],
    }
    expect(matchObject(wanted, { replicas: 3, containers }).map(sentence)).toEqual([
      'replicas is 3; it should be 4',
      'containers[1].image is "busybox"; it should be "redis"',
      'containers[1].env[0].value is "fast"; it should be "slow"',
      'containers[0].tty is not set; it should be true',
    ])
  })

  it('points into the nearest element when none is named', () => {
    const rules = [
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] },
    ]
    const wanted = [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'watch'] }]
    expect(matchObject(wanted, rules, 'rules').map(sentence)).toEqual([
      'rules[1].verbs has no element "watch"; it has "get", "list"',
    ])
  })

  it('falls back on another field where the elements do not have the first', () => {
    expect(matchObject([{ name: 'http', port: 80 }], [{ port: 80 }], 'ports').map(sentence)).toEqual([
      'ports[0].name is not set; it should be "http"',
    ])
  })

  it('does not take a field that every JavaScript object has for one of the object', () => {
    expect(matchObject({ constructor: {} }, {}).map(sentence)).toEqual(['constructor is not set; it should be'])
  })

  it('cuts long values short', () => {
    const [mismatch] = matchObject({ a: 'x'.repeat(1000) }, { a: 'y' })
    expect(mismatch?.expected.length).toBe(160)
  })
})

/** JSON without `null`, which means "must not be there" to a lab. */
const json: fc.Memo<Json> = fc.memo((depth) =>
  depth <= 1
    ? fc.oneof(fc.string({ maxLength: 6 }), fc.integer(), fc.boolean())
    : fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.integer(),
        fc.boolean(),
        fc.array(json(depth - 1), { maxLength: 4 }),
        fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), json(depth - 1), { maxKeys: 4 }),
      ),
)
const objects = fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), json(4), {
  minKeys: 1,
  maxKeys: 5,
}) as fc.Arbitrary<Json>

/** A part of the value: some fields, some elements, in another order. */
function partOf(value: Json, keep: (n: number) => boolean): Json {
  if (Array.isArray(value))
    return value
      .filter((_, index) => keep(index))
      .reverse()
      .map((each: Json) => partOf(each, keep))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter((_, index) => keep(index))
  return Object.fromEntries(entries.map(([key, each]) => [key, partOf(each, keep)]))
}

/** Every path to a scalar that does not go through a list. */
function scalarPaths(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (Array.isArray(value) || value === null) return []
  if (typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([key, each]) => scalarPaths(each, [...path, key]))
}

function replaced(value: Json, path: readonly string[], by: Json): Json {
  const [first, ...rest] = path
  if (first === undefined) return by
  const fields = value as { readonly [field: string]: Json }
  return { ...fields, [first]: replaced(fields[first]!, rest, by) }
}

describe('matchObject on any object', () => {
  it('finds nothing wrong with the object itself', () => {
    fc.assert(
      fc.property(objects, (value) => {
        expect(matchObject(value, structuredClone(value))).toEqual([])
      }),
    )
  })

  it('finds nothing wrong with a part of the object', () => {
    fc.assert(
      fc.property(objects, fc.infiniteStream(fc.boolean()), (value, coins) => {
        const part = partOf(value, () => coins.next().value as boolean)
        expect(matchObject(part, value)).toEqual([])
      }),
    )
  })

  it('finds a changed value, at its place and nowhere else', () => {
    fc.assert(
      fc.property(objects, fc.nat(), (value, pick) => {
        const paths = scalarPaths(value)
        fc.pre(paths.length > 0)
        const path = paths[pick % paths.length]!
        const found = matchObject(value, replaced(value, path, 'something that no one wants'))
        expect(found.map((mismatch) => mismatch.found)).toEqual(['something that no one wants'])
      }),
    )
  })

  it('finds every field that is taken away', () => {
    fc.assert(
      fc.property(objects, (value) => {
        const fields = Object.keys(value as object)
        expect(matchObject(value, {}).map((mismatch) => mismatch.found)).toEqual(fields.map(() => 'nothing'))
      }),
    )
  })
})
