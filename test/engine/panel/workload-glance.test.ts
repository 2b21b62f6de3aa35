import { describe, expect, it } from 'vitest'
import type { ObjectState } from '../../../electron/contract/cluster.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { condition, look, object, template } from './glance-builder.ts'
import type { Rest } from './glance-builder.ts'

const deployment = (spec: Rest, status: Rest, generation = 1): KubeObject =>
  object(
    'apps/v1 Deployment',
    {
      spec: { replicas: 3, strategy: { type: 'RollingUpdate' }, template, ...spec },
      status: { observedGeneration: 1, ...status },
    },
    { generation },
  )

describe('workload glance', () => {
  it.each<[string, KubeObject, [ObjectState, string, ...string[]]]>([
    [
      'all ready',
      deployment({}, { replicas: 3, updatedReplicas: 3, readyReplicas: 3 }),
      ['well', '3 of 3 ready', 'vote:v4', 'RollingUpdate'],
    ],
    [
      'some ready',
      deployment({}, { replicas: 3, updatedReplicas: 3, readyReplicas: 2 }),
      ['progressing', '2 of 3 ready', 'vote:v4', 'RollingUpdate'],
    ],
    [
      'rolling',
      deployment({}, { replicas: 4, updatedReplicas: 1, readyReplicas: 3 }),
      ['progressing', '3 of 3 ready', 'vote:v4', 'RollingUpdate', '1 of 3 updated'],
    ],
    [
      'not yet seen',
      deployment({}, { replicas: 3, updatedReplicas: 3, readyReplicas: 3 }, 2),
      ['progressing', '3 of 3 ready', 'vote:v4', 'RollingUpdate'],
    ],
    ['scaled to nothing', deployment({ replicas: 0 }, {}), ['neutral', 'scaled to 0', 'vote:v4', 'RollingUpdate']],
    [
      'paused',
      deployment({ paused: true }, { replicas: 3, updatedReplicas: 3, readyReplicas: 3 }),
      ['well', '3 of 3 ready', 'vote:v4', 'RollingUpdate', 'paused'],
    ],
    [
      'stuck',
      deployment(
        {},
        {
          replicas: 4,
          updatedReplicas: 1,
          readyReplicas: 3,
          conditions: [condition('Progressing', 'False', { message: 'It has timed out.' })],
        },
      ),
      ['unwell', '3 of 3 ready', 'vote:v4', 'RollingUpdate', 'It has timed out.'],
    ],
    [
      'refused by a quota',
      deployment({}, { conditions: [condition('ReplicaFailure', 'True', { message: 'exceeded quota' })] }),
      ['unwell', '0 of 3 ready', 'vote:v4', 'RollingUpdate', 'exceeded quota'],
    ],
  ])('a Deployment that is %s', (_what, of, expected) => {
    expect(look(of)).toEqual(expected)
  })
})
