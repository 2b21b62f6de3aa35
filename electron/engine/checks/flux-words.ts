/** How Flux's troubles are told to a learner; and the commands that show them. */

import type { ObjectQuery } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import { conditionOf, isOfFlux, type Condition } from './flux-objects.ts'
import { fullName, shortName } from './names.ts'
import type { KubeObject, Sight } from './observation.ts'
import { NOTHING } from './render.ts'

/** The cluster has no such kind, so there is nothing of Flux in it that could do this. */
export const notInstalled = (kind: string, cluster: string | undefined): Finding => ({
  object: cluster === undefined ? 'the cluster' : `cluster ${cluster}`,
  path: '',
  expected: 'Flux',
  found: NOTHING,
  message: `Flux is not installed in ${cluster === undefined ? 'the cluster' : `cluster ${cluster}`}: it knows no ${kind} yet.`,
  show: ['flux check', ...inContext(cluster)].join(' '),
})

/** The finding for objects of Flux in a cluster that does not know their kind: there are none, and it is plain why. */
export function withoutFlux(query: ObjectQuery, cluster: string | undefined, sight: Sight): Finding | undefined {
  const isMissing = 'blind' in sight && sight.blind.reason === 'kind-unknown' && isOfFlux(query)
  return isMissing ? notInstalled(query.kind, cluster) : undefined
}

/** `flux get kustomizations vote -n flux-system`. */
export function showFlux({ kind, metadata }: KubeObject, cluster: string | undefined): string {
  const what = kind === 'GitRepository' ? 'sources git' : 'kustomizations'
  return [`flux get ${what} ${metadata.name} -n ${metadata.namespace}`, ...inContext(cluster)].join(' ')
}

/** A command for one object of Flux: `flux reconcile kustomization vote -n flux-system`. */
export function fluxCommand(verb: 'reconcile' | 'resume', object: KubeObject, cluster: string | undefined): string {
  const { name, namespace } = object.metadata
  const what = object.kind === 'GitRepository' ? 'source git' : 'kustomization'
  return [`flux ${verb} ${what} ${name} -n ${namespace}`, ...inContext(cluster)].join(' ')
}

const inContext = (cluster: string | undefined): readonly string[] =>
  cluster === undefined ? [] : [`--context ${cluster}`]

export interface Trouble {
  readonly path: string
  readonly expected: string
  readonly found: string
  /** The whole sentence or sentences. */
  readonly message: string
}

export const fluxFinding = (object: KubeObject, cluster: string | undefined, trouble: Trouble): Finding => ({
  object: fullName(object),
  ...trouble,
  show: showFlux(object, cluster),
})

export function suspended(object: KubeObject, cluster: string | undefined): Trouble {
  const does = object.kind === 'GitRepository' ? 'fetches nothing' : 'applies nothing'
  return {
    path: 'spec.suspend',
    expected: 'false',
    found: 'true',
    message: `${shortName(object)} is suspended, so Flux ${does} for it. It goes on after: ${fluxCommand('resume', object, cluster)}`,
  }
}

export const behind = (object: KubeObject): Trouble => ({
  path: 'status.observedGeneration',
  expected: 'the latest change',
  found: 'an earlier one',
  message: `${shortName(object)} has been changed, and Flux has not looked at it since.`,
})

/** Ready is False: what that means, and Flux's own words. */
export function notReady(object: KubeObject): Trouble {
  const ready = conditionOf(object, 'Ready') ?? UNTOLD
  return {
    path: 'status.conditions',
    expected: 'Ready',
    found: ready.reason === '' ? 'not Ready' : ready.reason,
    message: `${meaningOf(object, ready)}.${inFluxWords(ready.message)}`,
  }
}

/** Flux is still at it. */
export function working(object: KubeObject): Trouble {
  const now = conditionOf(object, 'Reconciling') ?? conditionOf(object, 'Ready') ?? UNTOLD
  return {
    path: 'status.conditions',
    expected: 'Ready',
    found: now.reason === '' ? 'no word from Flux yet' : now.reason,
    message: `Flux is not done with ${shortName(object)} yet.${inFluxWords(now.message)}`,
  }
}

const UNTOLD: Condition = { status: 'Unknown', reason: '', message: '', observedGeneration: undefined }

/** By the reason of Ready, what it means; continued by Flux's message. */
const MEANINGS: Readonly<Record<string, (name: string) => string>> = {
  AuthenticationFailed: (name) => `${name} may not read its repository; look at its credentials (spec.secretRef)`,
  GitOperationFailed: (name) => `${name} cannot fetch from its repository`,
  URLInvalid: (name) => `The address of ${name} is no good`,
  DependencyNotReady: (name) => `${name} waits for another Kustomization that it depends on`,
  ArtifactFailed: (name) => `${name} cannot get the files that it should apply`,
  BuildFailed: (name) => `The manifests of ${name} cannot be built`,
  HealthCheckFailed: (name) => `${name} was applied, but not all of it became healthy`,
  PruneFailed: (name) => `${name} cannot remove what is gone from Git`,
  ReconciliationFailed: (name) => `${name} cannot be applied`,
}

function meaningOf(object: KubeObject, { reason, message }: Condition): string {
  const isRefused = reason === 'GitOperationFailed' && /authenticat|authoriz|\b40[13]\b/i.test(message)
  const meaning = MEANINGS[isRefused ? 'AuthenticationFailed' : reason]
  return meaning?.(shortName(object)) ?? `${shortName(object)} is not ready`
}

/** The longest part of Flux's message that is quoted, in characters; build errors can be pages. */
const MAX_QUOTED = 300

/** Where kustomize-controller unpacks an artifact: a folder that nobody but it ever sees. */
const UNPACKED = /\/[^\s'":]*\/kustomization-\d+\//g

/** ` Flux says: …`, ready to follow a sentence. */
export function inFluxWords(message: string): string {
  const line = message.trim().replaceAll(/\s+/g, ' ').replaceAll(UNPACKED, './')
  if (line === '') return ''
  return ` Flux says: ${line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED)}…` : line}`
}
