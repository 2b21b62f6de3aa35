import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labJsonSchema } from '../../../electron/engine/labs/json-schema.ts'
import { loadLab } from '../../../electron/engine/labs/load-lab.ts'
import { labsFolder } from '../../helpers/lab-folders.ts'

const page = await readFile(new URL('../../../labs/README.md', import.meta.url), 'utf8')
const labs = [...page.matchAll(/\n```yaml\n((?:(?!\n```)[^])*)\n```\n/g)]
  .map(([, text = '']) => text)
  .filter((text) => text.includes('\nspec:'))

interface Schema {
  readonly properties?: Readonly<Record<string, Schema & { readonly const?: string }>>
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
}

/** The kinds of check as the schema has them, each with its own keys. */
function kindsOf(schema: Schema): ReadonlyMap<string, readonly string[]> {
  const check = schema.properties?.['spec']?.properties?.['steps']?.items?.properties?.['checks']?.items
  const kinds = (check?.oneOf ?? check?.anyOf ?? []).map(({ properties = {} }) => properties)
  return new Map(kinds.map((properties) => [properties['kind']?.const ?? '', Object.keys(properties)]))
}

const COMMON = ['kind', 'name', 'title', 'points', 'mode', 'holdFor', 'cluster', 'explain']

describe("the authors' page", () => {
  it.each(labs.map((text) => [/name: ([\w-]+)/.exec(text)?.[1] ?? '', text]))(
    'shows a lab that loads without a warning: %s',
    async (name, text) => {
      await using folder = await labsFolder({ [`${name}/lab.yaml`]: text })
      expect(await loadLab(join(folder.path, name))).toMatchObject({ ok: true, warnings: [], lab: { id: name } })
    },
  )

  it('shows one lab about a cluster, and one with Git and Flux', () => {
    expect(labs.length).toBe(2)
  })

  it.each([...kindsOf(labJsonSchema() as Schema)])(
    'tells of checks of kind %s, and of all that they may have',
    (kind, keys) => {
      expect(page).toContain(`| \`${kind}\` |`)
      expect(keys.filter((key) => !COMMON.includes(key) && !page.includes(`\`${key}\``))).toEqual([])
    },
  )
})
