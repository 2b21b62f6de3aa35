/** The first half of the way from Git to the cluster: what the GitRepository has fetched. */

import type { Finding } from '../../contract/verdict.ts'
import { textAt } from './fields.ts'
import { commitIn, isSuspended, readinessOf, shortRevision } from './flux-objects.ts'
import { behind, fluxCommand, fluxFinding, notReady, suspended, working, type Trouble } from './flux-words.ts'
import { commitName, short } from './git-words.ts'
import { shortName } from './names.ts'
import type { KubeObject } from './observation.ts'
import { NOTHING } from './render.ts'
import type { WantedCommit } from './wanted-commit.ts'

/** What the source is at. */
export const fetchedRevision = (source: KubeObject): string | undefined =>
  textAt(source, 'status', 'artifact', 'revision')

/** Whatever keeps the source from being at the wanted commit, or at any. */
export function sourceFindings(
  source: KubeObject,
  wanted: WantedCommit | undefined,
  cluster: string | undefined,
): readonly Finding[] {
  const elsewhere = wanted === undefined ? [] : looksElsewhere(source, wanted)
  const troubles = [
    ...elsewhere,
    ...(isSuspended(source) ? [suspended(source, cluster)] : []),
    ...readiness(source),
    ...(elsewhere.length === 0 ? notFetched(source, wanted, cluster) : []),
  ]
  return troubles.map((trouble) => fluxFinding(source, cluster, trouble))
}

/** It follows another repository or branch than the lab wants. */
function looksElsewhere(source: KubeObject, { repository, branch }: WantedCommit): readonly Trouble[] {
  const url = textAt(source, 'spec', 'url') ?? ''
  const followed = textAt(source, 'spec', 'ref', 'branch')
  const troubles: Trouble[] = []
  if (repositoryIn(url) !== repository) {
    const message = `${shortName(source)} fetches from ${url === '' ? NOTHING : url}; it should fetch from the repository ${repository}.`
    troubles.push({
      path: 'spec.url',
      expected: `the repository ${repository}`,
      found: url === '' ? NOTHING : url,
      message,
    })
  }
  if (followed !== undefined && followed !== branch) {
    const message = `${shortName(source)} follows branch ${followed}; it should follow ${branch}.`
    troubles.push({ path: 'spec.ref.branch', expected: branch, found: followed, message })
  }
  return troubles
}

/** `instavote` of `https://localhost:4443/learner/instavote.git`. */
const repositoryIn = (url: string): string | undefined => /\/([^/]+?)(?:\.git)?\/?$/.exec(url)?.[1]

function readiness(source: KubeObject): readonly Trouble[] {
  switch (readinessOf(source)) {
    case 'ready':
      return []
    case 'failed':
      return [notReady(source)]
    case 'behind':
      return isSuspended(source) ? [] : [behind(source)]
    case 'working':
      return isSuspended(source) ? [] : [working(source)]
  }
}

function notFetched(
  source: KubeObject,
  wanted: WantedCommit | undefined,
  cluster: string | undefined,
): readonly Trouble[] {
  const revision = fetchedRevision(source)
  const path = 'status.artifact.revision'
  if (wanted === undefined) {
    if (revision !== undefined) return []
    return [{ path, expected: 'a commit', found: NOTHING, message: `${shortName(source)} has fetched nothing yet.` }]
  }
  if (commitIn(revision) === wanted.id) return []
  const expected = `${wanted.branch}@${short(wanted.id)}`
  const found = revision === undefined ? NOTHING : shortRevision(revision)
  const message = `Commit ${commitName(wanted)} is pushed to ${wanted.branch}, but not fetched yet: ${shortName(source)} has ${found}.${when(source, cluster)}`
  return [{ path, expected, found, message }]
}

/** When Flux looks again by itself, and how not to wait for it; nothing where something else stands in the way. */
export function when(object: KubeObject, cluster: string | undefined): string {
  if (isSuspended(object) || readinessOf(object) === 'failed') return ''
  const interval = textAt(object, 'spec', 'interval')
  const itself = interval === undefined ? '' : `Flux looks every ${interval}; `
  return ` ${itself}${itself === '' ? 'Not' : 'not'} to wait: ${fluxCommand('reconcile', object, cluster)}`
}
