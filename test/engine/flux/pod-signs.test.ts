import { describe, expect, it } from 'vitest'

import { podSigns } from '../../../electron/engine/flux/pod-signs.ts'

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'one', uid: 'u' },
  status: {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'PodScheduled', status: 'True' },
    ],
    containerStatuses: [{ name: 'manager', ready: true, state: { running: { startedAt: '2026-11-24T10:00:00Z' } } }],
  },
}
const killed = { exitCode: null, signal: 'SIGKILL', output: '' } as const
const terminated = {
  exitCode: 137,
  reason: 'Error',
  startedAt: '2026-11-24T10:00:00Z',
  finishedAt: '2026-11-24T10:05:00Z',
}
const endedAt = terminated.finishedAt

describe('podSigns', () => {
  it('counts the restart and keeps how the process before ended', () => {
    const startedAt = '2026-11-24T10:05:01Z'
    expect(podSigns(pod, { end: killed, restarts: 1, endedAt, startedAt })).toEqual({
      containerStatuses: [
        {
          name: 'manager',
          ready: true,
          started: true,
          restartCount: 1,
          lastState: { terminated },
          state: { running: { startedAt } },
        },
      ],
      conditions: [
        { type: 'Ready', status: 'True', lastTransitionTime: endedAt },
        { type: 'PodScheduled', status: 'True' },
      ],
    })
  })

  it('takes the pod out of service when its process was given up', () => {
    const end = { exitCode: 2, signal: null, output: '' }
    expect(podSigns(pod, { end, restarts: 6, endedAt, startedAt: undefined })).toEqual({
      containerStatuses: [
        {
          name: 'manager',
          ready: false,
          started: false,
          restartCount: 6,
          lastState: { terminated: { ...terminated, exitCode: 2 } },
          state: {
            waiting: { reason: 'CrashLoopBackOff', message: 'The process ended too often; its log says why.' },
          },
        },
      ],
      conditions: [
        { type: 'Ready', status: 'False', lastTransitionTime: endedAt },
        { type: 'PodScheduled', status: 'True' },
      ],
    })
  })
})
