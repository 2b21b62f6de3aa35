import type { ClusterStatus } from '../../electron/contract/cluster.ts'
import type { Capability } from '../../electron/contract/lab.ts'
import type { LabSummary, ToolchainStatus } from '../../electron/contract/protocol.ts'
import { durationWords } from '../state/time-words.ts'

export const TRACKS = [
  { track: 'kubernetes', title: 'Kubernetes' },
  { track: 'gitops', title: 'GitOps' },
] as const

/** How far a lab is, in words. */
export function progressWords({ progress, stepCount }: LabSummary): string {
  if (progress.state === 'untouched') return 'not started'
  const notes = [
    progress.hintsUsed > 0 ? counted(progress.hintsUsed, 'hint') : '',
    progress.shownSteps > 0 ? `${counted(progress.shownSteps, 'step')} shown` : '',
  ].filter(Boolean)
  const rest = notes.length === 0 ? '' : ` · ${notes.join(', ')}`
  if (progress.state === 'done') return `done · ${progress.earned} of ${progress.possible} points${rest}`
  return `${progress.passedSteps} of ${stepCount} steps passed${rest}`
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  objects: 'a cluster',
  rbac: 'access control',
  quota: 'quotas',
  scheduling: 'a scheduler',
  git: 'a Git server',
  flux: 'Flux',
  snapshot: 'snapshots',
  containers: 'real containers',
  dns: 'cluster DNS',
  exec: 'exec into containers',
}

export function capabilityWords(capabilities: readonly Capability[]): string {
  const words = capabilities.map((capability) => CAPABILITY_WORDS[capability])
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** The lab to go on with: the open one, else the one of last time, else the first that was begun. */
export function labToContinue(
  labs: readonly LabSummary[],
  open: string | undefined,
  last: string | null,
): LabSummary | undefined {
  const begun = labs.filter((lab) => lab.progress.state === 'started' && lab.missing.length === 0)
  return labs.find((lab) => lab.id === open) ?? begun.find((lab) => lab.id === last) ?? begun[0]
}

const PROVIDER_NOTES = { embedded: ', simulated containers', k3d: ', real containers', existing: '' } as const

/** "Kubernetes v1.36.3, simulated containers". */
export function clusterWords({ provider, kubernetesVersion }: ClusterStatus): string {
  const version = kubernetesVersion === undefined ? 'Kubernetes' : `Kubernetes ${kubernetesVersion.replace(/^v/, '')}`
  return `${version}${PROVIDER_NOTES[provider]}`
}

export function clusterLine(status: ClusterStatus): string {
  const ready = status.readyAfterMs === undefined ? '' : ` · ready in ${durationWords(status.readyAfterMs)}`
  return `${status.cluster}: ${status.provider} · ${clusterWords(status)}${ready}`
}

const PHASE_WORDS = { cache: 'taking it from the cache', download: 'downloading', build: 'building' } as const

export function toolchainLine({ tool, phase, done, total }: ToolchainStatus): string {
  const what = tool === undefined ? '' : `: ${tool}${phase === undefined ? '' : `, ${PHASE_WORDS[phase]}`}`
  return `Getting the rest of the tools in the background${what} (${done} of ${total})`
}
