import { describe, expect, it } from 'vitest'
import { clusterName } from '../../../electron/contract/ids.ts'
import type { ObjectQuery } from '../../../electron/contract/lab.ts'
import type { KubeObject, Sight } from '../../../electron/engine/checks/observation.ts'
import type { Clock } from '../../../electron/engine/lib/clock.ts'
import { Emitter } from '../../../electron/engine/lib/emitter.ts'
import { BATCH_MS, createObjectPanel } from '../../../electron/engine/panel/object-panel.ts'
import type { PanelChange } from '../../../electron/engine/panel/object-panel.ts'

/** Live copies that the test fills by hand; time moves only when told. */
class Copies {
  readonly objects = new Map<string, KubeObject>()
  readonly wanted = new Map<string, readonly ObjectQuery[]>()
  readonly blind = new Set<string>()
  readonly changed = new Emitter<unknown>()
  readonly onChange = this.changed.event
  readonly timers = new Set<{ at: number; run: () => void }>()
  now = 0
  readonly clock: Clock = {
    now: () => this.now,
    after: (ms, run) => {
      const timer = { at: this.now + ms, run }
      this.timers.add(timer)
      return () => this.timers.delete(timer)
    },
  }

  want(owner: string, queries: readonly ObjectQuery[]): void {
    if (queries.length === 0) this.wanted.delete(owner)
    else this.wanted.set(owner, queries)
  }

  sight(query: ObjectQuery): Sight {
    const objects = [...this.objects.values()].filter(
      ({ kind, metadata }) =>
        kind === query.kind &&
        (query.name === undefined || query.name === metadata.name) &&
        (query.namespace === undefined || query.namespace === metadata.namespace),
    )
    const blind = { reason: 'watch-stale', detail: 'The watch was lost.' } as const
    return this.blind.has(query.kind) ? { blind, ...(objects.length > 0 ? { last: objects } : {}) } : { objects }
  }

  put(...objects: readonly KubeObject[]): void {
    for (const object of objects) this.objects.set(object.metadata.uid, object)
    this.changed.fire(null)
  }

  remove(uid: string): void {
    this.objects.delete(uid)
    this.changed.fire(null)
  }

  advance(ms: number): void {
    this.now += ms
    for (const timer of [...this.timers]) {
      if (timer.at > this.now) continue
      this.timers.delete(timer)
      timer.run()
    }
  }
}

const object = (
  type: string,
  name: string,
  rest: Readonly<Record<string, unknown>> = {},
  resourceVersion = '1',
): KubeObject => {
  const [apiVersion = '', kind = ''] = type.split(' ')
  const namespace = rest['namespace'] as string | undefined
  const labels = rest['labels'] as Record<string, string> | undefined
  const metadata = {
    name,
    uid: `${kind}/${name}`,
    resourceVersion,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels && { labels }),
  }
  return { apiVersion, kind, metadata, ...rest }
}
const pod = (name: string, phase: string, resourceVersion = '1') =>
  object('v1 Pod', name, { namespace: 'shop', status: { phase } }, resourceVersion)

function open(extra: readonly ObjectQuery[] = [], ...objects: readonly KubeObject[]) {
  const copies = new Copies()
  copies.put(...objects)
  const panel = createObjectPanel({ cluster: clusterName('dev'), watchSet: copies, extra, clock: copies.clock })
  const changes: PanelChange[] = []
  panel.onChange((change) => changes.push(change))
  const told = () =>
    changes.splice(0).map(({ upserted, removed }) => [upserted.map(({ name, word }) => `${name} ${word}`), removed])
  const words = () => panel.objects.map(({ name, word }) => `${name} ${word}`)
  return { copies, panel, told, words }
}

describe('object panel', () => {
  it('shows what is there when it opens', () => {
    const { words } = open([], pod('a', 'Pending'), object('v1 Namespace', 'shop', { status: { phase: 'Active' } }))
    expect(words()).toEqual(['shop Active', 'a Pending'])
  })

  it('tells changes together, and only what has changed', () => {
    const { copies, told, words } = open([], pod('a', 'Pending'), pod('b', 'Pending'))
    copies.put(pod('a', 'Running', '2'))
    copies.put(pod('c', 'Pending'))
    copies.remove('Pod/b')
    expect(told()).toEqual([])
    copies.advance(BATCH_MS)
    expect(told()).toEqual([[['a Running', 'c Pending'], ['Pod/b']]])
    copies.put(pod('a', 'Running', '2'))
    copies.advance(BATCH_MS)
    expect(told()).toEqual([])
    expect(words()).toEqual(['a Running', 'c Pending'])
  })

  it('tells a Service anew when its endpoints change', () => {
    const service = object('v1 Service', 'vote', {
      namespace: 'shop',
      spec: { clusterIP: '10.0.0.1', ports: [{ port: 80 }], selector: { a: 'b' } },
    })
    const slice = (version: string, ...addresses: readonly string[]) =>
      object(
        'discovery.k8s.io/v1 EndpointSlice',
        'vote-x',
        {
          namespace: 'shop',
          labels: { 'kubernetes.io/service-name': 'vote' },
          endpoints: [
            { addresses, conditions: { ready: true } },
            { addresses: ['10.1.0.9'], conditions: { ready: false } },
          ],
        },
        version,
      )
    const { copies, told, words } = open([], service)
    expect(words()).toEqual(['vote ClusterIP 10.0.0.1:80 → no endpoints'])
    copies.put(slice('1', '10.1.0.1', '10.1.0.2'))
    copies.advance(BATCH_MS)
    expect(told()).toEqual([[['vote ClusterIP 10.0.0.1:80 → 2 endpoints'], []]])
  })

  it('hides what every cluster has, unless the lab asks for it', () => {
    const noise = [
      object('v1 Pod', 'etcd', { namespace: 'kube-system' }),
      object('v1 Namespace', 'kube-system'),
      object('v1 ConfigMap', 'kube-root-ca.crt', { namespace: 'shop' }),
      object('v1 ServiceAccount', 'default', { namespace: 'shop' }),
      object('v1 Service', 'kubernetes', { namespace: 'default' }),
    ]
    const kept = [object('v1 ServiceAccount', 'bot', { namespace: 'shop' }), object('v1 Namespace', 'default')]
    expect(open([], ...noise, ...kept).panel.objects.map(({ name }) => name)).toEqual(['default', 'bot'])
    const asked = [{ apiVersion: 'v1', kind: 'Service', name: 'kubernetes', namespace: 'default' }]
    expect(open(asked, ...noise).panel.objects.map(({ name }) => name)).toEqual(['kubernetes'])
  })

  it('watches the kinds of the lab besides its own, each once', () => {
    const extra = [
      { apiVersion: 'v1', kind: 'Pod', name: 'a', namespace: 'shop' },
      { apiVersion: 'example.com/v1', kind: 'Thing', name: 'b' },
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'shop' },
    ]
    const wanted = open(extra).copies.wanted.get('panel') ?? []
    const kinds = wanted.map(({ kind }) => kind)
    expect(kinds.filter((kind) => ['Pod', 'Thing', 'Lease', 'EndpointSlice', 'Event'].includes(kind))).toEqual([
      'Pod',
      'Thing',
      'EndpointSlice',
    ])
    expect(wanted.every((query) => query.namespace === undefined && query.name === undefined)).toBe(true)
  })

  it('keeps what it saw while a kind cannot be seen', () => {
    const { copies, told, words } = open([], pod('a', 'Running'))
    copies.blind.add('Pod')
    copies.changed.fire(null)
    copies.advance(BATCH_MS)
    expect([told(), words()]).toEqual([[], ['a Running']])
  })

  it('lets go of everything when it is disposed', () => {
    const { copies, panel } = open([], pod('a', 'Running'))
    copies.put(pod('b', 'Running'))
    panel.dispose()
    expect([copies.wanted.size, copies.changed.size, copies.timers.size]).toEqual([0, 0, 0])
  })

  describe('detail', () => {
    const ref = { cluster: clusterName('dev'), apiVersion: 'v1', kind: 'Pod', name: 'a', namespace: 'shop' }
    const event = object('v1 Event', 'e', {
      namespace: 'shop',
      involvedObject: { uid: 'Pod/a' },
      reason: 'Pulled',
      message: 'ok',
      lastTimestamp: '1970-01-01T00:00:01Z',
    })

    it('gives the object and its events, and watches events only while it looks', async () => {
      const { copies, panel } = open([], pod('a', 'Running'), event)
      copies.blind.add('Event')
      const looking = panel.detail(ref)
      await Promise.resolve()
      expect(copies.wanted.get('panel/detail')?.map(({ kind, namespace }) => `${kind} ${namespace}`)).toEqual([
        'Pod shop',
        'Event shop',
      ])
      copies.blind.delete('Event')
      copies.changed.fire(null)
      expect(await looking).toEqual({
        ref,
        yaml: expect.stringContaining('phase: Running'),
        events: [{ type: 'Normal', reason: 'Pulled', message: 'ok', count: 1, lastSeenMs: 1000 }],
      })
      expect([copies.wanted.has('panel/detail'), copies.changed.size]).toEqual([false, 1])
    })

    it('says when the object is gone', async () => {
      await expect(open().panel.detail(ref)).rejects.toThrow('pod/a in shop: This object does not exist any more.')
    })

    it('gives up after a while when the cluster cannot be seen', async () => {
      const { copies, panel } = open([], pod('a', 'Running'))
      copies.blind.add('Pod')
      const looking = panel.detail(ref)
      copies.advance(10_000)
      await expect(looking).rejects.toThrow(
        'pod/a in shop: The cluster did not say in time. The watch was lost. Try again.',
      )
    })
  })
})
