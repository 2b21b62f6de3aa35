import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRACE_MS, STALE_AFTER_MS } from '../../../electron/engine/watch/object-cache.ts'
import { CacheRig, running } from './cache-rig.ts'
import { SmallApiServer } from './small-api-server.ts'

let rig: CacheRig
let api: SmallApiServer

beforeEach(async () => {
  api = await new SmallApiServer().start()
})

afterEach(async () => {
  await rig.dispose()
})

const open = async (): Promise<void> => {
  rig = new CacheRig(api)
  await rig.comesBack()
}

describe('an object cache in trouble', () => {
  it.each<[string, () => void]>([
    ['the connection is cut', () => api.cut()],
    [
      'the connection is cut inside a line',
      () => {
        api.write('{"type":"ADDED","object":{"me')
        setTimeout(() => api.cut(), 20)
      },
    ],
    [
      'the stream ends inside a line',
      () => {
        api.write('{"type":"ADDED","object":{"me')
        api.endWatches()
      },
    ],
    ['garbage comes', () => api.write('<html>no</html>\n')],
    ['an event of no known type comes', () => api.write('{"type":"PATCHED","object":{"metadata":{}}}\n')],
    ['an event without an object comes', () => api.write('{"type":"ADDED"}\n')],
    [
      'the watch is told that its version is gone',
      () => api.write('{"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old"}}\n'),
    ],
    [
      'the watch is told of an error',
      () => api.write('{"type":"ERROR","object":{"kind":"Status","code":500,"message":"etcd went away"}}\n'),
    ],
  ])('lists again when %s, and does not go blind if that is quick', async (_what, happens) => {
    api.put(running('a'))
    await open()
    rig.clock.advance(60_000)
    rig.changes = []
    happens()
    await rig.eventually(() => api.count('list') === 2 && rig.isLive)
    api.put(running('b'))
    await rig.settled(() => rig.names.length === 2)
    expect(rig.changes.map(({ gap }) => gap)).toEqual([true, false])
  })

  it('keeps an object that has not changed the same through a list', async () => {
    api.put(running('a'))
    await open()
    const [before] = rig.cache.objects
    api.cut()
    await rig.eventually(() => api.count('list') === 2 && rig.isLive)
    expect([...rig.cache.objects][0]).toBe(before)
  })

  it('drops what was deleted while it did not look', async () => {
    const gone = api.put(running('a'))
    api.put(running('b'))
    await open()
    api.failNext('/api/v1/pods', 500, 'busy', 2)
    api.cut()
    api.remove(gone)
    await rig.eventually(() => rig.names.join() === 'b' && rig.isLive)
    expect(rig.changes.at(-1)?.gap).toBe(true)
  })

  it('lists again when the version that it watches from is gone', async () => {
    await open()
    rig.clock.advance(60_000)
    api.oldestVersion = 1000
    api.endWatches()
    await rig.settled(() => api.count('watch') === 2)
    api.oldestVersion = 0
    expect(await rig.comesBack()).toBe(true)
    expect(api.count('list')).toBe(2)
  })

  it('lists again when versions went back', async () => {
    for (const name of ['a', 'b', 'c']) api.put(running(name))
    await open()
    rig.clock.advance(60_000)
    api.takeBackTo([running('a')], 50)
    api.endWatches()
    await rig.eventually(() => rig.names.join() === 'a')
    expect(await rig.comesBack()).toBe(true)
  })

  describe('when the API server does not answer', () => {
    it('says so at once, keeps what it saw, and is back as soon as it answers', async () => {
      api.put(running('a'))
      await open()
      await api.stop()
      await rig.settled(() => rig.clock.pending === 2)
      rig.clock.advance(100)
      await rig.settled(() => rig.cache.blind?.reason === 'api-unreachable')
      expect(rig.cache.blind?.detail).toMatch(
        /^The cluster's API server does not answer \(connect ECONNREFUSED 127\.0\.0\.1:\d+\)\. The check goes on by itself as soon as it does\.$/,
      )
      expect(rig.names).toEqual(['a'])
      await api.start()
      await rig.comesBack()
    })

    it('tries at least every two seconds', async () => {
      await open()
      await api.stop()
      for (let round = 0; round < 20; round++) {
        rig.clock.advance(2000)
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
      await api.start()
      rig.clock.advance(2000)
      await rig.settled(() => rig.isLive)
      expect(rig.names).toEqual([])
    })

    it('tries at once when told to', async () => {
      await open()
      await api.stop()
      await rig.eventually(() => rig.cache.blind !== undefined)
      await rig.settled(() => rig.clock.pending === 1)
      await api.start()
      rig.cache.retry()
      await rig.settled(() => rig.isLive)
      expect(rig.names).toEqual([])
    })
  })

  describe('when the API server answers with errors', () => {
    it('goes blind after a moment, and says what the errors are', async () => {
      await open()
      api.failNext('/api/v1/pods', 503, 'the server is shutting down', 1000)
      api.cut()
      await rig.settled(() => rig.clock.pending === 2)
      rig.clock.advance(100)
      await rig.settled(() => api.count('list') === 2)
      expect(rig.cache.blind).toBeUndefined()
      rig.clock.advance(GRACE_MS)
      expect(rig.cache.blind?.reason).toBe('api-unreachable')
      await rig.eventually(() => api.count('list') > 3)
      expect(rig.cache.blind).toEqual({
        reason: 'api-unreachable',
        detail:
          "The cluster's API server does not answer (the server is shutting down). The check goes on by itself as soon as it does.",
      })
      api.heal()
      await rig.comesBack()
    })

    it('does the same when only watches fail', async () => {
      await open()
      api.failNext('watch=true', 500, 'no watch', 1000)
      api.cut()
      await rig.eventually(() => rig.cache.blind !== undefined && api.count('list') > 3)
      expect(rig.cache.blind?.reason).toBe('api-unreachable')
      api.heal()
      await rig.comesBack()
    })

    it('takes a list that is none for a broken connection', async () => {
      await open()
      api.answerNext('/api/v1/pods', 'proxy error', 3)
      api.cut()
      await rig.eventually(() => api.count('list') === 5)
      expect(await rig.comesBack()).toBe(true)
    })

    it.each([401, 403])('says that it may not look, with the words of the API: %i', async (status) => {
      await open()
      api.failNext('/api/v1/pods', status, 'pods is forbidden: User "ann" cannot list resource "pods"', 1000)
      api.cut()
      await rig.eventually(() => rig.cache.blind !== undefined)
      expect(rig.cache.blind).toEqual({
        reason: 'forbidden',
        detail:
          'The cluster does not let Drydock see its pods (pods is forbidden: User "ann" cannot list resource "pods"). The check looks again by itself.',
      })
      const before = api.requests.length
      for (let second = 0; second < 60; second++) {
        rig.clock.advance(1000)
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
      expect(api.requests.length - before).toBeLessThan(10)
      api.heal()
      await rig.comesBack()
    })

    it('says that the kind is not there', async () => {
      await open()
      api.undefine({ apiVersion: 'v1', kind: 'Pod', plural: 'pods' })
      await rig.eventually(() => rig.cache.blind !== undefined)
      expect(rig.cache.blind).toEqual({
        reason: 'kind-unknown',
        detail: 'This cluster does not know the kind Pod yet. The check goes on by itself as soon as it does.',
      })
    })
  })

  describe('when nothing is heard', () => {
    it('takes the watch for lost and lists again', async () => {
      await open()
      rig.changes = []
      rig.clock.advance(STALE_AFTER_MS)
      await rig.settled(() => rig.cache.blind !== undefined)
      expect(rig.cache.blind).toEqual({
        reason: 'watch-stale',
        detail:
          "Nothing has been heard of the cluster's pods for too long. Drydock connects again, and the check goes on by itself.",
      })
      await rig.eventually(() => api.count('list') === 2 && rig.isLive)
    })
  })
})
