/** The second half of the way from Git to the cluster: what the Kustomization has applied. */

import type { SyncedCheck } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import type { Eye } from './eye.ts'
import { textAt } from './fields.ts'
import { commitIn, conditionOf, isSuspended, readinessOf, shortRevision } from './flux-objects.ts'
import { behind, fluxFinding, inFluxWords, notReady, suspended, working, type Trouble } from './flux-words.ts'
import { short } from './git-words.ts'
import { shortName } from './names.ts'
import type { KubeObject } from './observation.ts'
import { NOTHING } from './render.ts'
import { inventoryFindings } from './synced-inventory.ts'
import { fetchedRevision, when } from './synced-source.ts'
import { rolloutFindings } from './synced-rollout.ts'

export interface Applying {
  readonly check: SyncedCheck
  readonly source: KubeObject
  readonly kustomization: KubeObject
  /** The commit that must be applied; undefined while nobody knows. */
  readonly commit: string | undefined
}

/** Whatever keeps the commit from being applied, from holding what it should, and from running. */
export function kustomizationFindings(applying: Applying, eye: Eye): readonly Finding[] {
  const { check, kustomization } = applying
  const troubles = [
    ...otherSource(applying),
    ...(isSuspended(kustomization) ? [suspended(kustomization, check.cluster)] : []),
    ...progress(applying),
  ]
  const own = troubles.map((trouble) => fluxFinding(kustomization, check.cluster, trouble))
  if (!isThere(applying)) return own
  const inventory = inventoryFindings(check, kustomization, eye)
  return [...own, ...inventory, ...(check.running ? rolloutFindings(check, kustomization, eye) : [])]
}

const lastApplied = (kustomization: KubeObject) => textAt(kustomization, 'status', 'lastAppliedRevision')

const isApplied = ({ kustomization, commit }: Applying): boolean =>
  commit === undefined || commitIn(lastApplied(kustomization)) === commit

/** What is wanted is in the cluster, whether or not it has become healthy: Flux was satisfied, is waiting, or gave up. */
function isThere(applying: Applying): boolean {
  const { kustomization, commit } = applying
  if (isApplied(applying)) return true
  const attempted = commitIn(textAt(kustomization, 'status', 'lastAttemptedRevision'))
  const isWaiting = conditionOf(kustomization, 'Healthy')?.status === 'Unknown'
  return attempted === commit && (isWaiting || conditionOf(kustomization, 'Ready')?.reason === 'HealthCheckFailed')
}

function otherSource({ source, kustomization }: Applying): readonly Trouble[] {
  const { name, namespace } = source.metadata
  const kind = textAt(kustomization, 'spec', 'sourceRef', 'kind') ?? ''
  const of = textAt(kustomization, 'spec', 'sourceRef', 'name') ?? ''
  const at = textAt(kustomization, 'spec', 'sourceRef', 'namespace') ?? kustomization.metadata.namespace
  if (kind === source.kind && of === name && at === namespace) return []
  const found = `${kind.toLowerCase()}/${of}${at === namespace ? '' : ` in ${at}`}`
  const message = `${shortName(kustomization)} applies what ${found} fetches; it should apply what ${shortName(source)} fetches.`
  return [{ path: 'spec.sourceRef', expected: shortName(source), found, message }]
}

function progress(applying: Applying): readonly Trouble[] {
  const { kustomization } = applying
  const readiness = readinessOf(kustomization)
  if (readiness === 'failed') return [notReady(kustomization), ...notApplied(applying)]
  if (isSuspended(kustomization)) return notApplied(applying)
  if (readiness === 'behind') return [behind(kustomization)]
  const late = notApplied(applying)
  return late.length === 0 && readiness === 'working' ? [working(kustomization)] : late
}

/** A commit that has not been fetched cannot have been applied: that is the source's to tell. */
function notApplied(applying: Applying): readonly Trouble[] {
  const { source, kustomization, commit } = applying
  const fetched = fetchedRevision(source)
  if (commit === undefined || fetched === undefined || isApplied(applying) || commitIn(fetched) !== commit) return []
  const applied = lastApplied(kustomization)
  const found = applied === undefined ? NOTHING : shortRevision(applied)
  const now = conditionOf(kustomization, 'Reconciling')
  const isAtIt = now?.status === 'True' && now.reason === 'Progressing'
  const then = isAtIt ? ` Flux is at it.${inFluxWords(now.message)}` : when(kustomization, applying.check.cluster)
  return [
    {
      path: 'status.lastAppliedRevision',
      expected: shortRevision(fetched),
      found,
      message: `Commit ${short(commit)} is ${stationOf(applying, applied && found)}.${then}`,
    },
  ]
}

function stationOf(applying: Applying, before: string | undefined): string {
  const name = shortName(applying.kustomization)
  if (!isThere(applying)) {
    const has = before === undefined ? 'nothing yet' : `${before} so far`
    return `fetched, but not applied yet: ${name} has applied ${has}`
  }
  const last = before === undefined ? 'nothing has before' : `${before} was the last that did`
  return `applied by ${name}, but not all of it has become healthy yet; ${last}`
}
