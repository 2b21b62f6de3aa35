import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'

import type { Clock } from '../../lib/clock.ts'
import type { Log } from '../../lib/log.ts'
import type { Toolset } from '../../tools/toolset.ts'
import { ApiClient } from './api-client.ts'
import { bringUp, BRING_UP_STEPS, type BroughtUp, type Contents } from './bring-up.ts'
import type { ClusterFiles } from './cluster-files.ts'
import { creationConfiguration, startConfiguration, type Run } from './configuration.ts'
import { adminKubeconfig } from './kubeconfig.ts'
import { createCluster } from './kwokctl.ts'
import { choosePorts, type ClusterPorts } from './ports.ts'
import type { ClusterProcesses } from './processes.ts'
import type { ProvisionSteps } from './provision-steps.ts'
import { writeRecord, type ClusterRecord } from './record.ts'
import { containerLogLine } from './simulation/simulation.ts'
import { completeSwap, unpackState, useUnpacked } from './snapshots.ts'
import type { Plan } from './status-board.ts'
import { makePipes, writeWrappers } from './wrapper.ts'

const PREPARE = 'Choose ports and write the configuration'
const UNPACK = 'Unpack the prepared state'
const STOP = 'Stop the cluster'
const PUT_BACK = 'Put the kept state in place'

export const PLANS = {
  create: { name: 'create', titles: [PREPARE, ...BRING_UP_STEPS] },
  createFromTemplate: { name: 'create-from-template', titles: [PREPARE, UNPACK, ...BRING_UP_STEPS] },
  start: { name: 'start', titles: [PREPARE, ...BRING_UP_STEPS] },
  recover: { name: 'recover', titles: [PREPARE, ...BRING_UP_STEPS] },
  restore: { name: 'restore', titles: [STOP, PUT_BACK, PREPARE, ...BRING_UP_STEPS] },
} as const satisfies Record<string, Plan>

/** What every way of bringing a cluster up works with. */
export interface Provision {
  readonly toolset: Toolset
  readonly files: ClusterFiles
  readonly processes: ClusterProcesses
  readonly clock: Clock
  readonly log: Log
  readonly steps: ProvisionSteps
  readonly signal: AbortSignal
}

/** What was made beforehand for a new cluster. */
export interface Prepared {
  /** The state of a cluster that was just made; undefined when there is none yet. */
  readonly state: string | undefined
  /** Puts certificates into the cluster's folder, where there are some. */
  readonly takePki: (files: ClusterFiles) => Promise<void>
}

/** Makes a cluster from nothing, or from the prepared state. Clears what is in the way. */
export async function provisionNew(work: Provision, prepared: Prepared): Promise<BroughtUp> {
  const { files, toolset, steps, clock } = work
  const run = await steps.run(PREPARE, async () => {
    await work.processes.stop()
    await rm(files.root, { recursive: true, force: true })
    await mkdir(files.root, { recursive: true })
    const chosen: Run = { toolset, files, ports: await choosePorts(), bootId: randomUUID() }
    await Promise.all([writeWrappers(toolset, files), makePipes(files)])
    await writeFile(files.containerLog, containerLogLine(new Date(clock.now())))
    await writeFile(files.configuration, creationConfiguration(chosen))
    return chosen
  })
  const { state } = prepared
  if (state !== undefined) {
    await steps.run(UNPACK, async () => {
      await unpackState(toolset, files, state, 0)
      await rename(files.unpackedData, files.etcdData)
      await prepared.takePki(files)
    })
  }
  const kwokctl = createCluster(files)
  const broughtUp = await up(work, run, kwokctl, state === undefined ? 'nothing' : 'template')
  await writeRecord(files, { schema: 1, ports: run.ports, restores: 0 })
  return broughtUp
}

/** Starts what does not run of a cluster that exists. Ports that have become busy are replaced. */
export async function provisionAgain(work: Provision, record: ClusterRecord): Promise<BroughtUp> {
  const { files, toolset, processes, steps } = work
  const running = processes.running()
  const run = await steps.run(PREPARE, async () => {
    const ports = running.length === 0 ? await choosePorts(record.ports) : record.ports
    const next: Run = { toolset, files, ports, bootId: randomUUID() }
    await writeWrappers(toolset, files)
    if (running.length === 0) await Promise.all([makePipes(files), completeSwap(files)])
    if (!running.includes('kwok-controller')) await rewrite(next, record.ports)
    await writeRecord(files, { ...record, ports })
    return next
  })
  const bootId = running.includes('kwok-controller') ? undefined : run.bootId
  return up(work, { ...run, bootId }, ['start', 'cluster'], 'own')
}

/** The record of a cluster that is taken back once more. */
export const takenBack = (record: ClusterRecord): ClusterRecord => ({ ...record, restores: record.restores + 1 })

/** Unpacks a kept state while the cluster goes on: nothing is lost when it turns out to be damaged. */
export const unpackKept = (toolset: Toolset, files: ClusterFiles, record: ClusterRecord, kept: string): Promise<void> =>
  unpackState(toolset, files, kept, record.restores * REVISIONS_A_RESTORE)

/** Takes the cluster back to the state that was unpacked. */
export async function provisionBack(work: Provision, record: ClusterRecord): Promise<BroughtUp> {
  const { files, steps } = work
  await steps.run(STOP, () => work.processes.stop())
  await steps.run(PUT_BACK, async () => {
    await writeRecord(files, record)
    await useUnpacked(files)
  })
  return provisionAgain(work, record)
}

/** More than a lab ever writes between two restores. */
const REVISIONS_A_RESTORE = 1_000_000

async function rewrite(run: Run, before: ClusterPorts): Promise<void> {
  const { files, ports } = run
  const text = await readFile(files.kwokYaml, 'utf8')
  await replace(files.kwokYaml, startConfiguration(text, before, run))
  await replace(files.kubeconfig, await adminKubeconfig(files, ports.apiServer))
}

/** Whole or not at all: a disk that becomes full leaves the old file. */
async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

interface Start {
  readonly ports: ClusterPorts
  readonly bootId: string | undefined
}

async function up(
  work: Provision,
  { ports, bootId }: Start,
  kwokctl: readonly string[],
  contents: Contents,
): Promise<BroughtUp> {
  const { files, processes, steps, clock, signal } = work
  const refused = (error: unknown): void => work.log.warn('the API server refuses an object', { error })
  let client: ApiClient | undefined
  const api = (): ApiClient => (client ??= new ApiClient(files.pki, ports.apiServer))
  try {
    return await bringUp({ files, ports, processes, steps, clock, signal, api, kwokctl, contents, bootId, refused })
  } finally {
    client?.dispose()
  }
}
