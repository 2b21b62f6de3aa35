import { readFile, readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { loadLab } from '../../../electron/engine/labs/load-lab.ts'

const FIXTURES = new URL('../../fixtures/labs-broken/', import.meta.url)
const folders = (await readdir(FIXTURES)).toSorted()

describe('a broken lab', () => {
  it('comes in more than a hundred kinds', () => {
    expect(folders.length).toBeGreaterThan(100)
  })

  it.each(folders)('%s says exactly what is wrong, and where', async (folder) => {
    const loaded = await loadLab(new URL(folder, FIXTURES).pathname, { shownAs: 'lab.yaml' })
    const problems = loaded.ok
      ? ['it loads']
      : loaded.problems.map(({ at, happened, remedy }) => `${at}: ${happened} ${remedy}`)
    expect(problems.map((line) => `${line}\n`).join('')).toBe(
      await readFile(new URL(`${folder}/expected.txt`, FIXTURES), 'utf8'),
    )
  })
})
