import type { Clock } from '../../lib/clock.ts'
import type { ApiClient } from './api-client.ts'
import { createBaseObjects, nodeName } from './base-objects.ts'
import type { ClusterFiles } from './cluster-files.ts'
import type { Component } from './components.ts'
import { componentEnded, lastOutput, startTimedOut } from './failures.ts'
import type { ClusterPorts } from './ports.ts'
import type { ClusterProcesses } from './processes.ts'
import type { ProvisionSteps } from './provision-steps.ts'
import { accountsReady, apiServerAnswers, etcdAnswers, kwokAnswers, nodeReady, until } from './readiness.ts'

const DEADLINE_MS = 120_000

export const STEP = {
  etcd: 'Start etcd',
  apiServer: 'Start the API server',
  controllers: 'Start the controllers',
  node: 'Wait for the node to be Ready',
} as const

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
  /** The node is not there yet. */
  readonly fresh: boolean
  readonly signal?: AbortSignal
}

/** Starts what does not run and waits until the node is Ready. Gives the version that the API server says. */
export async function bringUp(work: BringUp): Promise<string> {
  const { files, processes, steps, clock } = work
  const stop = new AbortController()
  const endEarly = (reason: unknown): void => stop.abort(reason)
  const cancelled = (): void => endEarly(work.signal?.reason)
  work.signal?.addEventListener('abort', cancelled, { once: true })
  const ended = processes.onEnd((component) => endEarly(new EndedEarly(component)))
  const cancelDeadline = clock.after(DEADLINE_MS, () => endEarly(new TooLate()))
  try {
    const started = processes.start(work.kwokctl, stop.signal)
    started.catch(endEarly)
    const version = await reachReady(work, stop.signal)
    await started
    steps.keep()
    return version
  } catch (error) {
    stop.abort(error)
    throw await reasonOf(stop.signal.reason ?? error, files, steps)
  } finally {
    cancelDeadline()
    ended.dispose()
    work.signal?.removeEventListener('abort', cancelled)
    processes.closeGates()
  }
}

async function reachReady(work: BringUp, signal: AbortSignal): Promise<string> {
  const { clock, files, ports, processes, steps } = work
  await steps.run(STEP.etcd, () => until(clock, signal, () => etcdAnswers(ports)))
  let version = ''
  await steps.run(STEP.apiServer, () =>
    until(clock, signal, async () => {
      version = (await apiServerAnswers(work.api(), signal)) ?? ''
      return version !== ''
    }),
  )
  processes.openGates()
  const api = work.api()
  const node = nodeName(files.name)
  await steps.run(STEP.controllers, async () => {
    if (work.fresh) await until(clock, signal, () => createBaseObjects(api, files.name, signal).then(() => true))
    await until(clock, signal, () => kwokAnswers(ports))
    await accountsReady(api, clock, signal)
  })
  await steps.run(STEP.node, () => nodeReady(api, node, clock, signal))
  return version
}

class EndedEarly extends Error {
  readonly component: Component
  constructor(component: Component) {
    super(`${component} ended`)
    this.component = component
  }
}
class TooLate extends Error {}

async function reasonOf(error: unknown, files: ClusterFiles, steps: ProvisionSteps): Promise<unknown> {
  if (error instanceof EndedEarly) return componentEnded(files, error.component)
  if (error instanceof TooLate) {
    const output = await lastOutput(files, 'kube-apiserver')
    return startTimedOut(files, steps.current, DEADLINE_MS / 1000, output)
  }
  return error
}
