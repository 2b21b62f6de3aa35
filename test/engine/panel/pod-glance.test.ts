import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import { podGlance } from '../../../electron/engine/panel/pod-glance.ts'

type Rest = Readonly<Record<string, unknown>>

const pod = (status: Rest, spec: Rest = {}, metadata: Rest = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'vote-1', namespace: 'shop', uid: 'u', ...metadata },
  spec: { containers: [{ name: 'vote', image: 'vote:v4' }], ...spec },
  status,
})
const container = (state: Rest, more: Rest = {}): Rest => ({ name: 'vote', state, ready: false, ...more })
const waiting = (reason: string): Rest => container({ waiting: { reason } })
const running = container({ running: {} }, { ready: true })
const ready = { conditions: [{ type: 'Ready', status: 'True' }] }
const init = { initContainers: [{ name: 'a' }, { name: 'b' }] }
const deleted = { deletionTimestamp: '2026-01-01T00:00:00Z' }

/** What kubectl 1.36 prints in its column STATUS for these. */
describe('podGlance', () => {
  it.each([
    ['Running', 'well', pod({ phase: 'Running', ...ready, containerStatuses: [running] })],
    ['Running', 'progressing', pod({ phase: 'Running', containerStatuses: [container({ running: {} })] })],
    ['Pending', 'progressing', pod({ phase: 'Pending' })],
    ['ContainerCreating', 'progressing', pod({ phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] })],
    ['ErrImagePull', 'unwell', pod({ phase: 'Pending', containerStatuses: [waiting('ErrImagePull')] })],
    ['ImagePullBackOff', 'unwell', pod({ phase: 'Pending', containerStatuses: [waiting('ImagePullBackOff')] })],
    [
      'CrashLoopBackOff',
      'unwell',
      pod({ phase: 'Running', containerStatuses: [running, waiting('CrashLoopBackOff')] }),
    ],
    [
      'Completed',
      'neutral',
      pod({ phase: 'Succeeded', containerStatuses: [container({ terminated: { reason: 'Completed', exitCode: 0 } })] }),
    ],
    [
      'NotReady',
      'progressing',
      pod({ phase: 'Running', containerStatuses: [container({ terminated: { reason: 'Completed' } }), running] }),
    ],
    [
      'Error',
      'unwell',
      pod({ phase: 'Failed', containerStatuses: [container({ terminated: { reason: 'Error', exitCode: 1 } })] }),
    ],
    [
      'OOMKilled',
      'unwell',
      pod({ phase: 'Running', containerStatuses: [container({ terminated: { reason: 'OOMKilled', exitCode: 137 } })] }),
    ],
    ['ExitCode:3', 'unwell', pod({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 3 } })] })],
    [
      'Signal:9',
      'unwell',
      pod({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 137, signal: 9 } })] }),
    ],
    ['Evicted', 'unwell', pod({ phase: 'Failed', reason: 'Evicted' })],
    ['Terminating', 'leaving', pod({ phase: 'Running', ...ready, containerStatuses: [running] }, {}, deleted)],
    [
      'Completed',
      'neutral',
      pod({ phase: 'Succeeded', containerStatuses: [container({ terminated: { reason: 'Completed' } })] }, {}, deleted),
    ],
    ['Unknown', 'unwell', pod({ phase: 'Running', reason: 'NodeLost' }, {}, deleted)],
    [
      'SchedulingGated',
      'progressing',
      pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'Unknown', reason: 'SchedulingGated' }] }),
    ],
    ['Init:0/2', 'progressing', pod({ phase: 'Pending', initContainerStatuses: [container({ running: {} })] }, init)],
    [
      'Init:1/2',
      'progressing',
      pod(
        {
          phase: 'Pending',
          initContainerStatuses: [container({ terminated: { exitCode: 0 } }), waiting('PodInitializing')],
        },
        init,
      ),
    ],
    [
      'Init:CrashLoopBackOff',
      'unwell',
      pod({ phase: 'Pending', initContainerStatuses: [waiting('CrashLoopBackOff')] }, init),
    ],
    [
      'Init:Error',
      'unwell',
      pod(
        { phase: 'Pending', initContainerStatuses: [container({ terminated: { reason: 'Error', exitCode: 1 } })] },
        init,
      ),
    ],
    [
      'PodInitializing',
      'progressing',
      pod(
        {
          phase: 'Pending',
          initContainerStatuses: [container({ terminated: { exitCode: 0 } })],
          containerStatuses: [waiting('PodInitializing')],
        },
        init,
      ),
    ],
    [
      'Running',
      'well',
      pod(
        {
          phase: 'Running',
          ...ready,
          initContainerStatuses: [{ name: 'side', started: true, state: { running: {} } }],
          containerStatuses: [running],
        },
        { initContainers: [{ name: 'side', restartPolicy: 'Always' }] },
      ),
    ],
    ['Unknown', 'unwell', pod({})],
  ])('says %s (%s)', (word, state, of) => {
    const { word: said, state: shown } = podGlance(of)
    expect([said, shown]).toEqual([word, state])
  })

  it('tells images, restarts and why it is not placed', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available' },
    ]
    expect(
      podGlance(
        pod({
          phase: 'Pending',
          conditions,
          containerStatuses: [{ ...waiting('ContainerCreating'), restartCount: 2 }],
        }),
      ),
    ).toEqual({
      state: 'unwell',
      word: 'ContainerCreating',
      facts: ['vote:v4', '2 restarts', '0/1 nodes are available'],
    })
  })
})
