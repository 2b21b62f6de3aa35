import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
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
})
