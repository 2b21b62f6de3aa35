import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { unfinishedRollout } from '../../../electron/engine/checks/rollout.ts'
import { object } from './builders.ts'
import { deployment } from './flux-builders.ts'

type Fields = Readonly<Record<string, unknown>>

const workload = (kind: string, status: Fields, spec: Fields = {}): KubeObject =>
  object(kind, 'vote', { metadata: { generation: 2 }, spec, status: { observedGeneration: 2, ...status } }, 'dev')

const says = (object_: KubeObject): string | undefined => unfinishedRollout(object_)?.says

describe('a rollout of a Deployment', () => {
  it.each<[string | undefined, Fields]>([
    [undefined, {}],
    ['its controller has not seen the latest change', { observedGeneration: 2 }],
    ['0 of 2 Pods are of the new version', { updatedReplicas: undefined }],
    ['1 Pod of the old version is still there', { replicas: 3 }],
    ['2 Pods of the old version are still there', { replicas: 4 }],
    ['1 of 2 Pods is available', { availableReplicas: 1 }],
    [
      '1 of 2 Pods is available (ReplicaSet "vote-1" has timed out progressing)',
      {
        availableReplicas: 1,
        conditions: [
          { type: 'Progressing', status: 'False', message: 'ReplicaSet "vote-1" has timed out progressing.' },
        ],
      },
    ],
    [
      '1 of 2 Pods is of the new version (exceeded quota)',
      {
        updatedReplicas: 1,
        conditions: [
          { type: 'Progressing', status: 'True', message: 'x' },
          { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota' },
        ],
      },
    ],
  ])('%s', (expected, status) => {
    expect(says(deployment(status))).toBe(expected)
  })

  it('is complete with no Pods when none are wanted, and wants one when it does not say', () => {
    const none = { replicas: 0, updatedReplicas: 0, availableReplicas: 0 }
    expect(unfinishedRollout(deployment(none, { replicas: 0 }))).toBeUndefined()
    expect(unfinishedRollout(deployment(none, { replicas: undefined }))).toEqual({
      path: 'status.updatedReplicas',
      expected: '1',
      found: '0',
      says: '0 of 1 Pod are of the new version',
    })
  })
})

describe('a rollout of a StatefulSet', () => {
  const done = { replicas: 3, updatedReplicas: 3, availableReplicas: 3, currentRevision: 'b', updateRevision: 'b' }
  it.each<[string | undefined, Fields, Fields]>([
    [undefined, done, {}],
    [undefined, { ...done, updatedReplicas: undefined }, {}],
    ['1 of 3 Pods is of the new version', { ...done, currentRevision: 'a', updatedReplicas: 1 }, {}],
    [
      undefined,
      { ...done, currentRevision: 'a', updatedReplicas: 1 },
      { updateStrategy: { rollingUpdate: { partition: 2 } } },
    ],
    [undefined, { ...done, currentRevision: 'a', updatedReplicas: 0 }, { updateStrategy: { type: 'OnDelete' } }],
    ['2 of 3 Pods are available', { ...done, availableReplicas: 2 }, {}],
  ])('%s (%#)', (expected, status, spec) => {
    expect(says(workload('StatefulSet', status, { replicas: 3, ...spec }))).toBe(expected)
  })
})

describe('a rollout of a DaemonSet', () => {
  const done = { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 }
  it.each<[string | undefined, Fields, Fields]>([
    [undefined, done, {}],
    ['1 of 2 Pods is of the new version', { ...done, updatedNumberScheduled: 1 }, {}],
    [undefined, { ...done, updatedNumberScheduled: 1 }, { updateStrategy: { type: 'OnDelete' } }],
    ['0 of 2 Pods are available', { ...done, numberAvailable: undefined }, {}],
  ])('%s (%#)', (expected, status, spec) => {
    expect(says(workload('DaemonSet', status, spec))).toBe(expected)
  })
})
