import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EMPTY_TREE } from '../../../electron/engine/git/make-repository.ts'
import { makeGitPlace, seed, type GitPlace } from './git-place.ts'

let place: GitPlace
let folder: string

beforeEach(async () => {
  place = await makeGitPlace([seed('shop')], { 'shop/app.yaml': 'a: 1\n' })
  folder = await place.clone('shop')
})
afterEach(async () => await place.remove())

describe('compare', () => {
  it('shows a first commit against nothing', async () => {
    const first = place.git.state('shop')?.commits.at(-1)?.id ?? ''
    const { commits, files } = await place.git.compare('shop', EMPTY_TREE, first)
    expect(commits.map(({ id }) => id)).toEqual([first])
    expect(files.map(({ path, change }) => [path, change])).toEqual([['app.yaml', 'added']])
  })

  it('shows what a branch has that another one has not', async () => {
    await place.run(folder, 'git', 'switch', '--quiet', '--create', 'scale')
    await place.push(folder, { 'app.yaml': 'a: 2\n' }, 'Ask for two')
    const { commits, files } = await place.git.compare('shop', 'main', 'scale')
    expect(commits.map(({ subject }) => subject)).toEqual(['Ask for two'])
    expect(files).toEqual([
      {
        path: 'app.yaml',
        change: 'changed',
        opaque: false,
        hunks: [
          {
            header: '@@ -1 +1 @@',
            lines: [
              { kind: 'removed', text: 'a: 1', before: 1 },
              { kind: 'added', text: 'a: 2', after: 1 },
            ],
          },
        ],
      },
    ])
    expect(await place.git.compare('shop', 'scale', 'main')).toMatchObject({ commits: [], files: [] })
  })
})
