import { DrydockError } from '../../../contract/errors.ts'
import type { Clock } from '../../lib/clock.ts'
import type { ApiClient } from './api-client.ts'
import { createBaseObjects, nodeName, removeOtherNodes } from './base-objects.ts'
import type { ClusterFiles } from './cluster-files.ts'
import type { Component } from './components.ts'
import { cancelled, componentEnded, lastOutput, startTimedOut } from './failures.ts'
import type { ClusterPorts } from './ports.ts'
import type { ClusterProcesses } from './processes.ts'
import type { ProvisionSteps } from './provision-steps.ts'
import { accountsReady, apiServerAnswers, controllersAnswer, etcdAnswers, nodeReady, until } from './readiness.ts'

const DEADLINE_MS = 120_000

export const STEP = {
  etcd: 'Start etcd',
  apiServer: 'Start the API server',
  controllers: 'Start the controllers',
  node: 'Wait for the node to be Ready',
} as const
export const BRING_UP_STEPS: readonly string[] = [STEP.etcd, STEP.apiServer, STEP.controllers, STEP.node]

/** What the data holds before the start. */
export type Contents = 'nothing' | 'template' | 'own'

export interface BringUp {
  readonly files: ClusterFiles
  readonly ports: ClusterPorts
  readonly processes: ClusterProcesses
  readonly steps: ProvisionSteps
  readonly clock: Clock
  /** Made at its first use: before, the certificates may not be there. */
  readonly api: () => ApiClient
  /** What kwokctl is asked to do. */
  readonly kwokctl: readonly string[]
  readonly contents: Contents
  /** Of the simulated kubelet that is being started; undefined when it runs already. */
  readonly bootId: string | undefined
  readonly signal: AbortSignal
  /** Told what the API server does not let us do; it is tried again. */
  readonly refused: (error: unknown) => void
}

export interface BroughtUp {
  readonly kubernetesVersion: string
  /** Epoch milliseconds. */
  readonly nodeReadyAtMs: number
}

/** A component ended while the cluster was coming up. */
export class EndedEarly extends Error {
  readonly component: Component
  constructor(component: Component) {
    super(`${component} ended`)
    this.component = component
  }
}
class TooLate extends Error {}

/** Starts what does not run and waits until the node is Ready and the controllers are at work. */
export async function bringUp(work: BringUp): Promise<BroughtUp> {
  const { processes, steps, clock } = work
  const stop = new AbortController()
  const endEarly = (reason: unknown): void => stop.abort(reason)
  const cancel = (): void => endEarly(work.signal.reason)
  if (work.signal.aborted) cancel()
  work.signal.addEventListener('abort', cancel, { once: true })
  const ended = processes.onEnd((component) => endEarly(new EndedEarly(component)))
  const cancelDeadline = clock.after(DEADLINE_MS, () => endEarly(new TooLate()))
  const started = processes.start(work.kwokctl)
  started.catch(endEarly)
  try {
    const [broughtUp] = await Promise.all([reachReady(work, stop.signal), started])
    steps.keep()
    return broughtUp
  } catch (error) {
    stop.abort(error)
    // kwokctl is never cut short: it would leave programs that it has started and not noted yet.
    await Promise.allSettled([started])
    throw await reasonOf(stop.signal.reason, work)
  } finally {
    cancelDeadline()
    ended.dispose()
    work.signal.removeEventListener('abort', cancel)
    processes.closeGates()
  }
}

async function reachReady(work: BringUp, signal: AbortSignal): Promise<BroughtUp> {
  const { clock, files, ports, processes, steps, contents } = work
  await steps.run(STEP.etcd, () => until(clock, signal, () => etcdAnswers(ports)))
  let kubernetesVersion = ''
  await steps.run(STEP.apiServer, () =>
    until(clock, signal, async () => {
      kubernetesVersion = (await apiServerAnswers(work.api(), signal)) ?? ''
      return kubernetesVersion !== ''
    }),
  )
  const api = work.api()
  processes.openGates(['kwok-controller'])
  const node = steps.run(STEP.node, async () => {
    if (contents === 'template') await removeOtherNodes(api, files.name, signal)
    // Also in a cluster of long ago: the node may be among what a learner has deleted.
    const make = (): Promise<boolean> => createBaseObjects(api, files.name, signal).then(() => true)
    await until(clock, signal, make, work.refused)
    await nodeReady(api, { name: nodeName(files.name), bootId: work.bootId }, clock, signal)
    return clock.now()
  })
  const controllers = steps.run(STEP.controllers, async () => {
    // They begin when the API server is healthy, a second after it answers: until then the processor is kwok's.
    await node
    processes.openGates(['kube-controller-manager', 'kube-scheduler'])
    await until(clock, signal, () => controllersAnswer(ports))
    await accountsReady(api, clock, signal)
  })
  const [nodeReadyAtMs] = await Promise.all([node, controllers])
  return { kubernetesVersion, nodeReadyAtMs }
}

async function reasonOf(reason: unknown, work: BringUp): Promise<unknown> {
  const { files, steps } = work
  if (reason instanceof EndedEarly) return componentEnded(files, reason.component, reason)
  if (reason instanceof TooLate) {
    const output = await lastOutput(files, 'kube-apiserver')
    return startTimedOut(files, steps.current, DEADLINE_MS / 1000, output)
  }
  if (work.signal.aborted && !(reason instanceof DrydockError)) return cancelled(work.files)
  return reason
}
