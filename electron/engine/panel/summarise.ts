/** From an object to what a person wants to know about it at a glance. Pure. */

import type { ObjectSummary } from '../../contract/cluster.ts'
import type { ClusterName } from '../../contract/ids.ts'
import type { KubeObject } from '../checks/observation.ts'
import { anyGlance, claimGlance, configMapGlance, secretGlance } from './data-glance.ts'
import { gitRepositoryGlance, kustomizationGlance, sourceKey } from './flux-glance.ts'
import type { Glance, GlanceAt, Surroundings } from './glance.ts'
import { ingressGlance, networkPolicyGlance, serviceGlance } from './network-glance.ts'
import { podGlance } from './pod-glance.ts'
import {
  bindingGlance,
  limitRangeGlance,
  namespaceGlance,
  nodeGlance,
  quotaGlance,
  roleGlance,
  serviceAccountGlance,
} from './tenancy-glance.ts'
import {
  cronJobGlance,
  daemonSetGlance,
  deploymentGlance,
  jobGlance,
  replicaSetGlance,
  statefulSetGlance,
} from './workload-glance.ts'

/** By group and kind; versions of a group say the same. */
const GLANCES: Readonly<Record<string, GlanceAt>> = {
  Pod: podGlance,
  Service: serviceGlance,
  Namespace: namespaceGlance,
  Node: nodeGlance,
  ConfigMap: configMapGlance,
  Secret: secretGlance,
  ServiceAccount: serviceAccountGlance,
  ResourceQuota: quotaGlance,
  LimitRange: limitRangeGlance,
  PersistentVolumeClaim: claimGlance,
  'apps/Deployment': deploymentGlance,
  'apps/ReplicaSet': replicaSetGlance,
  'apps/StatefulSet': statefulSetGlance,
  'apps/DaemonSet': daemonSetGlance,
  'batch/Job': jobGlance,
  'batch/CronJob': cronJobGlance,
  'networking.k8s.io/Ingress': ingressGlance,
  'networking.k8s.io/NetworkPolicy': networkPolicyGlance,
  'source.toolkit.fluxcd.io/GitRepository': gitRepositoryGlance,
  'kustomize.toolkit.fluxcd.io/Kustomization': kustomizationGlance,
  'rbac.authorization.k8s.io/Role': roleGlance,
  'rbac.authorization.k8s.io/ClusterRole': roleGlance,
  'rbac.authorization.k8s.io/RoleBinding': bindingGlance,
  'rbac.authorization.k8s.io/ClusterRoleBinding': bindingGlance,
}

export function summarise(object: KubeObject, cluster: ClusterName, surroundings: Surroundings): ObjectSummary {
  const { name, namespace, uid, ownerReferences, creationTimestamp } = object.metadata
  return {
    cluster,
    uid,
    apiVersion: object.apiVersion,
    kind: object.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    owners: [...(ownerReferences ?? []).map((owner) => owner.uid), ...sourceOwner(object, surroundings)],
    ...look(object, surroundings),
    createdAtMs: creationTimestamp === undefined ? 0 : Date.parse(creationTimestamp) || 0,
  }
}

/** A Kustomization hangs below the source that it applies. */
function sourceOwner(object: KubeObject, { sourceUid }: Surroundings): readonly string[] {
  const source = sourceKey(object)
  const uid = source === undefined ? undefined : sourceUid(source)
  return uid === undefined ? [] : [uid]
}

function look(object: KubeObject, surroundings: Surroundings): Glance {
  const [group, version] = object.apiVersion.split('/')
  const key = version === undefined ? object.kind : `${group}/${object.kind}`
  const seen = (Object.hasOwn(GLANCES, key) ? GLANCES[key] : undefined) ?? anyGlance
  const found = seen(object, surroundings)
  return object.metadata.deletionTimestamp === undefined || found.state === 'leaving'
    ? found
    : { ...found, state: 'leaving' }
}
