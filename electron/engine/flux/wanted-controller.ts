import type { ObjectQuery } from '../../contract/lab.ts'
import type { KubeObject, Sight } from '../checks/observation.ts'
import { KINDS_OF, type FluxControllerName } from './controllers.ts'

const PART_OF_FLUX = { 'app.kubernetes.io/part-of': 'flux' }

/** What must be watched to know which controllers are wanted. */
export const DEPLOYMENTS: ObjectQuery = { apiVersion: 'apps/v1', kind: 'Deployment', labels: PART_OF_FLUX }
export const PODS: ObjectQuery = { apiVersion: 'v1', kind: 'Pod', labels: PART_OF_FLUX }
export const DEFINITIONS: ObjectQuery = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  labels: PART_OF_FLUX,
}

export interface FluxSights {
  readonly deployments: Sight
  readonly pods: Sight
  readonly definitions: Sight
}

/** One life of a controller: everything in it is as its pod says. Another pod is another life. */
export interface ControllerPod {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly serviceAccount: string
  readonly container: string
  readonly args: readonly string[]
}

/** `unknown`: it cannot be seen now, so whatever is the case stays. */
export type Wanted =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'waiting'; readonly reason: string }
  /** Backing off: the pod shows that its controller ended too often. */
  | { readonly kind: 'run'; readonly pod: ControllerPod; readonly isBackingOff: boolean }

interface Deployment extends KubeObject {
  readonly spec?: { readonly replicas?: number }
}

interface Pod extends KubeObject {
  readonly spec?: {
    readonly serviceAccountName?: string
    readonly containers?: readonly { readonly name: string; readonly args?: readonly string[] }[]
  }
  readonly status?: {
    readonly phase?: string
    readonly containerStatuses?: readonly ContainerStatus[]
  }
}

interface ContainerStatus {
  readonly name: string
  readonly state?: { readonly running?: object; readonly waiting?: { readonly reason?: string } }
}

interface Definition extends KubeObject {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
}

/**
 * Whether a controller is to run now. It runs where a kubelet would run it: in a pod of its Deployment whose container
 * was started, and ends with the deletion of that pod.
 */
export function wantedController(name: FluxControllerName, sights: FluxSights): Wanted {
  const deployments = seen(sights.deployments)
  const pods = seen(sights.pods)
  const definitions = seen(sights.definitions)
  if (deployments === undefined || pods === undefined || definitions === undefined) return { kind: 'unknown' }
  const deployment = oldest(deployments.filter((each) => each.metadata.name === name && isWanted(each)))
  if (deployment === undefined) return { kind: 'absent' }
  const missing = KINDS_OF[name].filter((kind) => !definitions.some((each) => isEstablished(each, kind)))
  if (missing.length > 0) return waiting(`The cluster does not know ${missing.join(', ')} yet.`)
  const { namespace = 'default' } = deployment.metadata
  const own = pods.filter((pod) => isOf(pod, name, namespace))
  if (own.length === 0) return waiting(`Deployment ${name} in ${namespace} has no pod yet.`)
  const running = own.filter(isRunning).toSorted(byAge).at(-1)
  if (running === undefined) return waiting(`The container of ${name} in ${namespace} has not been started yet.`)
  return { kind: 'run', pod: controllerPod(running, namespace), isBackingOff: isBackingOff(running) }
}

const waiting = (reason: string): Wanted => ({ kind: 'waiting', reason })

const seen = (sight: Sight): readonly KubeObject[] | undefined => ('objects' in sight ? sight.objects : undefined)

const isWanted = (deployment: KubeObject): boolean =>
  deployment.metadata.deletionTimestamp === undefined && ((deployment as Deployment).spec?.replicas ?? 1) > 0

const isEstablished = (definition: KubeObject, name: string): boolean =>
  definition.metadata.name === name &&
  ((definition as Definition).status?.conditions ?? []).some(
    ({ type, status }) => type === 'Established' && status === 'True',
  )

const isOf = ({ metadata }: KubeObject, name: string, namespace: string): boolean =>
  metadata.namespace === namespace && metadata.labels?.['app'] === name && metadata.deletionTimestamp === undefined

const OVER = ['Succeeded', 'Failed']

/** The container runs, or ran until its process was given up. */
function isRunning(pod: KubeObject): boolean {
  const { status } = pod as Pod
  const [container] = status?.containerStatuses ?? []
  if (container === undefined || OVER.includes(status?.phase ?? '')) return false
  return container.state?.running !== undefined || isBackingOff(pod)
}

const isBackingOff = (pod: KubeObject): boolean =>
  (pod as Pod).status?.containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff'

const byAge = (one: KubeObject, other: KubeObject): number =>
  (one.metadata.creationTimestamp ?? '') < (other.metadata.creationTimestamp ?? '') ? -1 : 1

const oldest = (objects: readonly KubeObject[]): KubeObject | undefined => objects.toSorted(byAge)[0]

function controllerPod(pod: KubeObject, namespace: string): ControllerPod {
  const { spec } = pod as Pod
  const container = spec?.containers?.[0]
  return {
    namespace,
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    serviceAccount: spec?.serviceAccountName ?? 'default',
    container: container?.name ?? 'manager',
    args: container?.args ?? [],
  }
}
