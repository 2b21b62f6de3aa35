import type { KubeObject } from '../checks/observation.ts'
import type { ProcessEnd } from './controller-process.ts'

/** As a shell and a kubelet count it: 128 and the number of the signal. */
const SIGNAL_NUMBERS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
}
const EXIT_OF_SIGNAL = 128

export interface Pod extends KubeObject {
  readonly status?: {
    readonly conditions?: readonly PodCondition[]
    readonly containerStatuses?: readonly ContainerStatus[]
  }
}

interface PodCondition {
  readonly type: string
  readonly status: string
}

interface ContainerStatus {
  readonly ready?: boolean
  readonly state?: { readonly running?: { readonly startedAt?: string } }
}

/** What a pod is to say of its container after the real process in it has ended. */
export interface PodSigns {
  readonly end: ProcessEnd
  readonly restarts: number
  /** ISO time. */
  readonly endedAt: string
  /** When it works again; undefined when it was given up. */
  readonly startedAt: string | undefined
}

/** The part of the pod's status that says so: nothing pretends to have run through. */
export function podSigns(pod: Pod, { end, restarts, endedAt, startedAt }: PodSigns): object {
  const containers = pod.status?.containerStatuses ?? []
  const began = containers[0]?.state?.running?.startedAt
  const terminated = {
    exitCode: exitCodeOf(end),
    reason: 'Error',
    finishedAt: endedAt,
    ...(began === undefined ? {} : { startedAt: began }),
  }
  const isBack = startedAt !== undefined
  const state = isBack ? { running: { startedAt } } : { waiting: { reason: 'CrashLoopBackOff', message: BACK_OFF } }
  const [first, ...others] = containers
  const status = { ...first, restartCount: restarts, lastState: { terminated }, state, ready: isBack, started: isBack }
  const readiness = isBack ? 'True' : 'False'
  return {
    containerStatuses: [status, ...others],
    conditions: (pod.status?.conditions ?? []).map((condition) =>
      READINESS.includes(condition.type) ? { ...condition, status: readiness, lastTransitionTime: endedAt } : condition,
    ),
  }
}

const BACK_OFF = 'The process ended too often; its log says why.'
const READINESS = ['Ready', 'ContainersReady']

function exitCodeOf({ exitCode, signal }: ProcessEnd): number {
  return exitCode ?? EXIT_OF_SIGNAL + (SIGNAL_NUMBERS[signal ?? ''] ?? 0)
}
