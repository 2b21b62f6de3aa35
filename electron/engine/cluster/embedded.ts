import { join } from 'node:path'

import type { Capability } from '../../contract/lab.ts'
import { systemClock, type Clock } from '../lib/clock.ts'
import { Emitter } from '../lib/emitter.ts'
import { silentLog, type Log } from '../lib/log.ts'
import type { ToolName, Toolset } from '../tools/toolset.ts'
import { cleanPath, firstProgram } from '../workspace/environment.ts'
import { filesOf } from './embedded/cluster-files.ts'
import { EmbeddedCluster } from './embedded/cluster.ts'
import { ORPHAN_DELAY_MS } from './embedded/guard.ts'
import { StepDurations } from './embedded/provision-steps.ts'
import { SparePki } from './embedded/spare-pki.ts'
import { Template } from './embedded/template.ts'
import type { ClusterHealth, ClusterId, ClusterProvider } from './provider.ts'

export interface EmbeddedDeps {
  readonly dataRoot: string
  readonly toolset: Toolset
  readonly clock?: Clock
  readonly log?: Log
  /** How long a cluster goes on when its engine was killed and no other has taken it over. Default 30 s. */
  readonly orphanDelayMs?: number
  /** Where the prepared state of new clusters is kept; the data folder when not given. */
  readonly templateRoot?: string
}

const ALWAYS: readonly Capability[] = ['objects', 'rbac', 'quota', 'scheduling', 'snapshot']

/** What Flux needs: its own controllers run as processes here, and the learner types `flux`. */
const FLUX_TOOLS: readonly ToolName[] = ['flux', 'source-controller', 'kustomize-controller']

/** What the clusters can do as of now. Git is the machine's own, Flux comes with tools that may still be on their way. */
export function embeddedCapabilities(
  toolset: Pick<Toolset, 'has'>,
  path = process.env['PATH'],
): () => readonly Capability[] {
  if (firstProgram(cleanPath(path), ['git']) === undefined) return () => ALWAYS
  const [withGit, withFlux] = [
    [...ALWAYS, 'git'],
    [...ALWAYS, 'git', 'flux'],
  ] as const
  return () => (FLUX_TOOLS.every((tool) => toolset.has(tool)) ? withFlux : withGit)
}

/**
 * Clusters without Docker and without root: real etcd, API server, controller manager and scheduler as local
 * processes, run by kwokctl; nodes and containers are simulated by kwok.
 */
export function createEmbeddedProvider(deps: EmbeddedDeps): ClusterProvider {
  const { dataRoot, toolset, clock = systemClock, log = silentLog, orphanDelayMs = ORPHAN_DELAY_MS } = deps
  const capabilities = embeddedCapabilities(toolset)
  const onStatus = new Emitter<ClusterHealth>()
  const durations = new StepDurations(join(dataRoot, 'clusters', 'durations.json'))
  const preparedRoot = deps.templateRoot ?? dataRoot
  const template = new Template(preparedRoot, toolset)
  const pki = new SparePki(preparedRoot, toolset)
  const clusters = new Map<string, EmbeddedCluster>()

  const get = (id: ClusterId): EmbeddedCluster => {
    const key = `${id.lab}/${id.cluster}`
    const known = clusters.get(key)
    if (known !== undefined) return known
    const changed = (status: ClusterHealth['status']): void => onStatus.fire({ id, status })
    const made = new EmbeddedCluster(id, filesOf(dataRoot, id), {
      toolset,
      clock,
      log,
      durations,
      capabilities,
      template,
      pki,
      orphanDelayMs,
      changed,
    })
    clusters.set(key, made)
    return made
  }

  return {
    name: 'embedded',
    get capabilities() {
      return capabilities()
    },
    onStatus: onStatus.event,
    create: async (id, signal) => get(id).create(signal),
    start: async (id, signal) => get(id).start(signal),
    stop: async (id) => get(id).stop(),
    letGo: async (id) => get(id).letGo(),
    async renew(id, signal) {
      await get(id).delete({ keptStates: 'stay' })
      await get(id).create(signal)
    },
    delete: async (id) => get(id).delete({ keptStates: 'go' }),
    status: (id) => get(id).status(),
    kubeconfig: async (id) => get(id).kubeconfig(),
    snapshot: async (id, name) => get(id).snapshot(name),
    restore: async (id, name) => get(id).restore(name),
    snapshots: async (id) => get(id).snapshots(),
    log: async (id) => get(id).log(),
    async dispose() {
      await Promise.all([...clusters.values()].map((cluster) => cluster.dispose()))
      await pki.settled()
      onStatus.dispose()
    },
  }
}
