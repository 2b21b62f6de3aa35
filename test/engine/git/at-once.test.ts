import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gitProcesses } from './git-processes.ts'
import { makeGitPlace, seed, type GitPlace } from './git-place.ts'

const MANY = Array.from({ length: 20 }, (_, index) => index + 1)

let place: GitPlace

beforeEach(async () => (place = await makeGitPlace([seed('shop')], { 'shop/app.yaml': 'a: 1\n' })))
afterEach(async () => await place.remove())

/** Pushes to main again and again until nobody else was quicker. */
async function pushUntilTaken(folder: string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const { exitCode } = await place.tryGit(folder, 'push', '--quiet', 'origin', 'HEAD:main')
    if (exitCode === 0) return
    await place.run(folder, 'git', 'pull', '--quiet', '--rebase', 'origin', 'main')
  }
  throw new Error('main was never free')
}

describe('twenty people at once', () => {
  it('clone and push without losing a commit', async () => {
    const folders = await Promise.all(MANY.map(async (number) => await place.clone('shop', `clone-${number}`)))
    await Promise.all(
      folders.map(async (folder, index) => {
        await place.commit(folder, { [`${index + 1}.txt`]: 'x\n' }, `Change ${index + 1}`)
        await place.run(folder, 'git', 'push', '--quiet', 'origin', `HEAD:branch-${index + 1}`)
      }),
    )
    const state = place.git.state('shop')
    expect(state?.branches.map(({ name }) => name).sort()).toEqual(
      ['main', ...MANY.map((one) => `branch-${one}`)].sort(),
    )
    expect(state?.commits).toHaveLength(21)
    const moved = place.changes.flatMap(({ refs }) => refs.map(({ branch }) => branch))
    expect(moved.sort()).toEqual(MANY.map((one) => `branch-${one}`).sort())
    await expect.poll(async () => await gitProcesses(place.dataRoot)).toEqual([])
  })

  it('push to the same branch one after the other', async () => {
    const some = MANY.slice(0, 6)
    const folders = await Promise.all(some.map(async (number) => await place.clone('shop', `clone-${number}`)))
    for (const [index, folder] of folders.entries()) {
      await place.commit(folder, { [`${index + 1}.txt`]: 'x\n' }, `Change ${index + 1}`)
    }
    await Promise.all(folders.map(pushUntilTaken))
    const state = place.git.state('shop')
    expect(state?.commits.map(({ subject }) => subject).sort()).toEqual(
      ['Initial commit', ...some.map((one) => `Change ${one}`)].sort(),
    )
    const heads = place.changes.flatMap(({ refs }) => refs.map(({ after }) => after))
    expect(heads.at(-1)).toBe(state?.branches[0]?.head)
  })
})
