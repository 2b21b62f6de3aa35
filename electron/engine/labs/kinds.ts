/** The kinds that a plain cluster and Flux have: where they are found, and which of them live in a namespace. */

interface KindGroup {
  readonly namespaced: readonly string[]
  readonly clusterWide: readonly string[]
}

const group = (namespaced: string, clusterWide = ''): KindGroup => ({
  namespaced: namespaced.split(' ').filter(Boolean),
  clusterWide: clusterWide.split(' ').filter(Boolean),
})

const BUILT_IN: Readonly<Record<string, KindGroup>> = {
  v1: group(
    'ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
    'Namespace Node PersistentVolume',
  ),
  'apps/v1': group('ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet'),
  'batch/v1': group('CronJob Job'),
  'autoscaling/v1': group('HorizontalPodAutoscaler'),
  'autoscaling/v2': group('HorizontalPodAutoscaler'),
  'policy/v1': group('PodDisruptionBudget'),
  'networking.k8s.io/v1': group('Ingress NetworkPolicy', 'IPAddress IngressClass ServiceCIDR'),
  'rbac.authorization.k8s.io/v1': group('Role RoleBinding', 'ClusterRole ClusterRoleBinding'),
  'storage.k8s.io/v1': group(
    'CSIStorageCapacity',
    'CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass',
  ),
  'coordination.k8s.io/v1': group('Lease'),
  'discovery.k8s.io/v1': group('EndpointSlice'),
  'events.k8s.io/v1': group('Event'),
  'scheduling.k8s.io/v1': group('', 'PriorityClass'),
  'node.k8s.io/v1': group('', 'RuntimeClass'),
  'apiextensions.k8s.io/v1': group('', 'CustomResourceDefinition'),
  'apiregistration.k8s.io/v1': group('', 'APIService'),
  'admissionregistration.k8s.io/v1': group(
    '',
    'MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  ),
  'source.toolkit.fluxcd.io/v1': group('Bucket GitRepository HelmChart HelmRepository OCIRepository'),
  'kustomize.toolkit.fluxcd.io/v1': group('Kustomization'),
  'helm.toolkit.fluxcd.io/v2': group('HelmRelease'),
}

/** Everything that is known about a kind of that version; `undefined` for a custom one. */
export function lookUp(apiVersion: string, kind: string): 'namespaced' | 'cluster-wide' | undefined {
  const known = BUILT_IN[apiVersion]
  if (known?.namespaced.includes(kind)) return 'namespaced'
  return known?.clusterWide.includes(kind) ? 'cluster-wide' : undefined
}

/** Kinds of a version, when it is one that a lab cannot add kinds to. */
export function kindsOf(apiVersion: string): readonly string[] | undefined {
  const known = BUILT_IN[apiVersion]
  return known && [...known.namespaced, ...known.clusterWide]
}

/** The versions in which there is such a kind. */
export function versionsOf(kind: string): readonly string[] {
  return Object.keys(BUILT_IN).filter((apiVersion) => kindsOf(apiVersion)?.includes(kind))
}

/** Every kind that is known, each once. */
export const knownKinds = (): readonly string[] => [
  ...new Set(Object.keys(BUILT_IN).flatMap((apiVersion) => kindsOf(apiVersion) ?? [])),
]

/** Whether custom kinds cannot be in this version: the core, `apps`, `batch` and the `k8s.io` groups. */
export const isBuiltInGroup = (apiVersion: string): boolean => {
  const [first = '', version] = apiVersion.split('/')
  return (
    version === undefined || !first.includes('.') || /^(?!gateway\.|metrics\.)[a-z]+(\.[a-z]+)?\.k8s\.io$/.test(first)
  )
}
