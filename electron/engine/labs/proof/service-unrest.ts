import type { KubeObject } from '../../checks/observation.ts'
import { at, condition, keysAt, listAt, textAt } from '../../panel/read-fields.ts'

/** A Service whose endpoint slices do not yet say what its Pods say; its controller is some way behind. */
export function serviceUnrest(service: KubeObject, objects: readonly KubeObject[]): string | undefined {
  if (keysAt(service, 'spec', 'selector').length === 0 || textAt(service, 'spec', 'type') === 'ExternalName')
    return undefined
  const near = objects.filter(({ metadata }) => metadata.namespace === service.metadata.namespace)
  const wanted = near
    .filter((pod) => isBehind(pod, service))
    .map((pod) => `${pod.metadata.uid} ${isReady(pod, service)}`)
  const written = near
    .filter((slice) => slice.kind === 'EndpointSlice' && slice.metadata.labels?.[SERVICE] === service.metadata.name)
    .flatMap((slice) => listAt(slice, 'endpoints'))
    .map((endpoint) => `${textAt(endpoint, 'targetRef', 'uid')} ${at(endpoint, 'conditions', 'ready') === true}`)
  return asOne(wanted) === asOne(written) ? undefined : 'has endpoints that its controller has not seen'
}

const SERVICE = 'kubernetes.io/service-name'

/** The same text for the same things, however often and in whatever order they come. */
const asOne = (texts: readonly string[]): string => [...new Set(texts)].toSorted().join()

function isBehind(pod: KubeObject, service: KubeObject): boolean {
  if (pod.kind !== 'Pod' || textAt(pod, 'status', 'podIP') === undefined) return false
  if (['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '')) return false
  return keysAt(service, 'spec', 'selector').every(
    (key) => pod.metadata.labels?.[key] === textAt(service, 'spec', 'selector', key),
  )
}

const isReady = (pod: KubeObject, service: KubeObject): boolean =>
  at(service, 'spec', 'publishNotReadyAddresses') === true || condition(pod, 'Ready')?.status === 'True'
