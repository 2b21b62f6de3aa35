import { readFile, readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { labJsonSchema } from '../../../electron/engine/labs/json-schema.ts'

const FILE = new URL('../../../labs/lab.schema.json', import.meta.url)

/** Every property anywhere in the schema, by its path. */
function properties(schema: unknown, path = ''): [string, { description?: string }][] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key !== 'properties') return properties(value, path)
    return Object.entries(value as Record<string, { description?: string }>).flatMap(
      ([name, field]): [string, { description?: string }][] => [
        [`${path}.${name}`, field],
        ...properties(field, `${path}.${name}`),
      ],
    )
  })
}

/** zod does not read `oneOf: [{ required }]`, by which editors know that exactly one of two keys must be there. */
function withoutRequired(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutRequired)
  if (typeof schema !== 'object' || schema === null) return schema
  const isChoice = (value: unknown) =>
    Array.isArray(value) && value.every((each: object) => Object.keys(each).join() === 'required')
  const kept = Object.entries(schema).filter(([key, value]) => !(/^(one|any)Of$/.test(key) && isChoice(value)))
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutRequired(value)]))
}

describe('JSON Schema for editors', () => {
  it('is the one that lies in labs/', async () => {
    expect(JSON.parse(await readFile(FILE, 'utf8'))).toEqual(labJsonSchema())
  })

  it('explains every field', () => {
    const all = properties(labJsonSchema())
    expect(all.length).toBeGreaterThan(80)
    expect(all.filter(([, field]) => field.description === undefined).map(([path]) => path)).toEqual([])
  })

  it('knows no field besides those that it names', () => {
    const open = JSON.stringify(labJsonSchema()).match(
      /"type":"object","properties":\{(?:(?!"additionalProperties").)*$/,
    )
    expect(open).toBeNull()
  })

  it('accepts what the loader accepts, and refuses the shapes that it refuses', async () => {
    const schema = z.fromJSONSchema(withoutRequired(labJsonSchema()) as Record<string, unknown>)
    const accepts = async (path: string) =>
      schema.safeParse(parse(await readFile(new URL(path, import.meta.url), 'utf8'))).success
    const labs = (await readdir(new URL('../../../labs', import.meta.url), { withFileTypes: true })).filter((entry) =>
      entry.isDirectory(),
    )
    const good = [
      '../../fixtures/labs-good/whole/lab.yaml',
      '../../fixtures/labs-good/gitops/lab.yaml',
      ...labs.map(({ name }) => `../../../labs/${name}/lab.yaml`),
    ]
    expect(await Promise.all(good.map(accepts))).toEqual(good.map(() => true))
    const broken = [
      '096-step-without-title',
      '065-unknown-track',
      '120-check-kind-unknown',
      '062-unknown-key-in-spec',
      '137-object-label-is-a-number',
    ]
    expect(await Promise.all(broken.map((name) => accepts(`../../fixtures/labs-broken/${name}/lab.yaml`)))).toEqual(
      broken.map(() => false),
    )
  })
})
