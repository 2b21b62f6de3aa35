import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askServer } from '../ask-server.ts'
import { makeGitPlace, seed, type GitPlace } from '../git-place.ts'

let place: GitPlace

beforeEach(async () => {
  const seeds = [
    seed('shop', { protected: ['main'] }),
    seed('secret', { private: true }),
    seed('flux-infra', { madeBy: 'learner', protected: ['production'] }),
  ]
  place = await makeGitPlace(seeds, { 'shop/deploy/vote.yaml': 'replicas: 1\n', 'secret/x': 'x\n' })
})
afterEach(async () => await place.remove())

interface Answer {
  readonly status: number
  readonly body: unknown
}

/** Asks as the learner does with curl; `null` for no token at all. */
async function api(asked: string, body?: unknown, token?: string | null): Promise<Answer> {
  const [method = '', path = ''] = asked.split(' ')
  const known = token === undefined ? place.environment['GITHUB_TOKEN'] : token
  const said = await askServer(place.git, `/api/v3${path}`, {
    method,
    headers: known === null ? {} : { Authorization: `Bearer ${known}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: said.status, body: said.body === '' ? undefined : JSON.parse(said.body) }
}

const failure = (status: number, message: string): Answer => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
})

/** Pushes a branch with one change. */
async function pushBranch(branch: string, replicas: number): Promise<string> {
  const folder = await place.clone('shop', branch)
  await place.run(folder, 'git', 'switch', '--quiet', '--create', branch)
  return await place.push(folder, { 'deploy/vote.yaml': `replicas: ${replicas}\n` }, `Scale to ${replicas}`)
}

describe('what flux bootstrap asks for', () => {
  it('finds the user, misses the repository, makes it and finds it', async () => {
    expect((await api('GET /user')).body).toMatchObject({ login: 'learner', type: 'User' })
    expect(await api('GET /repos/learner/flux-infra')).toEqual(failure(404, 'Not Found'))
    const wish = { name: 'flux-infra', private: true, auto_init: true, description: 'Flux' }
    const made = await api('POST /user/repos', wish)
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ name: 'flux-infra', full_name: 'learner/flux-infra', private: true, visibility: 'private' },
        ...{ description: 'Flux', default_branch: 'main', clone_url: `${place.git.address}/learner/flux-infra.git` },
      },
    })
    expect(await api('GET /repos/learner/flux-infra')).toMatchObject({ status: 200, body: { name: 'flux-infra' } })
    expect(place.git.state('flux-infra')?.branches[0]?.files).toEqual({ 'README.md': '# flux-infra\nFlux\n' })
    expect(place.changes.at(-1)?.refs.map(({ branch }) => branch)).toEqual(['main'])
    const folder = await place.clone('flux-infra')
    await place.push(folder, { 'cluster/dev/x.yaml': 'a: 1\n' }, 'Add it')
    await place.git.createBranch('flux-infra', 'production')
    expect(place.git.state('flux-infra')?.branches.map((one) => [one.name, one.protected])).toEqual([
      ['main', false],
      ['production', true],
    ])
  })

  it('makes a repository once, with a name that can be used', async () => {
    const make = async (name: string): Promise<Answer> => await api('POST /user/repos', { name })
    const [first, second, third] = [await make('Own'), await make('own'), await make('../own')]
    expect(first.status).toBe(201)
    expect(second).toMatchObject({
      status: 422,
      body: { message: 'Validation Failed', errors: [{ message: 'name already exists on this account' }] },
    })
    expect(third).toMatchObject({ status: 422, body: { errors: [{ resource: 'Repository', field: 'name' }] } })
  })

  it('changes what a repository says of itself', async () => {
    await api('PATCH /repos/learner/shop', { description: 'A shop', visibility: 'private' })
    expect(await api('GET /repos/learner/shop', undefined, null)).toEqual(failure(404, 'Not Found'))
    expect((await api('GET /repos/learner/shop')).body).toMatchObject({ description: 'A shop', private: true })
  })
})

describe('who asks', () => {
  it('gets public things without a token, and nothing with a wrong one', async () => {
    expect((await api('GET /repos/learner/shop', undefined, null)).status).toBe(200)
    expect(await api('GET /repos/learner/secret', undefined, null)).toEqual(failure(404, 'Not Found'))
    expect(await api('GET /user', undefined, null)).toEqual(failure(401, 'Requires authentication'))
    expect(await api('GET /repos/learner/shop', undefined, 'wrong')).toEqual(failure(401, 'Bad credentials'))
    expect(await api('POST /repos/learner/shop/pulls', {}, null)).toEqual(failure(401, 'Requires authentication'))
    expect((await api('GET /user/repos')).body).toMatchObject([{ name: 'secret' }, { name: 'shop' }])
    expect((await api('GET /users/learner/repos', undefined, null)).body).toMatchObject([{ name: 'shop' }])
  })

  it('is told in JSON what is wrong', async () => {
    expect(await api('GET /nothing')).toEqual(failure(404, 'Not Found'))
    expect(await api('GET /repos/other/shop')).toEqual(failure(404, 'Not Found'))
    expect(await api('GET /repos/learner/%E0%A4%A')).toEqual(failure(404, 'Not Found'))
    expect(await api('POST /user/repos', '{')).toEqual(failure(400, 'Problems parsing JSON'))
    expect(await api('POST /user/repos', 'x'.repeat(1024 * 1024 + 1))).toEqual(
      failure(413, 'Request body is too large'),
    )
    expect(await api('POST /user/repos', { name: 7 })).toMatchObject({
      status: 422,
      body: { message: 'Validation Failed', errors: [{ resource: 'Repository', code: 'invalid', field: 'name' }] },
    })
    const outside = await askServer(place.git, '/')
    expect({ ...outside, headers: {} }).toEqual({
      ...{ status: 404, headers: {}, body: JSON.stringify(failure(404, 'Not Found').body) },
    })
  })
})

describe('pull requests', () => {
  it('are opened, listed, looked at and merged', async () => {
    const head = await pushBranch('scale', 3)
    const opened = await api('POST /repos/learner/shop/pulls', { title: 'Scale', head: 'learner:scale', base: 'main' })
    expect(opened).toMatchObject({
      status: 201,
      body: {
        ...{ number: 1, state: 'open', merged: false, mergeable: true, mergeable_state: 'clean', body: null },
        ...{ head: { ref: 'scale', sha: head }, base: { ref: 'main' }, user: { login: 'learner' } },
      },
    })
    expect((await api('GET /repos/learner/shop/pulls')).body).toMatchObject([{ number: 1 }])
    expect((await api('PUT /repos/learner/shop/pulls/1/merge', { sha: '0'.repeat(40) })).status).toBe(409)
    const merged = await api('PUT /repos/learner/shop/pulls/1/merge', { merge_method: 'squash' })
    const main = place.git.state('shop')?.branches.find(({ name }) => name === 'main')?.head
    expect(merged).toEqual({
      ...{ status: 200, body: { sha: main, merged: true, message: 'Pull Request successfully merged' } },
    })
    expect((await api('GET /repos/learner/shop/pulls/1')).body).toMatchObject({ state: 'closed', merged: true })
    expect((await api('GET /repos/learner/shop/pulls')).body).toEqual([])
    expect((await api('GET /repos/learner/shop/pulls?state=all')).body).toMatchObject([{ number: 1 }])
    expect((await api('PUT /repos/learner/shop/pulls/1/merge')).status).toBe(405)
  })

  it('cannot be opened for nothing', async () => {
    const open = async (head: string, base = 'main'): Promise<Answer> =>
      await api('POST /repos/learner/shop/pulls', { title: 'Take it', head, base })
    expect(await open('nowhere')).toMatchObject({ status: 422, body: { errors: [{ code: 'invalid', field: 'head' }] } })
    expect(await open('main', 'nowhere')).toMatchObject({ status: 422, body: { errors: [{ field: 'base' }] } })
    expect(await open('main')).toMatchObject({
      ...{ status: 422, body: { errors: [{ message: 'main has every commit of main already.' }] } },
    })
  })

  it('say why they cannot be merged', async () => {
    await pushBranch('one', 2)
    await pushBranch('two', 3)
    for (const head of ['one', 'two']) await api('POST /repos/learner/shop/pulls', { title: head, head, base: 'main' })
    await api('PUT /repos/learner/shop/pulls/1/merge')
    expect((await api('GET /repos/learner/shop/pulls/2')).body).toMatchObject({
      ...{ mergeable: false, mergeable_state: 'dirty' },
    })
    expect(await api('PUT /repos/learner/shop/pulls/2/merge')).toEqual(
      failure(405, 'Pull Request is not mergeable: Pull request #2 conflicts in deploy/vote.yaml.'),
    )
  })

  it('are edited, commented on and closed, but not approved by their author', async () => {
    await pushBranch('scale', 3)
    await api('POST /repos/learner/shop/pulls', { title: 'Scale', head: 'scale', base: 'main' })
    const reviews = '/repos/learner/shop/pulls/1/reviews'
    expect((await api(`POST ${reviews}`, { event: 'APPROVE' })).status).toBe(422)
    await api(`POST ${reviews}`, { event: 'COMMENT', body: 'Look at this.' })
    await place.git.review('shop', 1, { verdict: 'approved', body: 'Good.' })
    expect((await api(`GET ${reviews}`)).body).toMatchObject([
      { state: 'COMMENTED', body: 'Look at this.', user: { login: 'learner' } },
      { state: 'APPROVED', body: 'Good.', user: { login: 'instructor' } },
    ])
    const edited = await api('PATCH /repos/learner/shop/pulls/1', { title: 'Scale vote', state: 'closed' })
    expect(edited.body).toMatchObject({ title: 'Scale vote', state: 'closed', merged: false })
  })
})

describe('a review by somebody else', () => {
  it('approves what the learner has opened, when another name comes with the token', async () => {
    await pushBranch('scale', 3)
    await api('POST /repos/learner/shop/pulls', { title: 'Scale', head: 'scale', base: 'main' })
    const approveAs = async (user: string): Promise<number> => {
      const auth = `${user}:${place.environment['GITHUB_TOKEN'] ?? ''}`
      const body = JSON.stringify({ event: 'APPROVE', body: 'Good.' })
      const path = '/api/v3/repos/learner/shop/pulls/1/reviews'
      return (await askServer(place.git, path, { method: 'POST', auth, body })).status
    }
    expect(await approveAs('learner')).toBe(422)
    expect(await approveAs('mara')).toBe(200)
    const [pull] = place.git.state('shop')?.pullRequests ?? []
    expect(pull?.reviews).toMatchObject([{ author: 'mara', verdict: 'approved', body: 'Good.' }])
  })
})

describe('branches, commits and files', () => {
  it('are read', async () => {
    const head = await pushBranch('feature/scale', 3)
    expect((await api('GET /repos/learner/shop/branches')).body).toMatchObject([
      { name: 'feature/scale', protected: false, commit: { sha: head } },
      { name: 'main', protected: true },
    ])
    expect((await api('GET /repos/learner/shop/branches/feature%2Fscale')).body).toMatchObject({
      commit: { sha: head },
    })
    expect((await api('GET /repos/learner/shop/commits?sha=feature/scale&path=deploy')).body).toMatchObject([
      { sha: head, commit: { message: 'Scale to 3', author: { name: 'learner' } } },
      { commit: { message: 'Initial commit' } },
    ])
    expect((await api('GET /repos/learner/shop/compare/main...feature/scale')).body).toMatchObject({
      ...{ status: 'ahead', ahead_by: 1, behind_by: 0, files: [{ filename: 'deploy/vote.yaml', status: 'modified' }] },
    })
    const [folder, file, none] = await Promise.all([
      api('GET /repos/learner/shop/contents'),
      api('GET /repos/learner/shop/contents/deploy/vote.yaml?ref=feature/scale'),
      api('GET /repos/learner/shop/contents/nothing'),
    ])
    expect(folder.body).toMatchObject([{ type: 'dir', name: 'deploy', path: 'deploy' }])
    expect(file.body).toMatchObject({
      ...{ type: 'file', encoding: 'base64', content: Buffer.from('replicas: 3\n').toString('base64') },
    })
    expect(none.status).toBe(404)
  })

  it('are made, protected and deleted', async () => {
    const sha = place.git.state('shop')?.branches[0]?.head
    const made = await api('POST /repos/learner/shop/git/refs', { ref: 'refs/heads/staging', sha })
    expect(made).toMatchObject({ status: 201, body: { ref: 'refs/heads/staging', object: { sha } } })
    const protection = '/repos/learner/shop/branches/staging/protection'
    expect((await api(`GET ${protection}`)).body).toMatchObject({ message: 'Branch not protected' })
    expect((await api(`PUT ${protection}`, {})).body).toMatchObject({ allow_force_pushes: { enabled: false } })
    expect((await api('DELETE /repos/learner/shop/git/refs/heads/staging')).status).toBe(422)
    expect((await api(`DELETE ${protection}`)).status).toBe(204)
    expect((await api('DELETE /repos/learner/shop/git/refs/heads/staging')).status).toBe(204)
    expect(place.git.state('shop')?.branches.map(({ name }) => name)).toEqual(['main'])
  })

  it('come in pages', async () => {
    const base = '/api/v3/repos/learner/shop/branches'
    for (const name of ['a', 'b', 'c']) await place.git.createBranch('shop', name)
    const first = await askServer(place.git, `${base}?per_page=3`)
    const link = `<${place.git.address}${base}?per_page=3&page=2>; rel="next"`
    expect([first.headers['link'], (JSON.parse(first.body) as unknown[]).length]).toEqual([link, 3])
    const second = await askServer(place.git, `${base}?per_page=3&page=2`)
    expect([second.headers['link'], JSON.parse(second.body)]).toMatchObject([undefined, [{ name: 'main' }]])
  })
})
