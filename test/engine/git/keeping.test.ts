import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { labId } from '../../../electron/contract/ids.ts'
import { gitPaths } from '../../../electron/engine/git/git-paths.ts'
import { readRepositories } from '../../../electron/engine/git/lab-git.ts'
import { askServer } from './ask-server.ts'
import { makeGitPlace, seed, type GitPlace } from './git-place.ts'

let place: GitPlace
let folder: string

beforeEach(async () => {
  place = await makeGitPlace([seed('shop'), seed('infra')], { 'shop/app.yaml': 'a: 1\n', 'infra/x': 'x\n' })
  folder = await place.clone('shop')
})
afterEach(async () => await place.remove())

/** All that anybody can see of the repositories. */
const all = (git = place.git): unknown =>
  ['shop', 'infra'].map((name) => [git.state(name), git.repositories().find((one) => one.name === name)])

/** A branch with a pull request, one merged, and a protected branch. */
async function work(): Promise<void> {
  await place.run(folder, 'git', 'switch', '--quiet', '--create', 'one')
  await place.push(folder, { 'app.yaml': 'a: 2\n' }, 'One')
  const pull = { title: 'One', body: '', from: 'one', into: 'main' }
  const { number } = await place.git.openPullRequest('shop', pull)
  await place.git.merge('shop', number, 'squash')
  await place.push(folder, { 'other.yaml': 'b: 1\n' }, 'Two')
  await place.git.openPullRequest('shop', { ...pull, title: 'Two' })
  await place.git.setProtected('shop', 'main', true)
}

describe('going back', () => {
  it('brings refs, pull requests and protection back as they were', async () => {
    await place.git.keep('one')
    const fresh = all()
    await work()
    await place.git.keep('two')
    const worked = all()
    await place.git.bringBack('one')
    expect(all()).toEqual(fresh)
    await place.git.bringBack('two')
    expect(all()).toEqual(worked)
    expect(await place.git.kept()).toEqual(['one', 'two'])
  })

  it('tells which branches moved, and takes pushes after', async () => {
    await place.git.keep('one')
    const before = place.git.state('infra')?.branches[0]?.head
    const infra = await place.clone('infra')
    const after = await place.push(infra, { y: 'y\n' }, 'More')
    place.changes.length = 0
    await place.git.bringBack('one')
    expect(place.changes.find(({ repository }) => repository === 'infra')?.refs).toEqual([
      { branch: 'main', before: after, after: before },
    ])
    await place.run(infra, 'git', 'push', '--quiet', 'origin', 'main')
    expect(place.git.state('infra')?.branches[0]?.head).toBe(after)
  })

  it('takes a repository away that was not there yet', async () => {
    await place.git.keep('one')
    const headers = { Authorization: `token ${place.environment['GITHUB_TOKEN']}` }
    const body = JSON.stringify({ name: 'own', auto_init: true })
    const made = await askServer(place.git, '/api/v3/user/repos', { method: 'POST', headers, body })
    const head = place.git.state('own')?.branches[0]?.head
    await place.git.bringBack('one')
    expect([made.status, place.git.state('own')]).toEqual([201, undefined])
    expect(place.changes.at(-1)).toEqual({ repository: 'own', refs: [{ branch: 'main', before: head }], tags: [] })
  })

  it('says when nothing is kept by that name', async () => {
    await expect(place.git.bringBack('three')).rejects.toMatchObject({ detail: { code: 'not-found' } })
    await expect(place.git.keep('../three')).rejects.toMatchObject({ detail: { code: 'usage' } })
  })

  it('is done to the end by the next engine when this one is killed in the middle', async () => {
    await place.git.keep('one')
    const fresh = all()
    await work()
    await place.git.dispose()
    const paths = gitPaths(place.dataRoot, 'demo')
    await writeFile(paths.pending, JSON.stringify({ kind: 'bring-back', name: 'one' }))
    const again = place.again()
    await again.prepare()
    expect(all(again)).toEqual(fresh)
  })

  it('waits for a push that is under way', async () => {
    await place.git.keep('one')
    const pushes = [1, 2, 3].map(async (number) => {
      const clone = await place.clone('shop', `shop-${number}`)
      await place.run(clone, 'git', 'switch', '--quiet', '--create', `branch-${number}`)
      return await place.push(clone, { [`${number}.txt`]: 'x\n' }, `Push ${number}`)
    })
    await Promise.all([...pushes, place.git.keep('two'), place.git.keep('three')])
    await place.git.bringBack('three')
    const disk = await readRepositories(place.dataRoot, labId('demo'))
    expect(disk.get('shop')).toEqual(place.git.state('shop'))
    expect(await place.run(place.root, 'git', 'ls-remote', `${place.git.address}/learner/shop.git`)).toContain('main')
  })
})

describe('when Git was killed in the middle', () => {
  it('removes what it left, so that pushes go on', async () => {
    await place.git.dispose()
    const repository = join(gitPaths(place.dataRoot, 'demo').repositories, 'shop.git')
    await mkdir(join(repository, 'objects', 'tmp_objdir-incoming-x', 'pack'), { recursive: true })
    await writeFile(join(repository, 'refs', 'heads', 'main.lock'), '')
    await writeFile(join(repository, 'packed-refs.lock'), '')
    await place.again().prepare()
    await place.push(folder, { 'app.yaml': 'a: 2\n' }, 'Go on')
    expect((await readdir(join(repository, 'objects'))).filter((name) => name.startsWith('tmp'))).toEqual([])
  })
})

describe('a reset', () => {
  it('leaves what the lab began with, at the same address', async () => {
    const { address } = place.git
    await work()
    await place.git.keep('two')
    await place.git.reset()
    expect(place.git.state('shop')).toMatchObject({
      ...{ commits: [{ subject: 'Initial commit' }], pullRequests: [], refused: [], branches: [{ name: 'main' }] },
    })
    expect(await place.git.kept()).toEqual([])
    expect(place.git.address).toBe(address)
    await place.clone('shop', 'again')
  })
})

describe('reading without a server', () => {
  it('sees what the server sees', async () => {
    await work()
    const states = await readRepositories(place.dataRoot, labId('demo'))
    expect([states.get('shop'), states.get('infra')]).toEqual([place.git.state('shop'), place.git.state('infra')])
    expect(await readRepositories(place.dataRoot, labId('other'))).toEqual(new Map())
  })
})

describe('when it is over', () => {
  it('leaves only what belongs there', async () => {
    await work()
    await place.git.dispose()
    const paths = gitPaths(place.dataRoot, 'demo')
    expect((await readdir(paths.root)).sort()).toEqual(
      ['gitconfig', 'hooks', 'repositories', 'server.json', 'staging', 'trusted.pem'].sort(),
    )
    expect(await readdir(paths.staging)).toEqual([])
    expect((await readdir(paths.repositories)).sort()).toEqual(['infra.git', 'infra.json', 'shop.git', 'shop.json'])
  })
})
