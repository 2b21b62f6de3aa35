import { describe, expect, it } from 'vitest'

import type { KubeObject, Sight } from '../../../electron/engine/checks/observation.ts'
import { KINDS_OF } from '../../../electron/engine/flux/controllers.ts'
import { wantedController, type FluxSights } from '../../../electron/engine/flux/wanted-controller.ts'

const NAME = 'kustomize-controller'

const object = (kind: string, name: string, rest: Record<string, unknown>, namespace?: string): KubeObject => {
  const { metadata, ...fields } = rest as { metadata?: object }
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, uid: `uid-of-${name}`, ...(namespace === undefined ? {} : { namespace }), ...metadata },
    ...fields,
  }
}
const deployment = (rest: Record<string, unknown> = {}, namespace = 'flux-system'): KubeObject =>
  object('Deployment', NAME, { spec: { replicas: 1 }, ...rest }, namespace)
const pod = (name: string, state: object, metadata: object = {}): KubeObject =>
  object(
    'Pod',
    name,
    {
      metadata: { labels: { app: NAME }, ...metadata },
      spec: { serviceAccountName: NAME, containers: [{ name: 'manager', args: ['--concurrent=4'] }] },
      status: { phase: 'Running', containerStatuses: [{ name: 'manager', state }] },
    },
    'flux-system',
  )
const definition = (name: string, status = 'True'): KubeObject =>
  object('CustomResourceDefinition', name, { status: { conditions: [{ type: 'Established', status }] } })
const running = { running: {} }
const seen = (...objects: KubeObject[]): Sight => ({ objects })
const sights = (rest: Partial<FluxSights> = {}): FluxSights => ({
  deployments: seen(deployment()),
  pods: seen(pod('one', running)),
  definitions: seen(...KINDS_OF[NAME].map((kind) => definition(kind))),
  ...rest,
})
const life = (name: string): object => ({
  kind: 'run',
  pod: {
    namespace: 'flux-system',
    name,
    uid: `uid-of-${name}`,
    serviceAccount: NAME,
    container: 'manager',
    args: ['--concurrent=4'],
  },
  isBackingOff: false,
})

describe('wantedController', () => {
  it('runs what the pod of its Deployment says', () => {
    expect(wantedController(NAME, sights())).toEqual(life('one'))
  })

  it('is absent without a Deployment of that name', () => {
    expect(wantedController('source-controller', sights())).toEqual({ kind: 'absent' })
  })

  it.each([
    ['is scaled to 0', { spec: { replicas: 0 } }],
    ['is being deleted', { metadata: { deletionTimestamp: '2026-11-24T10:00:00Z' } }],
  ])('is absent when the Deployment %s', (_, rest) => {
    expect(wantedController(NAME, sights({ deployments: seen(deployment(rest)) }))).toEqual({ kind: 'absent' })
  })

  it('waits for the kinds that it would end without', () => {
    const [first = '', second = '', ...others] = KINDS_OF[NAME]
    const definitions = seen(definition(first, 'False'), ...others.map((kind) => definition(kind)))
    expect(wantedController(NAME, sights({ definitions }))).toEqual({
      kind: 'waiting',
      reason: `The cluster does not know ${first}, ${second} yet.`,
    })
  })

  it('waits for a pod', () => {
    expect(wantedController(NAME, sights({ pods: seen() }))).toEqual({
      kind: 'waiting',
      reason: 'Deployment kustomize-controller in flux-system has no pod yet.',
    })
  })

  it('waits while the image cannot be pulled', () => {
    const pods = seen(pod('one', { waiting: { reason: 'ImagePullBackOff' } }))
    expect(wantedController(NAME, sights({ pods }))).toEqual({
      kind: 'waiting',
      reason: 'The container of kustomize-controller in flux-system has not been started yet.',
    })
  })

  it('stays with a pod that shows that its controller ended too often', () => {
    const pods = seen(pod('one', { waiting: { reason: 'CrashLoopBackOff' } }))
    expect(wantedController(NAME, sights({ pods }))).toEqual({ ...life('one'), isBackingOff: true })
  })

  it('prefers the newest of several pods, and those that are not being deleted', () => {
    const pods = seen(
      pod('old', running, { creationTimestamp: '2026-11-24T10:00:00Z' }),
      pod('new', running, { creationTimestamp: '2026-11-24T10:05:00Z' }),
      pod('leaving', running, {
        creationTimestamp: '2026-11-24T10:09:00Z',
        deletionTimestamp: '2026-11-24T10:10:00Z',
      }),
    )
    expect(wantedController(NAME, sights({ pods }))).toEqual(life('new'))
  })

  it('leaves everything as it is when the cluster cannot be seen', () => {
    const blind: Sight = { blind: { reason: 'api-unreachable', detail: '' }, last: [] }
    expect(wantedController(NAME, sights({ pods: blind }))).toEqual({ kind: 'unknown' })
  })
})
