import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectQuery } from '../../../electron/contract/lab.ts'
import { until } from '../../helpers/until.ts'
import { SmallApiServer } from './small-api-server.ts'
import { DEPLOYMENTS, podIn, PODS, WatchRig } from './watch-rig.ts'

let api: SmallApiServer
let rig: WatchRig

beforeEach(async () => {
  api = await new SmallApiServer().start()
  rig = new WatchRig(api)
})

afterEach(async () => {
  await rig.dispose()
})

const IN_A: ObjectQuery = { ...PODS, namespace: 'a' }
const IN_B: ObjectQuery = { ...PODS, namespace: 'b' }

describe('a watch set', () => {
  it('shows the objects of each query: all of a kind, in a namespace, of a name, with labels', async () => {
    for (const each of [podIn('a', 'one', { app: 'x' }), podIn('a', 'two'), podIn('b', 'one')]) api.put(each)
    const queries = [
      PODS,
      IN_A,
      { ...PODS, name: 'one' },
      { ...IN_A, name: 'one' },
      { ...PODS, labels: { app: 'x' } },
      { ...IN_B, labels: { app: 'x' } },
    ]
    rig.watchSet.want('checks', queries)
    expect(queries.map((query) => rig.seen(query))).toEqual(queries.map(() => 'not-observed'))
    await rig.eventually(() => rig.seen(PODS) !== 'not-observed')
    expect(queries.map((query) => rig.seen(query))).toEqual(['one,two,one', 'one,two', 'one,one', 'one', 'one', ''])
  })

  it('follows rig.changes in every query, in the order in which objects came', async () => {
    const one = api.put(podIn('a', 'one', { app: 'x' }))
    api.put(podIn('a', 'two', { app: 'x' }))
    const labelled = { ...PODS, labels: { app: 'x' } }
    rig.watchSet.want('checks', [PODS, labelled])
    await rig.eventually(() => rig.seen(labelled) === 'one,two')
    api.put(podIn('a', 'three', { app: 'x' }))
    await rig.eventually(() => rig.seen(labelled) === 'one,two,three')
    api.put({ ...one, status: { phase: 'Failed' } })
    await rig.eventually(() => rig.changes.length >= 3)
    expect([rig.seen(labelled), rig.seen(PODS)]).toEqual(['one,two,three', 'one,two,three'])
    api.put({ ...one, metadata: { ...one.metadata, labels: {} } })
    await rig.eventually(() => rig.seen(labelled) === 'two,three')
    api.remove(one)
    await rig.eventually(() => rig.seen(PODS) === 'two,three')
  })

  it('gives the same sight until something in it has changed', async () => {
    api.put(podIn('a', 'one'))
    rig.watchSet.want('checks', [IN_A, IN_B, PODS])
    await rig.eventually(() => rig.seen(IN_A) === 'one')
    const before = [IN_A, IN_B, PODS].map((query) => rig.watchSet.sight(query))
    api.put(podIn('b', 'two'))
    await rig.eventually(() => rig.seen(IN_B) === 'two')
    const after = [IN_A, IN_B, PODS].map((query) => rig.watchSet.sight(query))
    expect(after.map((sight, index) => sight === before[index])).toEqual([true, false, false])
  })

  it('follows more rig.changes between two looks than it notes one by one', async () => {
    rig.watchSet.want('checks', [PODS])
    await rig.eventually(() => rig.seen(PODS) === '')
    for (let index = 0; index < 300; index++) api.put(podIn('a', `pod-${index}`))
    await rig.eventually(() => rig.changes.length > 300)
    expect(rig.seen(PODS).split(',').length).toBe(300)
  })

  it('says which kind has changed', async () => {
    rig.watchSet.want('checks', [PODS])
    await rig.eventually(() => rig.seen(PODS) === '')
    rig.changes = []
    api.put(podIn('a', 'one'))
    await rig.eventually(() => rig.changes.length > 0)
    expect(rig.changes).toEqual([{ apiVersion: 'v1', kind: 'Pod', gap: false }])
  })

  describe('what it asks the API server for', () => {
    const watched = (): readonly string[] => [
      ...new Set(
        api.requests.filter((request) => request.includes('watch=true')).map((request) => request.split('?')[0] ?? ''),
      ),
    ]

    it('is one watch per namespace while every query names one', async () => {
      rig.watchSet.want('checks', [IN_A, IN_B, { ...IN_A, name: 'one' }])
      await rig.eventually(() => rig.seen(IN_A) === '' && rig.seen(IN_B) === '')
      expect(watched()).toEqual(['/api/v1/namespaces/a/pods', '/api/v1/namespaces/b/pods'])
      expect(rig.seen(PODS)).toBe('not-observed')
    })

    it('is one watch of the kind as soon as one query names none, without a moment of blindness', async () => {
      api.put(podIn('a', 'one'))
      rig.watchSet.want('checks', [IN_A])
      await rig.eventually(() => rig.seen(IN_A) === 'one')
      const looks = new Set<string>()
      rig.watchSet.onChange(() => looks.add(rig.seen(IN_A)))
      rig.watchSet.want('panel', [PODS])
      looks.add(rig.seen(IN_A))
      await rig.eventually(() => rig.seen(PODS) === 'one' && api.watches === 1)
      rig.watchSet.want('panel', [])
      await rig.eventually(() => api.watches === 1 && watched().length === 2)
      expect([...looks]).toEqual(['one'])
    })

    it('is nothing of a kind that nobody wants any more', async () => {
      rig.watchSet.want('checks', [PODS])
      rig.watchSet.want('panel', [PODS])
      await rig.eventually(() => rig.seen(PODS) === '')
      rig.watchSet.want('checks', [])
      expect(rig.seen(PODS)).toBe('')
      rig.watchSet.want('panel', [])
      await rig.eventually(() => api.watches === 0)
      expect(rig.seen(PODS)).toBe('not-observed')
    })

    it('is how a group spells its kinds, once', async () => {
      rig.watchSet.want('checks', [PODS])
      await rig.eventually(() => api.watches === 1)
      rig.watchSet.want('checks', [PODS, DEPLOYMENTS])
      await rig.eventually(() => api.watches === 2)
      expect([api.count('discovery', '/api/v1'), api.count('discovery', '/apis/apps/v1')]).toEqual([1, 1])
    })

    it('is each namespace by itself where all of them may not be seen', async () => {
      api.put(podIn('a', 'one'))
      api.failNext('/api/v1/pods', 403, 'pods is forbidden', 1000)
      rig.watchSet.want('checks', [IN_A])
      rig.watchSet.want('panel', [PODS])
      await rig.eventually(() => rig.seen(IN_A) === 'one' && rig.seen(PODS) === 'forbidden')
      expect(watched()).toEqual(['/api/v1/namespaces/a/pods'])
    })
  })

  describe('reset', () => {
    it('forgets everything, cannot tell meanwhile, and shows what is there now, though versions went back', async () => {
      for (const name of ['one', 'two', 'three']) api.put(podIn('a', name))
      rig.watchSet.want('checks', [PODS])
      await rig.eventually(() => rig.seen(PODS) === 'one,two,three')
      api.takeBackTo([podIn('a', 'one')], 50)
      const looks = new Set<string>()
      rig.watchSet.onChange(() => looks.add(rig.seen(PODS)))
      rig.watchSet.reset()
      expect(rig.watchSet.sight(PODS)).toEqual({
        blind: { reason: 'not-observed', detail: "The cluster's pods are being read; this takes a moment." },
      })
      await rig.eventually(() => rig.seen(PODS) === 'one')
      api.put(podIn('a', 'four'))
      await rig.eventually(() => rig.seen(PODS) === 'one,four')
      expect([...looks]).toEqual(['not-observed', 'one', 'one,four'])
    })

    it('goes to another server with another kubeconfig', async () => {
      const other = await new SmallApiServer().start()
      other.put(podIn('a', 'other'))
      api.put(podIn('a', 'one'))
      rig.watchSet.want('checks', [PODS])
      await rig.eventually(() => rig.seen(PODS) === 'one')
      rig.watchSet.reset(other.kubeconfig)
      await rig.eventually(() => rig.seen(PODS) === 'other' && api.watches === 0)
      rig.watchSet.dispose()
      await other.stop()
      expect(other.watches).toBe(0)
    })
  })

  describe('suspend', () => {
    it('forgets everything and asks for nothing, whatever is wanted meanwhile, until it is reset', async () => {
      api.put(podIn('a', 'one'))
      rig.watchSet.want('checks', [PODS])
      await rig.eventually(() => rig.seen(PODS) === 'one')
      rig.changes = []
      rig.watchSet.suspend()
      rig.watchSet.suspend()
      expect([rig.seen(PODS), rig.changes]).toEqual(['not-observed', [{ apiVersion: 'v1', kind: 'Pod', gap: true }]])
      await rig.eventually(() => api.watches === 0)
      const { length } = api.requests
      rig.watchSet.want('panel', [DEPLOYMENTS])
      rig.watchSet.retry()
      rig.clock.advance(100_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect([api.requests.length, rig.seen(PODS), rig.clock.pending]).toEqual([length, 'not-observed', 0])
      rig.watchSet.reset()
      await rig.eventually(() => rig.seen(PODS) === 'one' && rig.seen(DEPLOYMENTS) === '')
    })
  })

  it('leaves nothing behind', async () => {
    rig.watchSet.want('checks', [PODS, { apiVersion: 'example.com/v1', kind: 'Widget' }])
    await rig.eventually(
      () => rig.seen({ apiVersion: 'example.com/v1', kind: 'Widget' }) === 'kind-unknown' && api.watches === 2,
    )
    rig.watchSet.dispose()
    await until(() => api.watches === 0)
    const { length } = api.requests
    rig.clock.advance(100_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([rig.clock.pending, api.requests.length]).toEqual([0, length])
  })
})
