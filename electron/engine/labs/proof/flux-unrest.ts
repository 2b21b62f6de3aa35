/** What Flux has yet to do: a commit to fetch, a revision to apply, a change to look at. Pure. */

import type { KubeObject } from '../../checks/observation.ts'
import type { FluxControllerName } from '../../flux/controllers.ts'
import {
  artifactRevision,
  followedBranch,
  GIT_REPOSITORIES,
  isSuspended,
  keyOf,
  keyText,
  KUSTOMIZATIONS,
  parseRevision,
  readyProblem,
  repositoryAt,
  REQUESTED_AT,
  sourceOf,
} from '../../flux/flux-objects.ts'
import type { FluxControllerStatus } from '../../flux/flux-controllers.ts'
import type { RepositoryState } from '../../git/repository-state.ts'
import { condition, listAt, numberAt, textAt } from '../../panel/read-fields.ts'

/** The kinds that Flux works on here. */
export const FLUX_KINDS = [GIT_REPOSITORIES, KUSTOMIZATIONS]

/** What beside the cluster decides whether Flux is at rest. */
export interface FluxSurroundings {
  readonly address: string
  /** Flux is asked to fetch whenever something was pushed. */
  readonly reconcilesOnPush: boolean
  readonly repositories: readonly RepositoryState[]
  readonly controllers: readonly FluxControllerStatus[]
}

/** The first thing that Flux is still to do, in words; undefined when there is nothing. */
export function fluxUnrest(objects: readonly KubeObject[], around: FluxSurroundings): string | undefined {
  const starting = around.controllers.find(({ state }) => state === 'starting')
  if (starting !== undefined) return `${starting.name} is starting`
  const works = (name: FluxControllerName): boolean =>
    around.controllers.some((each) => each.name === name && each.state === 'running')
  for (const object of objects) {
    if (isSuspended(object) || !works(CONTROLLER_OF[object.kind] ?? 'source-controller')) continue
    const why =
      handling(object) ?? (object.kind === 'GitRepository' ? fetching(object, around) : applying(object, objects))
    if (why !== undefined) return `${object.kind.toLowerCase()}/${object.metadata.name} ${why}`
  }
  return undefined
}

const CONTROLLER_OF: Readonly<Record<string, FluxControllerName>> = {
  GitRepository: 'source-controller',
  Kustomization: 'kustomize-controller',
}

function handling(object: KubeObject): string | undefined {
  if (condition(object, 'Stalled')?.status === 'True') return undefined
  if (!hasSeen(object)) return 'has changes that Flux has not seen'
  const asked = object.metadata.annotations?.[REQUESTED_AT]
  if (asked !== undefined && asked !== textAt(object, 'status', 'lastHandledReconcileAt'))
    return 'was asked to look again'
  const reconciling = condition(object, 'Reconciling')
  // `ProgressingWithRetry`: it has failed, and only tries again.
  return reconciling?.status === 'True' && reconciling.reason !== 'ProgressingWithRetry'
    ? 'is being reconciled'
    : undefined
}

/** Flux notes the generation on the object once it has worked, and on the condition that says why it has not. */
function hasSeen(object: KubeObject): boolean {
  const generation = numberAt(object, 'metadata', 'generation') ?? 0
  if ((numberAt(object, 'status', 'observedGeneration') ?? 0) >= generation) return true
  const said = listAt(object, 'status', 'conditions').find((each) => textAt(each, 'type') === 'Ready')
  return textAt(said, 'status') === 'False' && (numberAt(said, 'observedGeneration') ?? 0) >= generation
}

/**
 * A source that cannot fetch is at rest: what it says about that is what there is to see. So is one that nobody nudges
 * and that looks only after minutes or hours.
 */
function fetching(source: KubeObject, around: FluxSurroundings): string | undefined {
  const { address, repositories } = around
  if (!around.reconcilesOnPush && /[1-9]\d*[hm]/.test(textAt(source, 'spec', 'interval') ?? '')) return undefined
  const name = repositoryAt(textAt(source, 'spec', 'url'), address)
  const branch = followedBranch(source)
  const head = repositories.find((each) => each.name === name)?.branches.find((each) => each.name === branch)?.head
  if (head === undefined || readyProblem(source) !== undefined) return undefined
  return parseRevision(artifactRevision(source))?.commit === head ? undefined : `has not fetched ${head.slice(0, 7)}`
}

/** Reasons for which a revision is not even tried. */
const UNTRIED = new Set(['ArtifactFailed', 'DependencyNotReady'])

function applying(kustomization: KubeObject, objects: readonly KubeObject[]): string | undefined {
  const wanted = sourceOf(kustomization)
  const source = objects.find((each) => each.kind === 'GitRepository' && keyOf(each) === wanted)
  const revision = source === undefined ? undefined : artifactRevision(source)
  if (revision === undefined || textAt(kustomization, 'status', 'lastAttemptedRevision') === revision) return undefined
  const reason = readyProblem(kustomization)?.reason
  if (reason === 'DependencyNotReady' && dependencies(kustomization, objects).every(isReady))
    return 'waits for dependencies that have become ready'
  return UNTRIED.has(reason ?? '') ? undefined : `has not applied ${revision}`
}

function dependencies(kustomization: KubeObject, objects: readonly KubeObject[]): readonly (KubeObject | undefined)[] {
  return listAt(kustomization, 'spec', 'dependsOn').map((each) => {
    const namespace = textAt(each, 'namespace') ?? kustomization.metadata.namespace ?? 'default'
    const key = keyText({ namespace, name: textAt(each, 'name') ?? '' })
    return objects.find((other) => other.kind === 'Kustomization' && keyOf(other) === key)
  })
}

const isReady = (object: KubeObject | undefined): boolean => condition(object, 'Ready')?.status === 'True'
