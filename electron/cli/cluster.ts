import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { clusterName, labId } from '../contract/ids.ts'
import type { ClusterId } from '../engine/cluster/provider.ts'
import type { CliContext, ExitCode } from './context.ts'
import { EXIT } from './context.ts'
import { openEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import { isAnswering } from './own-clusters.ts'
import { seconds, table } from './text/table.ts'

export interface ClusterOptions {
  readonly name?: string
  readonly data?: string
  readonly json?: boolean
  readonly all?: boolean
}

/** Clusters without a lab lie where a lab of this name would have its own. */
const NO_LAB = labId('no-lab')
const idOf = (options: ClusterOptions): ClusterId => ({ lab: NO_LAB, cluster: clusterName(options.name ?? 'dev') })

const kubeconfigFile = (environment: Environment, { lab, cluster }: ClusterId): string =>
  join(environment.dataRoot, 'kubeconfigs', `${lab}-${cluster}.yaml`)

/** `drydock cluster up`, `status` and `down`. */
export async function clusterCommand(
  command: 'up' | 'status' | 'down',
  context: CliContext,
  options: ClusterOptions,
): Promise<ExitCode> {
  const environment = openEnvironment(context, { data: options.data })
  try {
    return await COMMANDS[command](context, options, environment)
  } finally {
    await environment.provider.dispose()
  }
}

/** Brings a cluster up and leaves it running; started again when it was only stopped. */
async function clusterUp(context: CliContext, options: ClusterOptions, environment: Environment): Promise<ExitCode> {
  const { provider } = environment
  const id = idOf(options)
  const isNew = !(await listClusters(environment)).some((known) => isSame(known, id))
  const began = performance.now()
  try {
    await provider.create(id, context.signal)
  } catch (error) {
    if (isNew) await provider.delete(id)
    throw error
  }
  const file = kubeconfigFile(environment, id)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, await provider.kubeconfig(id), { mode: 0o600 })
  const tookMs = performance.now() - began
  const { kubernetesVersion } = provider.status(id)
  await provider.letGo(id)
  if (options.json === true)
    context.out(`${JSON.stringify({ cluster: id.cluster, kubeconfig: file, kubernetesVersion, tookMs }, null, 2)}\n`)
  else
    context.out(
      `${id.cluster} is up after ${seconds(tookMs)}${kubernetesVersion === undefined ? '' : ` (Kubernetes ${kubernetesVersion})`}\nexport KUBECONFIG=${file}\n`,
    )
  return EXIT.passed
}

/** Every cluster of the data folder: whose it is, and whether it runs. */
async function clusterStatus(
  context: CliContext,
  options: ClusterOptions,
  environment: Environment,
): Promise<ExitCode> {
  const clusters = await Promise.all((await listClusters(environment)).map((id) => look(environment, id)))
  if (options.json === true) context.out(`${JSON.stringify({ clusters }, null, 2)}\n`)
  else if (clusters.length === 0) context.out('There is no cluster.\n')
  else
    context.out(
      table(clusters.map(({ lab, cluster, phase, server }) => [cluster, lab ?? 'without a lab', phase, server ?? ''])),
    )
  return EXIT.passed
}

interface Seen {
  readonly lab: string | null
  readonly cluster: string
  readonly phase: 'ready' | 'stopped' | 'incomplete'
  readonly server?: string
}

async function look({ provider }: Environment, id: ClusterId): Promise<Seen> {
  const about = { lab: id.lab === NO_LAB ? null : id.lab, cluster: id.cluster }
  const kubeconfig = await provider.kubeconfig(id).catch(() => undefined)
  if (kubeconfig === undefined) return { ...about, phase: 'incomplete' }
  const { server, answers } = await isAnswering(kubeconfig)
  return { ...about, phase: answers ? 'ready' : 'stopped', server }
}

/** Ends a cluster, or all of the data folder; nothing of it stays, running or on disk. */
async function clusterDown(context: CliContext, options: ClusterOptions, environment: Environment): Promise<ExitCode> {
  const ids = options.all === true ? await listClusters(environment) : [idOf(options)]
  for (const id of ids) {
    await environment.provider.delete(id)
    await rm(kubeconfigFile(environment, id), { force: true })
  }
  if (options.json === true) context.out(`${JSON.stringify({ deleted: ids }, null, 2)}\n`)
  else
    context.out(ids.length === 0 ? 'There is no cluster.\n' : ids.map(({ cluster }) => `${cluster} is gone\n`).join(''))
  return EXIT.passed
}

const COMMANDS = { up: clusterUp, status: clusterStatus, down: clusterDown }

const isSame = (one: ClusterId, other: ClusterId): boolean => one.lab === other.lab && one.cluster === other.cluster

/** `<data>/clusters/<lab>/<cluster>`, as providers lay them out. */
async function listClusters({ dataRoot }: Environment): Promise<ClusterId[]> {
  const root = join(dataRoot, 'clusters')
  const labs = await folders(root)
  const lists = await Promise.all(
    labs.map(async (lab) =>
      (await folders(join(root, lab))).map((cluster) => ({ lab: labId(lab), cluster: clusterName(cluster) })),
    ),
  )
  return lists.flat()
}

async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .toSorted()
}
