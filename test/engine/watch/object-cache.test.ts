import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { STALE_AFTER_MS } from '../../../electron/engine/watch/object-cache.ts'
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

describe('an object cache', () => {
  it('cannot tell before it has seen everything', async () => {
    api.failNext('/api/v1/pods', 500, 'not yet', 1)
    rig = new CacheRig(api)
    expect([rig.cache.synced, rig.cache.blind]).toEqual([
      false,
      { reason: 'not-observed', detail: "The cluster's pods are being read; this takes a moment." },
    ])
    await rig.comesBack()
    expect(rig.cache.synced).toBe(true)
  })

  it('holds what was there, and follows what is added, changed and deleted', async () => {
    const first = api.put(running('a'))
    await open()
    expect(rig.names).toEqual(['a'])
    const second = api.put(running('b'))
    await rig.settled(() => rig.names.length === 2)
    api.put({ ...first, status: { phase: 'Failed' } })
    await rig.settled(() =>
      [...rig.cache.objects].some(({ status }) => (status as { phase: string }).phase === 'Failed'),
    )
    api.remove(second)
    await rig.settled(() => rig.names.length === 1)
    expect(api.requests.length).toBe(2)
  })

  it('gives objects their kind, and drops what only the API server needs', async () => {
    api.put(running('a'))
    await open()
    api.put(running('b'))
    await rig.settled(() => rig.names.length === 2)
    expect(
      [...rig.cache.objects].map(({ apiVersion, kind, metadata }) => ({
        apiVersion,
        kind,
        managed: 'managedFields' in metadata,
      })),
    ).toEqual([
      { apiVersion: 'v1', kind: 'Pod', managed: false },
      { apiVersion: 'v1', kind: 'Pod', managed: false },
    ])
  })

  it('lists a thousand objects page by page and shows them at once', async () => {
    for (let index = 0; index < 1001; index++) api.put(running(`pod-${index}`))
    await open()
    expect([api.count('list'), rig.names.length]).toEqual([3, 1001])
  })

  it('tells what changed, after it has', async () => {
    await open()
    rig.changes = []
    const seen: number[] = []
    rig.cache.onChange(() => seen.push(rig.names.length))
    const object = api.put(running('a'))
    await rig.settled(() => rig.changes.length === 1)
    api.remove(object)
    await rig.settled(() => rig.changes.length === 2)
    expect(rig.changes.map(({ before, after, gap }) => [before?.metadata.name, after?.metadata.name, gap])).toEqual([
      [undefined, 'a', false],
      ['a', undefined, false],
    ])
    expect(seen).toEqual([1, 0])
  })

  it('asks for nothing but its watch while all is well', async () => {
    await open()
    api.bookmark()
    rig.clock.advance(STALE_AFTER_MS - 1000)
    api.bookmark()
    api.put(running('a'))
    await rig.settled(() => rig.names.length === 1)
    rig.clock.advance(STALE_AFTER_MS - 1000)
    expect(api.requests.length).toBe(2)
    expect(rig.isLive).toBe(true)
  })

  describe('when a watch ends at the end of its time', () => {
    it('goes on where it stopped, without a list and without going blind', async () => {
      await open()
      rig.clock.advance(60_000)
      api.put(running('a'))
      await rig.settled(() => rig.names.length === 1)
      rig.changes = []
      api.endWatches()
      await rig.settled(() => api.count('watch') === 2 && api.watches === 1)
      api.put(running('b'))
      await rig.settled(() => rig.names.length === 2)
      expect([api.count('list'), rig.changes.filter(({ gap }) => gap)]).toEqual([1, []])
    })

    it('misses nothing that happens between', async () => {
      await open()
      rig.clock.advance(60_000)
      api.endWatches()
      api.put(running('a'))
      await rig.eventually(() => rig.names.length === 1)
      expect(api.count('list')).toBe(1)
    })

    it('goes on from a bookmark that is newer than any event', async () => {
      api.put(running('a'))
      await open()
      api.put({ ...running('x'), kind: 'ConfigMap' })
      api.bookmark()
      rig.clock.advance(60_000)
      api.endWatches()
      await rig.settled(() => api.count('watch') === 2)
      expect(api.requests.at(-1)).toContain('resourceVersion=102&')
    })

    it('does not try again without pause when each one ends at once', async () => {
      await open()
      for (let round = 0; round < 5; round++) {
        api.endWatches()
        await rig.settled(() => rig.clock.pending > 0 && api.watches === 0)
        rig.clock.advance(3000)
        await rig.settled(() => api.watches === 1)
      }
      expect(api.count('watch')).toBe(6)
    })
  })

  it('leaves nothing behind', async () => {
    await open()
    rig.cache.dispose()
    await rig.settled(() => api.watches === 0)
    api.put(running('a'))
    expect([rig.clock.pending, rig.changes.length]).toEqual([0, rig.changes.length])
  })
})
