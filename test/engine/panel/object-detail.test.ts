import { describe, expect, it } from 'vitest'
import { clusterName } from '../../../electron/contract/ids.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { objectEvents, objectYaml } from '../../../electron/engine/panel/object-detail.ts'

describe('objectYaml', () => {
  it('leaves managed fields out and puts the status last', () => {
    const object = {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      status: { readyReplicas: 1 },
      metadata: { name: 'vote', uid: 'u', managedFields: [{ manager: 'kubectl' }] },
      spec: { replicas: 1, template: {} },
    } as KubeObject
    expect(objectYaml(object)).toBe(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: vote\n  uid: u\nspec:\n  replicas: 1\n  template: {}\nstatus:\n  readyReplicas: 1\n',
    )
  })

  it('shows sizes instead of the values of a Secret, wherever they stand', () => {
    const secret: KubeObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 's',
        uid: 'u',
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"password":"hunter2"}}',
          team: 'red',
        },
      },
      type: 'Opaque',
      data: { password: Buffer.from('hunter2').toString('base64') },
      stringData: { token: 'übung' },
    }
    expect(objectYaml(secret)).toBe(`apiVersion: v1
kind: Secret
metadata:
  name: s
  uid: u
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: (not shown)
    team: red
type: Opaque
data:
  password: (7 bytes, not shown)
stringData:
  token: (6 bytes, not shown)
`)
  })
})

describe('objectEvents', () => {
  const ref = { cluster: clusterName('dev'), apiVersion: 'v1', kind: 'Pod', name: 'vote-1', namespace: 'shop' }
  const event = (
    involvedObject: Readonly<Record<string, string>>,
    more: Readonly<Record<string, unknown>> = {},
  ): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', uid: 'e', creationTimestamp: '2026-01-01T00:00:00Z' },
    involvedObject,
    type: 'Warning',
    reason: 'Failed',
    message: 'no such image',
    ...more,
  })

  it('tells those of the object, latest first', () => {
    const events = [
      event({ uid: 'u' }, { lastTimestamp: '2026-01-01T00:00:05Z', count: 4 }),
      event({ uid: 'other' }),
      event(
        { uid: 'u' },
        {
          lastTimestamp: null,
          eventTime: '2026-01-01T00:00:09Z',
          type: 'Normal',
          reason: 'Scheduled',
          message: 'here',
        },
      ),
      event(
        { kind: 'Pod', name: 'vote-1', namespace: 'shop' },
        { series: { count: 7, lastObservedTime: '2026-01-01T00:00:07Z' } },
      ),
      event({ kind: 'Pod', name: 'vote-2', namespace: 'shop' }),
    ]
    const at = (seconds: number) => Date.UTC(2026, 0, 1, 0, 0, seconds)
    const failed = { type: 'Warning', reason: 'Failed', message: 'no such image' }
    expect(objectEvents(events, ref, 'u')).toEqual([
      { type: 'Normal', reason: 'Scheduled', message: 'here', count: 1, lastSeenMs: at(9) },
      { ...failed, count: 7, lastSeenMs: at(7) },
      { ...failed, count: 4, lastSeenMs: at(5) },
    ])
  })
})
