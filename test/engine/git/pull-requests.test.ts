import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DrydockError } from '../../../electron/contract/errors.ts'
import type { PullRequestView } from '../../../electron/contract/git.ts'
import { makeGitPlace, seed, type GitPlace } from './git-place.ts'

let place: GitPlace
let folder: string

beforeEach(async () => {
  place = await makeGitPlace([seed('shop', { protected: ['main'] })], {
    'shop/app.yaml': 'a: 1\n',
    'shop/other': 'x\n',
  })
  folder = await place.clone('shop')
})
afterEach(async () => await place.remove())

/** Pushes a branch with these files, made from main, and asks to merge it. */
async function propose(
  branch: string,
  files: Readonly<Record<string, string>>,
  body = 'Please.',
): Promise<PullRequestView> {
  await place.run(folder, 'git', 'fetch', '--quiet')
  await place.run(folder, 'git', 'switch', '--quiet', '--create', branch, 'origin/main')
  await place.push(folder, files, `Change on ${branch}`)
  return await place.git.openPullRequest('shop', {
    title: `Take ${branch}`,
    body,
    from: branch,
    into: 'main',
  })
}

const main = (): string | undefined => place.git.state('shop')?.branches.find(({ name }) => name === 'main')?.head
const commitOf = (id: string | undefined) => place.git.state('shop')?.commits.find((commit) => commit.id === id)
async function errorOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof DrydockError ? { code: error.detail.code, happened: error.detail.happened } : error
}

describe('opening a pull request', () => {
  it('gives it a number, and says that it can be merged', async () => {
    const pull = await propose('scale', { 'app.yaml': 'a: 2\n' })
    expect({ ...pull, openedAtMs: 0 }).toEqual({
      ...{ number: 1, title: 'Take scale', body: 'Please.', from: 'scale', into: 'main', state: 'open' },
      ...{ author: 'learner', reviews: [], mergeable: 'clean', conflicts: [], openedAtMs: 0 },
    })
    expect(place.git.repositories()[0]?.pullRequests).toEqual([pull])
    expect(place.changes.at(-1)).toEqual({ repository: 'shop', refs: [], tags: [] })
  })

  it('needs a branch that has something, once', async () => {
    await propose('scale', { 'app.yaml': 'a: 2\n' })
    await place.git.createBranch('shop', 'same')
    const wish = { title: 'Take it', body: '', into: 'main' }
    const open = async (from: string): Promise<unknown> =>
      await errorOf(place.git.openPullRequest('shop', { ...wish, from }))
    expect([await open('scale'), await open('same'), await open('nowhere')]).toEqual([
      { code: 'refused', happened: 'Pull request #1 from scale into main is open already.' },
      { code: 'refused', happened: 'main has every commit of same already.' },
      { code: 'not-found', happened: 'There is no branch nowhere in shop.' },
    ])
  })
})

describe('merging a pull request', () => {
  it('makes a merge commit on the protected branch', async () => {
    const before = main()
    const { number } = await propose('scale', { 'app.yaml': 'a: 2\n' })
    const head = place.git.state('shop')?.branches.find(({ name }) => name === 'scale')?.head
    const pull = await place.git.merge('shop', number, 'merge')
    expect(pull).toMatchObject({ state: 'merged', method: 'merge', mergedAs: main() })
    expect(commitOf(main())).toMatchObject({
      subject: 'Merge pull request #1 from learner/scale',
      ...{ body: 'Take scale', parents: [before, head], paths: ['app.yaml'], author: 'learner' },
    })
    expect(place.changes.at(-1)).toEqual({
      repository: 'shop',
      ...{ refs: [{ branch: 'main', before, after: main() }], tags: [] },
    })
  })

  it('makes one commit of all when squashed', async () => {
    const before = main()
    const { number } = await propose('scale', { 'app.yaml': 'a: 2\n' })
    await place.push(folder, { 'app.yaml': 'a: 3\n' }, 'And more')
    await place.git.merge('shop', number, 'squash')
    expect(commitOf(main())).toMatchObject({ subject: 'Take scale (#1)', body: 'Please.', parents: [before] })
    expect(place.git.state('shop')?.branches.find(({ name }) => name === 'main')?.files['app.yaml']).toBe('a: 3\n')
  })

  it('says what its commits said when it says nothing itself', async () => {
    await propose('scale', { 'app.yaml': 'a: 2\n' }, '')
    await place.push(folder, { 'app.yaml': 'a: 3\n' }, 'And more\n\nThis reverts commit 1234567.')
    await place.git.merge('shop', 1, 'squash')
    expect(commitOf(main())?.body.trim()).toBe('* Change on scale\n\n\n* And more\n\nThis reverts commit 1234567.')
  })

  it('keeps the commits of a branch that is deleted after', async () => {
    const { number } = await propose('scale', { 'app.yaml': 'a: 2\n' })
    await place.git.merge('shop', number, 'squash')
    await place.git.deleteBranch('shop', 'scale')
    expect(place.git.state('shop')?.commits.map(({ subject }) => subject)).toContain('Change on scale')
    expect(place.git.state('shop')?.pullRequests[0]).toMatchObject({ state: 'merged' })
  })

  it('names the paths that conflict, and changes nothing', async () => {
    const one = await propose('one', { 'app.yaml': 'a: 2\n', fresh: '1\n' })
    const two = await propose('two', { 'app.yaml': 'a: 3\n', fresh: '2\n' })
    await place.git.merge('shop', one.number, 'merge')
    const before = main()
    expect(place.git.state('shop')?.pullRequests[1]).toMatchObject({
      ...{ state: 'open', mergeable: 'conflicts', conflicts: ['app.yaml', 'fresh'] },
    })
    expect(await errorOf(place.git.merge('shop', two.number, 'merge'))).toEqual({
      ...{ code: 'merge-conflict', happened: 'Pull request #2 conflicts in app.yaml, fresh.' },
    })
    expect(main()).toBe(before)
  })

  it('is over when it was merged or closed', async () => {
    const { number } = await propose('scale', { 'app.yaml': 'a: 2\n' })
    await place.git.closePullRequest('shop', number)
    expect(await errorOf(place.git.merge('shop', number, 'merge'))).toEqual({
      ...{ code: 'refused', happened: 'Pull request #1 is closed.' },
    })
    expect(await errorOf(place.git.merge('shop', 7, 'merge'))).toEqual({
      ...{ code: 'not-found', happened: 'There is no pull request #7.' },
    })
  })

  it('loses no push that comes at the same time', async () => {
    await place.git.setProtected('shop', 'main', false)
    const { number } = await propose('scale', { 'app.yaml': 'a: 2\n' })
    await place.run(folder, 'git', 'switch', '--quiet', '--create', 'direct', 'origin/main')
    await place.commit(folder, { other: 'y\n' }, 'Direct')
    const pushed = place.tryGit(folder, 'push', 'origin', 'direct:main')
    const merged = errorOf(place.git.merge('shop', number, 'merge'))
    const [{ exitCode }] = await Promise.all([pushed, merged])
    const subjects = place.git.state('shop')?.commits.map(({ subject }) => subject)
    expect(subjects).toContain('Merge pull request #1 from learner/scale')
    expect(subjects?.includes('Direct')).toBe(exitCode === 0)
  })
})

describe('a pull request', () => {
  it('is reviewed by the instructor', async () => {
    const { number } = await propose('scale', { 'app.yaml': 'a: 2\n' })
    await place.git.review('shop', number, { verdict: 'changes-requested', body: 'Three, please.' })
    const pull = await place.git.review('shop', number, { verdict: 'approved', body: '' })
    expect(pull.reviews.map(({ author, verdict, body }) => [author, verdict, body])).toEqual([
      ['instructor', 'changes-requested', 'Three, please.'],
      ['instructor', 'approved', ''],
    ])
  })

  it('is merged when its commits are pushed to the branch', async () => {
    await place.git.setProtected('shop', 'main', false)
    await propose('scale', { 'app.yaml': 'a: 2\n' })
    await place.run(folder, 'git', 'push', '--quiet', 'origin', 'scale:main')
    expect(place.git.state('shop')?.pullRequests[0]).toMatchObject({ state: 'merged', mergedAs: main() })
  })

  it('is closed when its branch is deleted', async () => {
    await propose('scale', { 'app.yaml': 'a: 2\n' })
    await place.run(folder, 'git', 'push', '--quiet', 'origin', ':scale')
    expect(place.git.state('shop')?.pullRequests[0]).toMatchObject({ state: 'closed' })
  })
})

describe('taking a commit back', () => {
  it('opens a pull request from a branch of its own', async () => {
    const { number } = await propose('scale', { 'app.yaml': 'a: 2\n' })
    const { mergedAs = '' } = await place.git.merge('shop', number, 'squash')
    const pull = await place.git.revert('shop', mergedAs.slice(0, 10), 'main')
    expect(pull).toMatchObject({
      ...{ title: 'Revert "Take scale (#1)"', body: `This reverts commit ${mergedAs}.`, state: 'open' },
      ...{ from: `revert-${mergedAs.slice(0, 7)}`, into: 'main', mergeable: 'clean' },
    })
    await place.git.merge('shop', pull.number, 'squash')
    const branch = place.git.state('shop')?.branches.find(({ name }) => name === 'main')
    expect(branch?.files).toEqual({ 'app.yaml': 'a: 1\n', other: 'x\n' })
    expect(commitOf(main())?.body).toContain(`This reverts commit ${mergedAs}.`)
  })

  it('takes a whole merge back', async () => {
    const before = main() ?? ''
    const { number } = await propose('scale', { 'app.yaml': 'a: 2\n' })
    const { mergedAs = '' } = await place.git.merge('shop', number, 'merge')
    const pull = await place.git.revert('shop', mergedAs, 'main')
    expect(pull.body).toBe(`This reverts commit ${mergedAs}, reversing\nchanges made to ${before}.`)
    await place.git.merge('shop', pull.number, 'merge')
    expect(place.git.state('shop')?.branches[0]?.files).toEqual({ 'app.yaml': 'a: 1\n', other: 'x\n' })
  })

  it('says what is in the way', async () => {
    const one = await propose('one', { 'app.yaml': 'a: 2\n' })
    const first = (await place.git.merge('shop', one.number, 'squash')).mergedAs ?? ''
    const two = await propose('two', { 'app.yaml': 'a: 3\n' })
    await place.git.merge('shop', two.number, 'squash')
    await place.git.createBranch('shop', 'old', first)
    const side = place.git.state('shop')?.branches.find(({ name }) => name === 'two')?.head ?? ''
    expect([
      await errorOf(place.git.revert('shop', first, 'main')),
      await errorOf(place.git.revert('shop', side, 'main')),
      await errorOf(place.git.revert('shop', 'nonsense', 'main')),
    ]).toEqual([
      { code: 'merge-conflict', happened: `Taking back ${first.slice(0, 7)} conflicts in app.yaml.` },
      { code: 'refused', happened: `The commit ${side.slice(0, 7)} is not on main.` },
      { code: 'not-found', happened: 'There is no branch or commit "nonsense".' },
    ])
  })
})

describe('branches', () => {
  it('are made, protected and deleted', async () => {
    await place.git.createBranch('shop', 'release/1.0')
    await place.git.setProtected('shop', 'release/1.0', true)
    const shut = await errorOf(place.git.deleteBranch('shop', 'release/1.0'))
    await place.git.setProtected('shop', 'release/1.0', false)
    await place.git.deleteBranch('shop', 'release/1.0')
    expect(shut).toEqual({ code: 'refused', happened: 'release/1.0 is protected.' })
    expect(place.git.repositories()[0]?.branches.map(({ name }) => name)).toEqual(['main'])
  })

  it('have names that Git takes, once', async () => {
    const make = async (name: string): Promise<unknown> => await errorOf(place.git.createBranch('shop', name))
    expect([await make('a..b'), await make('-x'), await make('main'), await make('')]).toEqual([
      { code: 'usage', happened: '"a..b" cannot be the name of a branch.' },
      { code: 'usage', happened: '"-x" cannot be the name of a branch.' },
      { code: 'refused', happened: 'The branch main is there already.' },
      { code: 'usage', happened: '"" cannot be the name of a branch.' },
    ])
  })
})
