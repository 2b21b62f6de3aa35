import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { KubeObject, Sight } from '../../../electron/engine/checks/observation.ts'
import type { RepositoryChange } from '../../../electron/engine/git/lab-git.ts'
import { Emitter } from '../../../electron/engine/lib/emitter.ts'
import { silentLog } from '../../../electron/engine/lib/log.ts'
import { AddressFollower } from '../../../electron/engine/session/address-follower.ts'
import { PushFollower } from '../../../electron/engine/session/push-follower.ts'
import type { WatchChange, WatchSet } from '../../../electron/engine/watch/watch-set.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'
import { until } from '../../helpers/until.ts'

const ADDRESS = 'https://localhost:7000'
const HEAD = 'b'.repeat(40)

const source = (name: string, spec: Readonly<Record<string, unknown>>): KubeObject => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name, namespace: 'flux-system', uid: name },
  spec: { url: `${ADDRESS}/learner/fleet.git`, ref: { branch: 'main' }, ...spec },
})

/** An API server that takes every patch. */
const patches: { readonly path: string; readonly body: unknown }[] = []
const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    patches.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(pieces).toString()) })
    response.end('{}')
  })
})

const kubeconfig = (): string => `apiVersion: v1
kind: Config
current-context: dev
contexts: [{ name: dev, context: { cluster: dev, user: dev } }]
clusters: [{ name: dev, cluster: { server: 'http://127.0.0.1:${(server.address() as AddressInfo).port}' } }]
users: [{ name: dev, user: {} }]
`

/** A cluster whose sources the test decides on. */
function watched(...objects: readonly KubeObject[]) {
  const changed = new Emitter<WatchChange>()
  const state: { sight: Sight } = { sight: { objects } }
  const wants = new Map<string, unknown>()
  const watchSet = {
    want: (owner: string, queries: readonly unknown[]) => wants.set(owner, queries.length),
    sight: () => state.sight,
    onChange: changed.event,
  } as unknown as WatchSet
  const change = (next: Sight): void => {
    state.sight = next
    changed.fire({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', gap: false })
  }
  return { watchSets: new Map([['dev', watchSet]]), wants, change }
}

beforeAll(async () => await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => server.close())
beforeEach(() => void (patches.length = 0))

describe('PushFollower', () => {
  const pushes = new Emitter<RepositoryChange>()
  const git = { address: ADDRESS, onChange: pushes.event }
  const follow = (reconcileOnPush: boolean, ...objects: readonly KubeObject[]) => {
    const cluster = watched(...objects)
    const deps = { ...cluster, lab: { reconcileOnPush }, git, kubeconfig, clock: new FakeClock(), log: silentLog }
    return { ...cluster, follower: new PushFollower(deps) }
  }
  const push = (branch: string): void =>
    pushes.fire({ repository: 'fleet', refs: [{ branch, before: 'a'.repeat(40), after: HEAD }], tags: [] })

  it('asks exactly the sources that follow the branch and are not suspended', async () => {
    const { follower } = follow(
      true,
      source('fleet', {}),
      source('resting', { suspend: true }),
      source('other-branch', { ref: { branch: 'release' } }),
      source('tagged', { ref: { tag: 'v1' } }),
      source('other-repository', { url: `${ADDRESS}/learner/shop.git` }),
      source('elsewhere', { url: 'https://github.com/learner/fleet.git' }),
    )
    push('main')
    await until(() => patches.length === 2)
    const annotations = { 'reconcile.fluxcd.io/requestedAt': new Date(new FakeClock().now()).toISOString() }
    const asked = patches.map(({ path, body }) => [/gitrepositories\/([^?]*)/.exec(path)?.[1] ?? '', body] as const)
    expect(Object.fromEntries(asked)).toEqual({
      fleet: { metadata: { annotations } },
      tagged: { metadata: { annotations } },
    })
    follower.dispose()
  })

  it('asks those that follow a tag when only tags were pushed', async () => {
    const { follower } = follow(true, source('fleet', {}), source('tagged', { ref: { semver: '>=1.0.0' } }))
    pushes.fire({ repository: 'fleet', refs: [], tags: ['v1.0.1'] })
    await until(() => patches.length === 1)
    expect(patches[0]?.path).toContain('/tagged?')
    follower.dispose()
  })

  it('asks nobody when the lab does not want it, and wants nothing watched', () => {
    const { follower, wants } = follow(false, source('fleet', {}))
    push('main')
    expect([pushes.size, wants.size]).toEqual([0, 0])
    follower.dispose()
  })

  it('leaves nothing behind', () => {
    const { follower, wants } = follow(true, source('fleet', {}))
    follower.dispose()
    expect([pushes.size, wants.get('pushes')]).toEqual([0, 0])
  })
})

describe('AddressFollower', () => {
  const OLD = source('fleet', { url: 'https://localhost:6999/learner/fleet.git' })
  const git = { address: ADDRESS, formerAddresses: ['https://localhost:6999'] }

  it('sends a source from where the server was to where it is, also one that comes later', async () => {
    const cluster = watched(source('right', {}))
    const follower = new AddressFollower({ ...cluster, git, kubeconfig, log: silentLog })
    cluster.change({ objects: [OLD] })
    cluster.change({ objects: [OLD] })
    await until(() => patches.length > 0)
    expect(patches).toEqual([
      {
        path: '/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/fleet?fieldManager=drydock',
        body: { spec: { url: `${ADDRESS}/learner/fleet.git` } },
      },
    ])
    follower.dispose()
  })

  it('watches nothing while the server has never moved', () => {
    const cluster = watched(OLD)
    const follower = new AddressFollower({
      ...{ ...cluster, git: { address: ADDRESS, formerAddresses: [] }, kubeconfig, log: silentLog },
    })
    expect([cluster.wants.size, patches]).toEqual([0, []])
    follower.dispose()
  })
})
