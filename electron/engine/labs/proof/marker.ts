/** An object that is written so that it can be seen to arrive: what was written before it has arrived by then. */

import type { ObjectQuery } from '../../../contract/lab.ts'
import { patchObject } from '../../watch/api-patch.ts'

const NAMESPACE = 'kube-system'
const NAME = 'drydock-marker'
export const MARKER: ObjectQuery = { apiVersion: 'v1', kind: 'ConfigMap', name: NAME, namespace: NAMESPACE }

/** Writes `tick` through the API server that the kubeconfig names. Rejects with `cluster-unreachable`. */
export async function writeMarker(kubeconfigYaml: string, tick: string): Promise<void> {
  await patchObject(kubeconfigYaml, {
    path: `/api/v1/namespaces/${NAMESPACE}/configmaps/${NAME}?fieldManager=drydock&force=true`,
    contentType: 'application/apply-patch+yaml',
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME, namespace: NAMESPACE }, data: { tick } },
  })
}
