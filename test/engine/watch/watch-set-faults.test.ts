import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectQuery } from '../../../electron/contract/lab.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { until } from '../../helpers/until.ts'
import { object } from '../checks/builders.ts'
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

const WIDGETS: ObjectQuery = { apiVersion: 'example.com/v1', kind: 'Widget' }
const WIDGET_KIND = { apiVersion: 'example.com/v1', kind: 'Widget', plural: 'widgets' }

const definition = (established: boolean): KubeObject => ({
  ...object('CustomResourceDefinition', 'widgets.example.com', {
    spec: { group: 'example.com', names: { kind: 'Widget' }, versions: [{ name: 'v1', served: true, schema: {} }] },
    status: { conditions: [{ type: 'Established', status: established ? 'True' : 'False' }] },
  }),
  apiVersion: 'apiextensions.k8s.io/v1',
})
const widget = (name: string): KubeObject => ({ ...object('Widget', name, {}, 'a'), apiVersion: 'example.com/v1' })

describe('a watch set in trouble', () => {
  describe('when a kind is not known', () => {
    it('says so, and shows it as soon as it is defined, without asking again and again', async () => {
      rig.watchSet.want('checks', [WIDGETS])
      await rig.eventually(() => rig.seen(WIDGETS) === 'kind-unknown' && api.watches === 1)
      rig.clock.advance(60_000)
      const before = api.requests.length
      rig.clock.advance(60_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(api.requests.length).toBe(before)
      api.put(definition(false))
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(api.requests.length).toBe(before)
      api.define(WIDGET_KIND)
      api.put(widget('w'))
      api.put(definition(true))
      await rig.eventually(() => rig.seen(WIDGETS) === 'w')
      await rig.eventually(() => api.watches === 1)
      expect(rig.watchSet.sight(WIDGETS)).toMatchObject({ objects: [{ metadata: { name: 'w' } }] })
    })

    it('says so in a group that is known', async () => {
      const typo = { apiVersion: 'apps/v1', kind: 'Deploymnt' }
      rig.watchSet.want('checks', [typo])
      await rig.eventually(() => rig.seen(typo) === 'kind-unknown')
      expect(rig.watchSet.sight(typo)).toEqual({
        blind: {
          reason: 'kind-unknown',
          detail: 'This cluster does not know the kind Deploymnt yet. The check goes on by itself as soon as it does.',
        },
      })
    })

    it('says so again after its definition was deleted, and shows it when it is back', async () => {
      api.define(WIDGET_KIND)
      const defined = api.put(definition(true))
      api.put(widget('w'))
      rig.watchSet.want('checks', [WIDGETS])
      await rig.eventually(() => rig.seen(WIDGETS) === 'w')
      rig.clock.advance(5000)
      api.undefine(WIDGET_KIND)
      api.remove(defined)
      await rig.eventually(() => rig.seen(WIDGETS) === 'kind-unknown')
      api.define(WIDGET_KIND)
      api.put(definition(true))
      await rig.eventually(() => rig.seen(WIDGETS) === 'w')
      expect(rig.changes.some(({ kind, gap }) => kind === 'Widget' && gap)).toBe(true)
    })

    it('does not hurry where the kind is defined but not served yet', async () => {
      api.put(definition(true))
      rig.watchSet.want('checks', [WIDGETS])
      await rig.eventually(() => api.count('discovery') > 3)
      const before = api.count('discovery')
      for (let second = 0; second < 20; second++) {
        rig.clock.advance(1000)
        await new Promise((resolve) => setTimeout(resolve, 4))
      }
      expect(api.count('discovery') - before).toBeLessThan(20)
      api.define(WIDGET_KIND)
      api.put(widget('w'))
      await rig.eventually(() => rig.seen(WIDGETS) === 'w')
    })

    it('asks once a minute where definitions may not be seen', async () => {
      api.failNext('customresourcedefinitions', 403, 'forbidden', 1000)
      rig.watchSet.want('checks', [WIDGETS])
      await rig.eventually(() => rig.seen(WIDGETS) === 'kind-unknown')
      api.define(WIDGET_KIND)
      api.put(widget('w'))
      expect(rig.seen(WIDGETS)).toBe('kind-unknown')
      await rig.eventually(() => rig.seen(WIDGETS) === 'w', 5000)
      expect(api.count('discovery', 'example.com')).toBeLessThan(5)
    })
  })

  describe('when the API server does not answer', () => {
    it('says so from the start, and shows everything when it does', async () => {
      await api.stop()
      rig.watchSet.want('checks', [PODS])
      await rig.eventually(() => rig.seen(PODS) === 'api-unreachable')
      api.put(podIn('a', 'one'))
      await api.start()
      await rig.eventually(() => rig.seen(PODS) === 'one')
      expect(rig.changes.at(-1)).toEqual({ apiVersion: 'v1', kind: 'Pod', gap: true })
    })

    it('keeps what was seen beside the reason, and brings every kind back together', async () => {
      api.put(podIn('a', 'one'))
      rig.watchSet.want('checks', [PODS, DEPLOYMENTS])
      await rig.eventually(() => rig.seen(PODS) === 'one' && rig.seen(DEPLOYMENTS) === '')
      await api.stop()
      await rig.eventually(() => rig.seen(PODS) === 'api-unreachable' && rig.seen(DEPLOYMENTS) === 'api-unreachable')
      expect(rig.watchSet.sight(PODS)).toMatchObject({ last: [{ metadata: { name: 'one' } }] })
      expect(rig.watchSet.sight(PODS)).toBe(rig.watchSet.sight(PODS))
      await api.start()
      rig.watchSet.retry()
      await until(() => rig.seen(PODS) === 'one' && rig.seen(DEPLOYMENTS) === '')
      expect(api.watches).toBe(2)
    })
  })
})
