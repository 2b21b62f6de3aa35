import { execa } from 'execa'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hostsThatAccept } from '../../../helpers/hosts-that-accept.ts'
import { askServer, type AskOptions, type Said } from '../ask-server.ts'
import { makeGitPlace, seed, type GitPlace } from '../git-place.ts'

let place: GitPlace

beforeEach(async () => {
  const seeds = [seed('shop'), seed('secret', { private: true })]
  place = await makeGitPlace(seeds, { 'shop/app.yaml': 'a: 1\n', 'secret/x': 'x\n' })
})
afterEach(async () => await place.remove())

const ask = async (path: string, options?: AskOptions): Promise<Said> => await askServer(place.git, path, options)
const refs = (name: string, service = 'git-upload-pack'): string => `/learner/${name}/info/refs?service=${service}`
const token = (): string => place.environment['GITHUB_TOKEN'] ?? ''
const basic = (password: string): string => `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`

describe('the address of the Git server', () => {
  it('is on 127.0.0.1 and on no other interface', async () => {
    expect(await hostsThatAccept(Number(new URL(place.git.address).port))).toEqual(['127.0.0.1'])
  })
})

describe('who may read and write', () => {
  it('depends on the repository, on what is wanted and on the token', async () => {
    const cases = [
      ['a public repository without a token', refs('shop.git'), undefined, 200],
      ['a public repository with a wrong token', refs('shop.git'), 'wrong', 401],
      ['a private repository without a token', refs('secret.git'), undefined, 401],
      ['a private repository with a wrong token', refs('secret'), 'wrong', 401],
      ['a push to a public repository without a token', refs('shop.git', 'git-receive-pack'), undefined, 401],
      ['a push to a public repository with a wrong token', refs('shop.git', 'git-receive-pack'), 'wrong', 401],
      ['a repository that is not there, without a token', refs('nothing.git'), undefined, 401],
    ] as const
    const all = await Promise.all(
      cases.map(async ([what, path, password]) => {
        const headers = password === undefined ? {} : { Authorization: basic(password) }
        return [what, path, password, (await ask(path, { headers })).status]
      }),
    )
    expect(all).toEqual(cases)
  })

  it('takes the token as password, as token and as bearer', async () => {
    const path = refs('secret', 'git-receive-pack')
    const headers = [basic(token()), `token ${token()}`, `Bearer ${token()}`]
    const all = await Promise.all(headers.map(async (Authorization) => await ask(path, { headers: { Authorization } })))
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('tells Git where the token is', async () => {
    const url = place.git.address.replace('//', '//learner:wrong@')
    const { said } = await place.tryGit(place.root, 'clone', `${url}/learner/secret.git`)
    expect(said).toContain("remote: This is not the token of this lab. It is in $GITHUB_TOKEN of the lab's terminal.")
  })

  it('lets the shells of the lab clone a private repository', async () => {
    const folder = await place.clone('secret')
    expect(await readFile(`${folder}/x`, 'utf8')).toBe('x\n')
  })
})

const NO_PATHS = [
  '/learner/../shop.git/info/refs?service=git-upload-pack',
  '/learner/%2e%2e/shop.git/info/refs?service=git-upload-pack',
  '/learner/..%2f..%2fserver.json/info/refs?service=git-upload-pack',
  '/learner/.git/info/refs?service=git-upload-pack',
  '/learner/..git/info/refs?service=git-upload-pack',
  '/learner/shop.git/../secret.git/info/refs?service=git-upload-pack',
  '/learner//shop.git/info/refs?service=git-upload-pack',
  '/other/shop.git/info/refs?service=git-upload-pack',
  '/learner/shop.git/HEAD',
  '/learner/shop.git/objects/info/packs',
  '/learner/shop.git/info/refs',
  '/learner/shop.git/info/refs?service=git-annex',
  '/learner/shop.git/git-upload-archive',
  '/',
]

describe('what is no path of a repository', () => {
  it('is not found, also with the token', async () => {
    const headers = { Authorization: `token ${token()}` }
    const all = await Promise.all(
      NO_PATHS.map(async (path) => ({ path, status: (await ask(path, { headers })).status })),
    )
    expect(all).toEqual(NO_PATHS.map((path) => ({ path, status: 404 })))
  })
})

describe('the server', () => {
  it('answers to its own names only', async () => {
    const { port } = new URL(place.git.address)
    const hosts = [`localhost:${port}`, `127.0.0.1:${port}`, `evil.example:${port}`, 'localhost']
    const all = await Promise.all(hosts.map(async (Host) => await ask(refs('shop'), { headers: { Host } })))
    expect(all.map(({ status }) => status)).toEqual([200, 200, 421, 421])
  })

  it('reads a request that is compressed', async () => {
    const lines = ['0014command=ls-refs\n', '0001', '0014ref-prefix HEAD\n', '0000']
    const headers = {
      'Content-Encoding': 'gzip',
      'Content-Type': 'application/x-git-upload-pack-request',
      'Git-Protocol': 'version=2',
    }
    const head = place.git.state('shop')?.branches[0]?.head
    const body = gzipSync(lines.join(''))
    const said = await ask('/learner/shop.git/git-upload-pack', { method: 'POST', headers, body })
    expect([said.status, said.body]).toEqual([200, `0032${head} HEAD\n0000`])
  })

  it('does not stumble over a request that only says it is compressed', async () => {
    const headers = { 'Content-Encoding': 'gzip', 'Content-Type': 'application/x-git-upload-pack-request' }
    const body = Buffer.from('no gzip at all')
    await expect(ask('/learner/shop.git/git-upload-pack', { method: 'POST', headers, body })).rejects.toThrow(
      'socket hang up',
    )
    expect((await ask(refs('shop'))).status).toBe(200)
  })

  it('has a certificate that OpenSSL takes for localhost and for 127.0.0.1', async () => {
    const { port } = new URL(place.git.address)
    const results = await Promise.all(
      ['localhost', '127.0.0.1'].map(async (host) => {
        const url = `https://${host}:${port}/learner/shop.git`
        return await execa('git', ['-c', `http.sslCAInfo=${place.git.caFile}`, 'ls-remote', url], {
          env: { PATH: place.environment['PATH'] ?? '', GIT_CONFIG_GLOBAL: '/dev/null' },
          extendEnv: false,
        })
      }),
    )
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0])
  })
})

describe('when the engine comes back', () => {
  it('has the same address, token and contents', async () => {
    const folder = await place.clone('shop')
    const id = await place.push(folder, { 'app.yaml': 'a: 2\n' }, 'Change it')
    const { address, environment } = place.git
    await place.git.dispose()
    const again = place.again()
    await again.prepare()
    expect([again.address, again.environment, again.moved]).toEqual([address, environment, false])
    expect(again.state('shop')?.branches[0]?.head).toBe(id)
    await place.push(folder, { 'app.yaml': 'a: 3\n' }, 'Change it again')
  })

  it('chooses another port when its own is taken, says so, and clones find the way', async () => {
    const folder = await place.clone('shop')
    const { address } = place.git
    await place.git.dispose()
    const other = createServer().listen(Number(new URL(address).port), '127.0.0.1')
    try {
      const again = place.again()
      await again.prepare()
      expect([again.moved, again.address === address, again.formerAddresses]).toEqual([true, false, [address]])
      const id = await place.push(folder, { 'app.yaml': 'a: 2\n' }, 'Change it')
      expect(again.state('shop')?.branches[0]?.head).toBe(id)
    } finally {
      other.close()
    }
  })

  it('prepares once, however often it is asked to', async () => {
    const { address } = place.git
    await Promise.all([place.git.prepare(), place.git.prepare()])
    expect([place.git.address, place.git.repositories().length]).toEqual([address, 2])
  })
})
