/** Flux's objects as the rest of the engine reads them. Pure. */

import type { ObjectQuery } from '../../contract/lab.ts'
import type { KubeObject } from '../checks/observation.ts'
import { at, condition, textAt } from '../panel/read-fields.ts'

export const GIT_REPOSITORIES: ObjectQuery = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository' }
export const KUSTOMIZATIONS: ObjectQuery = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' }

/** What is written to make a controller look at its object now. */
export const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt'

export const isSuspended = (object: KubeObject): boolean => at(object, 'spec', 'suspend') === true

/** The branch that a GitRepository follows; undefined when it follows a tag, a commit or the like. */
export function followedBranch(source: KubeObject): string | undefined {
  const branch = textAt(source, 'spec', 'ref', 'branch')
  if (branch !== undefined) return branch
  const other = ['tag', 'semver', 'name', 'commit'].some((field) => at(source, 'spec', 'ref', field) !== undefined)
  return other ? undefined : FLUX_DEFAULT_BRANCH
}

/** What Flux takes when nothing is given. */
const FLUX_DEFAULT_BRANCH = 'master'

/** A revision of Flux, `main@sha1:…`, taken apart. */
export interface Revision {
  readonly branch: string
  readonly commit: string
}

export function parseRevision(text: string | undefined): Revision | undefined {
  const [, branch, commit] = /^(.*)@sha1:([0-9a-f]{40})$/.exec(text ?? '') ?? []
  return branch === undefined || commit === undefined ? undefined : { branch, commit }
}

/** The revision that a GitRepository offers. */
export const artifactRevision = (source: KubeObject): string | undefined =>
  textAt(source, 'status', 'artifact', 'revision')

/** The name of the lab repository that an address leads to; undefined for one elsewhere. */
export function repositoryAt(url: string | undefined, address: string): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const [there, here] = [new URL(url), new URL(address)]
  if (!LOOPBACK.has(there.hostname) || there.port !== here.port) return undefined
  return /^\/[^/]+\/([^/]+?)(?:\.git)?\/?$/.exec(there.pathname)?.[1]
}

const LOOPBACK = new Set(['localhost', '127.0.0.1'])

export interface ObjectKey {
  readonly namespace: string
  readonly name: string
}

export const keyText = ({ namespace, name }: ObjectKey): string => `${namespace}/${name}`

export const keyOf = ({ metadata }: KubeObject): string =>
  keyText({ namespace: metadata.namespace ?? 'default', name: metadata.name })

/** The source that a Kustomization applies, when it is a GitRepository. */
export function sourceOf(kustomization: KubeObject): string | undefined {
  if (textAt(kustomization, 'spec', 'sourceRef', 'kind') !== 'GitRepository') return undefined
  const name = textAt(kustomization, 'spec', 'sourceRef', 'name')
  const namespace = textAt(kustomization, 'spec', 'sourceRef', 'namespace') ?? kustomization.metadata.namespace
  return name === undefined ? undefined : keyText({ namespace: namespace ?? 'default', name })
}

/** What the Ready condition says against it; undefined when it says nothing against it. */
export function readyProblem(object: KubeObject): { readonly reason: string; readonly message: string } | undefined {
  const ready = condition(object, 'Ready')
  if (ready?.status !== 'False') return undefined
  return { reason: ready.reason ?? '', message: ready.message ?? '' }
}
