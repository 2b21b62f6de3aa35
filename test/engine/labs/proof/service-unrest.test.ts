import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../../../electron/engine/checks/observation.ts'
import { unrest } from '../../../../electron/engine/labs/proof/unrest.ts'

type Rest = Readonly<Record<string, unknown>>

const object = (kind: string, metadata: Rest, rest: Rest): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'vote', uid: kind, namespace: 'instavote', ...metadata },
  ...rest,
})
const service = (spec: Rest = {}) => object('Service', {}, { spec: { selector: { app: 'vote' }, ...spec } })
const pod = (ready: 'True' | 'False', metadata: Rest = {}, status: Rest = {}) =>
  object(
    'Pod',
    { uid: 'one', labels: { app: 'vote', tier: 'web' }, ...metadata },
    { status: { phase: 'Running', podIP: '10.244.0.2', conditions: [{ type: 'Ready', status: ready }], ...status } },
  )
const slice = (ready: boolean, labels: Rest = { 'kubernetes.io/service-name': 'vote' }) =>
  object('EndpointSlice', { labels }, { endpoints: [{ conditions: { ready }, targetRef: { uid: 'one' } }] })

const BEHIND = 'service/vote has endpoints that its controller has not seen'

describe('unrest', () => {
  it.each<[string, readonly KubeObject[], string | undefined]>([
    ['without Pods', [service()], undefined],
    ['with its Pod in a slice', [service(), pod('True'), slice(true)], undefined],
    ['without a slice for its Pod', [service(), pod('True')], BEHIND],
    ['with the slice of another', [service(), pod('True'), slice(true, { other: 'vote' })], BEHIND],
    ['with a slice that holds a Pod of before', [service({ selector: { app: 'result' } }), slice(true)], BEHIND],
    ['with a Pod that became ready', [service(), pod('True'), slice(false)], BEHIND],
    ['with a Pod that is not ready', [service(), pod('False'), slice(false)], undefined],
    ['that publishes all', [service({ publishNotReadyAddresses: true }), pod('False'), slice(true)], undefined],
    ['with a Pod elsewhere', [service(), pod('True', { namespace: 'default' })], undefined],
    ['with a Pod that is done', [service(), pod('False', {}, { phase: 'Succeeded' })], undefined],
    ['with a Pod that has no address', [service(), pod('False', {}, { podIP: undefined })], undefined],
    ['without a selector', [service({ selector: undefined }), pod('True')], undefined],
    ['that is a name only', [service({ type: 'ExternalName' }), pod('True')], undefined],
  ])('of a Service %s', (_what, objects, expected) => {
    expect(unrest(objects)).toBe(expected)
  })
})
