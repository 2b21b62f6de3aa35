import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../../../electron/engine/checks/observation.ts'
import { unrest } from '../../../../electron/engine/labs/proof/unrest.ts'

type Rest = Readonly<Record<string, unknown>>

const object = (kind: string, rest: Rest = {}, metadata: Rest = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x', uid: kind, ...metadata },
  ...rest,
})
const condition = (type: string, status: string) => ({ type, status })
const waiting = (reason: string) => ({ state: { waiting: { reason } } })
const pod = (status: Rest, metadata: Rest = {}) => object('Pod', { status }, metadata)

describe('unrest', () => {
  it.each<[string, KubeObject, string | undefined]>([
    ['a running Pod', pod({ phase: 'Running', conditions: [condition('Ready', 'True')] }), undefined],
    ['a Pod that is not ready', pod({ phase: 'Running', conditions: [condition('Ready', 'False')] }), undefined],
    ['a Pod without a word of its kubelet', pod({ phase: 'Running' }), 'pod/x has just started'],
    ['a Pod without a status', object('Pod'), 'pod/x has just been made'],
    ['a Pod that waits for its node', pod({ phase: 'Pending' }), 'pod/x is starting'],
    [
      'a Pod that no node takes',
      pod({ phase: 'Pending', conditions: [condition('PodScheduled', 'False')] }),
      undefined,
    ],
    [
      'a container that is made',
      pod({ phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] }),
      'pod/x is starting',
    ],
    [
      'an image that is not there',
      pod({ phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff')] }),
      undefined,
    ],
    [
      'one bad image of two',
      pod({ phase: 'Pending', containerStatuses: [waiting('ContainerCreating'), waiting('ErrImagePull')] }),
      undefined,
    ],
    ['a Pod that is done', pod({ phase: 'Succeeded' }), undefined],
    ['a Pod that goes', pod({ phase: 'Running' }, { deletionTimestamp: 'now' }), 'pod/x is being deleted'],
    [
      'a Pod whose owner is gone',
      pod({ phase: 'Succeeded' }, { ownerReferences: [{ kind: 'ReplicaSet', uid: 'gone', name: 'r' }] }),
      'pod/x has lost its owner',
    ],
    [
      'a Pod of a kind that nobody watches',
      pod({ phase: 'Succeeded' }, { ownerReferences: [{ kind: 'Thing', uid: 'gone', name: 'r' }] }),
      undefined,
    ],
    [
      'a Deployment that was seen',
      object('Deployment', { status: { observedGeneration: 2 } }, { generation: 2 }),
      undefined,
    ],
    [
      'a Deployment that was changed',
      object('Deployment', { status: { observedGeneration: 1 } }, { generation: 2 }),
      'deployment/x has changes that its controller has not seen',
    ],
    [
      'a ReplicaSet with too few',
      object('ReplicaSet', { spec: { replicas: 2 }, status: { replicas: 1 } }),
      'replicaset/x has 1 of 2 pods',
    ],
    [
      'a ReplicaSet that may not',
      object('ReplicaSet', { spec: { replicas: 2 }, status: { conditions: [condition('ReplicaFailure', 'True')] } }),
      undefined,
    ],
    ['a Job at work', object('Job', { status: { active: 1 } }), 'job/x is at work'],
    ['a Job that is done', object('Job', { status: { conditions: [condition('Complete', 'True')] } }), undefined],
    ['a Job that failed', object('Job', { status: { conditions: [condition('Failed', 'True')] } }), undefined],
    ['a Job that is held', object('Job', { spec: { suspend: true } }), undefined],
    [
      'a quota that is not counted',
      object('ResourceQuota', { spec: { hard: { pods: '2' } } }),
      'resourcequota/x has not been counted yet',
    ],
    [
      'a quota that is',
      object('ResourceQuota', { spec: { hard: { pods: '2' } }, status: { hard: { pods: '2' } } }),
      undefined,
    ],
    ['a Namespace that goes', object('Namespace', {}, { deletionTimestamp: 'now' }), 'namespace/x is being deleted'],
    ['a Service', object('Service'), undefined],
  ])('of %s', (_what, of, expected) => {
    expect(unrest([of])).toBe(expected)
  })

  it('sees an owner that is there', () => {
    const owned = pod({ phase: 'Succeeded' }, { ownerReferences: [{ kind: 'Job', uid: 'Job', name: 'j' }] })
    expect(unrest([owned, object('Job', { status: { conditions: [condition('Complete', 'True')] } })])).toBeUndefined()
  })
})
