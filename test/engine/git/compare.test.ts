import { chmod, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeGitPlace, seed, type GitPlace } from './git-place.ts'

let place: GitPlace
let folder: string

beforeEach(async () => {
  const long = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join('')
  place = await makeGitPlace([seed('shop')], {
    'shop/app.yaml': 'a: 1\nb: 2\n',
    'shop/old name': long,
    'shop/run': 'x\n',
  })
  folder = await place.clone('shop')
  await place.run(folder, 'git', 'switch', '--quiet', '--create', 'change')
})
afterEach(async () => await place.remove())

const files = async (): Promise<unknown> => (await place.git.compare('shop', 'main', 'change')).files

describe('a comparison', () => {
  it('has the commits and lines that are new', async () => {
    const one = await place.push(folder, { 'app.yaml': 'a: 1\nb: 3\n', 'new.yaml': 'c: 1\n' }, 'Change b')
    const two = await place.push(folder, { 'new.yaml': 'c: 2\n' }, 'Change c')
    const main = place.git.state('shop')?.branches.find(({ name }) => name === 'main')?.head
    const { commits, ...rest } = await place.git.compare('shop', 'main', 'change')
    expect(commits.map(({ id, parents, branches }) => ({ id, parents, branches }))).toEqual([
      { id: two, parents: [one], branches: ['change'] },
      { id: one, parents: [main], branches: [] },
    ])
    expect(rest).toEqual({
      ...{ base: 'main', head: 'change' },
      files: [
        {
          ...{ path: 'app.yaml', change: 'changed', opaque: false },
          hunks: [
            {
              header: '@@ -1,2 +1,2 @@',
              lines: [
                { kind: 'same', text: 'a: 1', before: 1, after: 1 },
                { kind: 'removed', text: 'b: 2', before: 2 },
                { kind: 'added', text: 'b: 3', after: 2 },
              ],
            },
          ],
        },
        {
          ...{ path: 'new.yaml', change: 'added', opaque: false },
          hunks: [{ header: '@@ -0,0 +1 @@', lines: [{ kind: 'added', text: 'c: 2', after: 1 }] }],
        },
      ],
    })
  })

  it('knows what was renamed, removed, binary, empty or only made executable', async () => {
    await rename(join(folder, 'old name'), join(folder, 'nöw "name"'))
    await chmod(join(folder, 'run'), 0o755)
    await place.run(folder, 'git', 'rm', '--quiet', 'app.yaml')
    await place.push(folder, { image: '\0\u0001', 'empty file': '' }, 'All kinds')
    expect(await files()).toEqual([
      { path: 'app.yaml', change: 'removed', opaque: false, hunks: [expect.anything()] },
      { path: 'empty file', change: 'added', opaque: false, hunks: [] },
      { path: 'image', change: 'added', opaque: true, hunks: [] },
      { path: 'nöw "name"', previousPath: 'old name', change: 'renamed', opaque: false, hunks: [] },
      { path: 'run', change: 'changed', opaque: false, hunks: [] },
    ])
  })

  it('looks from where both come from, and at any revision', async () => {
    const id = await place.push(folder, { 'app.yaml': 'a: 1\nb: 3\n' }, 'Change b')
    await place.run(folder, 'git', 'switch', '--quiet', 'main')
    await place.push(folder, { other: 'x\n' }, 'Other')
    expect(await files()).toMatchObject([{ path: 'app.yaml' }])
    const byId = await place.git.compare('shop', 'main', id.slice(0, 8))
    expect(byId.commits.map(({ subject }) => subject)).toEqual(['Change b'])
    expect((await place.git.compare('shop', 'change', 'change')).files).toEqual([])
    await expect(place.git.compare('shop', 'main', '--output=/tmp/x')).rejects.toMatchObject({
      detail: { code: 'not-found' },
    })
  })

  it('does not show a file line by line that is very long', async () => {
    await place.push(folder, { long: 'x\n'.repeat(3001) }, 'Long')
    expect(await files()).toEqual([{ path: 'long', change: 'added', opaque: true, hunks: [] }])
  })
})

describe('the history', () => {
  it('has the commits of all branches, newest first', async () => {
    const id = await place.push(folder, { 'app.yaml': 'a: 2\n' }, 'Change a')
    const history = await place.git.history('shop')
    expect(history.map(({ subject, branches }) => [subject, branches])).toEqual([
      ['Change a', ['change']],
      ['Initial commit', ['main']],
    ])
    expect((await place.git.history('shop', 1)).map((commit) => commit.id)).toEqual([id])
    await expect(place.git.history('nothing')).rejects.toMatchObject({ detail: { code: 'not-found' } })
  })
})
