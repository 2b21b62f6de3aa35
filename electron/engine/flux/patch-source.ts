import type { KubeObject } from '../checks/observation.ts'
import { patchObject } from '../watch/api-patch.ts'
import { GIT_REPOSITORIES } from './flux-objects.ts'

/** Changes a GitRepository by a merge patch. */
export async function patchSource(kubeconfigYaml: string, { metadata }: KubeObject, body: unknown): Promise<void> {
  const place = `namespaces/${metadata.namespace}/gitrepositories/${metadata.name}`
  await patchObject(kubeconfigYaml, {
    path: `/apis/${GIT_REPOSITORIES.apiVersion}/${place}?fieldManager=drydock`,
    contentType: 'application/merge-patch+json',
    body,
  })
}
