/** Flux's objects at a glance: which commit they have, or what Flux says against it. */

import type { KubeObject } from '../checks/observation.ts'
import { glance } from './glance.ts'
import type { Glance } from './glance.ts'
import { at, condition, textAt } from './read-fields.ts'

export function gitRepositoryGlance(source: KubeObject): Glance {
  const branch = textAt(source, 'spec', 'ref', 'branch')
  return fluxGlance(source, textAt(source, 'status', 'artifact', 'revision'), textAt(source, 'spec', 'url'), branch)
}

export function kustomizationGlance(kustomization: KubeObject): Glance {
  const path = textAt(kustomization, 'spec', 'path')
  return fluxGlance(kustomization, textAt(kustomization, 'status', 'lastAppliedRevision'), path)
}

function fluxGlance(
  object: KubeObject,
  revision: string | undefined,
  ...facts: readonly (string | undefined)[]
): Glance {
  if (at(object, 'spec', 'suspend') === true) return glance('neutral', 'suspended', shortRevision(revision), ...facts)
  const ready = condition(object, 'Ready')
  if (ready?.status === 'True') return glance('well', shortRevision(revision) ?? 'Ready', ...facts)
  if (ready?.status === 'False') return glance('unwell', ready.reason ?? 'not Ready', ready.message, ...facts)
  return glance('progressing', ready?.reason ?? 'not looked at yet', ...facts)
}

/** `main@sha1:8e837dd…` as people say it: `main@8e837dd`. */
const shortRevision = (revision: string | undefined): string | undefined =>
  revision?.replace(/@sha1:([0-9a-f]{7})[0-9a-f]*$/, '@$1')

/** `NAMESPACE/NAME` of the GitRepository that a Kustomization applies; undefined for anything else. */
export function sourceKey({ apiVersion, kind, metadata, ...rest }: KubeObject): string | undefined {
  if (kind !== 'Kustomization' || !apiVersion.startsWith('kustomize.toolkit.fluxcd.io/')) return undefined
  const source = at(rest, 'spec', 'sourceRef')
  const name = textAt(source, 'name')
  if (textAt(source, 'kind') !== 'GitRepository' || name === undefined) return undefined
  return `${textAt(source, 'namespace') ?? metadata.namespace ?? 'default'}/${name}`
}
