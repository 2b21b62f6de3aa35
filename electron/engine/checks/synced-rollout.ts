/** Whether what a Kustomization has applied runs. */

import type { SyncedCheck } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import type { Eye } from './eye.ts'
import { groupOf, inventoryOf, syncedQueries, WORKLOAD_API, type InventoryEntry } from './flux-objects.ts'
import { fullName, kindWord, showQuery } from './names.ts'
import type { KubeObject } from './observation.ts'
import { selectorOf, unfinishedRollout } from './rollout.ts'
import { gone } from './synced-inventory.ts'

/** A finding for each workload of the inventory that is not rolled out. */
export function rolloutFindings(check: SyncedCheck, kustomization: KubeObject, eye: Eye): readonly Finding[] {
  const { workloads } = syncedQueries(check)
  const there = workloads.flatMap((query) => eye.see(query) ?? [])
  const wanted = inventoryOf(kustomization).filter(
    ({ group, kind }) => group === groupOf(WORKLOAD_API) && workloads.some((query) => query.kind === kind),
  )
  return wanted.flatMap((entry) => {
    const workload = there.find((object) => isMeant(entry, object))
    if (workload !== undefined) return unfinished(workload, check.cluster)
    return isWished(check, entry) ? [] : [gone(asQuery(entry), kustomization, check.cluster)]
  })
}

const isMeant = ({ kind, name, namespace }: InventoryEntry, object: KubeObject): boolean =>
  object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace

/** The wish for it has said already that it is gone. */
const isWished = ({ inventory }: SyncedCheck, entry: InventoryEntry): boolean =>
  inventory.some((wish) => wish.kind === entry.kind && wish.name === entry.name && wish.namespace === entry.namespace)

const asQuery = ({ kind, name, namespace }: InventoryEntry) => ({
  apiVersion: WORKLOAD_API,
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
})

function unfinished(workload: KubeObject, cluster: string | undefined): readonly Finding[] {
  const left = unfinishedRollout(workload)
  if (left === undefined) return []
  const { path, expected, found, says } = left
  const { namespace, name } = workload.metadata
  const labels = selectorOf(workload)
  const pods = { apiVersion: 'v1', kind: 'Pod', labels, ...(namespace === undefined ? {} : { namespace }) }
  return [
    {
      object: fullName(workload),
      path,
      expected,
      found,
      message: `${kindWord(workload.kind)}/${name}${namespace === undefined ? '' : ` in ${namespace}`} is applied, but not rolled out yet: ${says}.`,
      show: showQuery(pods, cluster),
    },
  ]
}
