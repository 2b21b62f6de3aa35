import { createHash, randomBytes } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gitPaths } from '../../../../electron/engine/git/git-paths.ts'
import { gitProcesses } from '../git-processes.ts'
import { makeGitPlace, seed, type GitPlace } from '../git-place.ts'

let place: GitPlace
let folder: string

beforeEach(async () => {
  const seeds = [seed('shop', { protected: ['main', 'production'] }), seed('free'), seed('secret', { private: true })]
  const file = 'app.yaml'
  place = await makeGitPlace(seeds, { [`shop/${file}`]: 'a: 1\n', [`free/${file}`]: 'a: 1\n', 'secret/x': 'x\n' })
  folder = await place.clone('shop')
})
afterEach(async () => await place.remove())

const branches = (name: string): Record<string, string> =>
  Object.fromEntries(place.git.state(name)?.branches.map((branch) => [branch.name, branch.head]) ?? [])
const refused = (name: string): readonly (readonly [string, string])[] =>
  place.git.state(name)?.refused.map(({ branch, reason }) => [branch, reason] as const) ?? []
const lines = (said: string): string[] => said.split('\n').map((line) => line.trimEnd())

describe('a protected branch', () => {
  it('takes no push, and Git says why', async () => {
    const before = branches('shop')
    await place.commit(folder, { 'app.yaml': 'a: 2\n' }, 'Change it')
    const { exitCode, said } = await place.tryGit(folder, 'push', 'origin', 'main')
    const reason = 'The branch main is protected: push another branch and open a pull request.'
    expect(exitCode).toBe(1)
    expect(lines(said)).toContain(`remote: ${reason}`)
    expect(lines(said)).toContain(' ! [remote rejected] main -> main (pre-receive hook declined)')
    expect(branches('shop')).toEqual(before)
    expect(refused('shop')).toEqual([['main', reason]])
    const view = place.git.repositories().find(({ name }) => name === 'shop')
    expect(view?.refused).toMatchObject({ branch: 'main', reason })
  })

  it('takes no forced push', async () => {
    await place.run(folder, 'git', 'commit', '--quiet', '--amend', '--message', 'Another past')
    const { said } = await place.tryGit(folder, 'push', '--force', 'origin', 'main')
    const reason = 'The branch main is protected: its history cannot be changed by a forced push.'
    expect(lines(said)).toContain(`remote: ${reason}`)
    expect(refused('shop')).toEqual([['main', reason]])
  })

  it('cannot be deleted', async () => {
    await place.run(folder, 'git', 'push', '--quiet', 'origin', 'HEAD:production')
    const { said } = await place.tryGit(folder, 'push', 'origin', ':production')
    const reason = 'The branch production is protected: it cannot be deleted.'
    expect(lines(said)).toContain(`remote: ${reason}`)
    expect(Object.keys(branches('shop'))).toEqual(['main', 'production'])
  })

  it('can be made by a push when it is not there, and from then on is closed', async () => {
    await place.run(folder, 'git', 'push', '--quiet', 'origin', 'HEAD:production')
    await place.commit(folder, { 'app.yaml': 'a: 2\n' }, 'Change it')
    const { exitCode } = await place.tryGit(folder, 'push', 'origin', 'HEAD:production')
    expect(exitCode).toBe(1)
  })

  it('is forgotten as a refusal once a push succeeds, but stays on record', async () => {
    await place.commit(folder, { 'app.yaml': 'a: 2\n' }, 'Change it')
    await place.tryGit(folder, 'push', 'origin', 'main')
    await place.run(folder, 'git', 'push', '--quiet', 'origin', 'HEAD:feature')
    expect(place.git.repositories().find(({ name }) => name === 'shop')?.refused).toBeUndefined()
    expect(refused('shop')).toHaveLength(1)
  })

  it('takes a push when it is no longer protected', async () => {
    await place.git.setProtected('shop', 'main', false)
    const id = await place.push(folder, { 'app.yaml': 'a: 2\n' }, 'Change it')
    expect(branches('shop')).toEqual({ main: id })
  })
})

describe('a branch that is not protected', () => {
  it('takes forced pushes, and is told what is behind when it is not forced', async () => {
    const free = await place.clone('free')
    await place.push(free, { a: '1\n' }, 'One')
    await place.run(free, 'git', 'commit', '--quiet', '--amend', '--message', 'Other')
    const plain = await place.tryGit(free, 'push', 'origin', 'main')
    const forced = await place.tryGit(free, 'push', '--force', 'origin', 'main')
    expect([plain.exitCode, forced.exitCode]).toEqual([1, 0])
    expect(place.git.state('free')?.commits.map(({ subject }) => subject)).toEqual(['Other', 'Initial commit'])
  })

  it('is not deleted when it is the default one', async () => {
    const free = await place.clone('free')
    const { said } = await place.tryGit(free, 'push', 'origin', ':main')
    expect(lines(said)).toContain('remote: The branch main is the default branch: it cannot be deleted.')
    expect(refused('free')).toEqual([['main', 'The branch main is the default branch: it cannot be deleted.']])
  })

  it('has refs of pull requests to itself', async () => {
    const { said } = await place.tryGit(folder, 'push', 'origin', 'HEAD:refs/pull/7/head')
    expect(lines(said)).toContain('remote: Only branches and tags can be pushed, not refs/pull/7/head.')
  })
})

describe('a push that is too large', () => {
  it('is refused with the limit, and nothing of it is kept', async () => {
    const free = await place.clone('free')
    await place.run(free, 'git', 'config', 'core.compression', '0')
    await writeFile(join(free, 'large.bin'), randomBytes(100 * 1024 * 1024))
    const before = branches('free')
    await place.commit(free, {}, 'Add something large')
    const { exitCode, said } = await place.tryGit(free, 'push', 'origin', 'main')
    expect(exitCode).toBe(1)
    expect(lines(said)).toContain('remote: fatal: pack exceeds maximum allowed size (50.00 MiB)')
    expect(branches('free')).toEqual(before)
    expect(refused('free')).toEqual([['main', 'A push may hold at most 50 MB.']])
    expect(await halfMade('free')).toEqual([])
  })
})

/** What Git has put aside for pushes that are not over. */
async function halfMade(name: string): Promise<readonly string[]> {
  const objects = join(gitPaths(place.dataRoot, 'demo').repositories, `${name}.git`, 'objects')
  return (await readdir(objects)).filter((entry) => entry.startsWith('tmp_objdir') || entry.startsWith('incoming'))
}

describe('a push that is cut off', () => {
  it('leaves nothing half-made and no process', async () => {
    const before = branches('free')
    const { port } = new URL(place.git.address)
    const token = place.environment['GITHUB_TOKEN'] ?? ''
    const head = before['main'] ?? ''
    const command = `${head} ${createHash('sha1').update('x').digest('hex')} refs/heads/main\0 report-status side-band-64k`
    const packet = `${(command.length + 4).toString(16).padStart(4, '0')}${command}0000`
    const cut = request({
      ...{ host: '127.0.0.1', port, method: 'POST', path: '/learner/free.git/git-receive-pack' },
      rejectUnauthorized: false,
      headers: {
        Authorization: `token ${token}`,
        Host: `localhost:${port}`,
        'Content-Type': 'application/x-git-receive-pack-request',
      },
    })
    cut.on('error', () => undefined)
    const pack = Buffer.concat([Buffer.from('PACK'), Buffer.from([0, 0, 0, 2, 0, 0, 0, 200])])
    cut.write(Buffer.concat([Buffer.from(packet), pack]))
    await expect.poll(async () => await halfMade('free')).toHaveLength(1)
    const closed = new Promise((resolve) => cut.once('close', resolve))
    cut.destroy()
    await closed
    await expect.poll(async () => await halfMade('free')).toEqual([])
    await expect.poll(async () => await gitProcesses(place.dataRoot)).toEqual([])
    expect(branches('free')).toEqual(before)
    const free = await place.clone('free')
    await place.push(free, { 'app.yaml': 'a: 2\n' }, 'And it goes on')
  })
})
