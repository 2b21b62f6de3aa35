/** What a Kustomization has applied, and whether it is still there. */

import type { InventoryWish, SyncedCheck } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import type { Eye } from './eye.ts'
import { groupOf, inventoryOf, type InventoryEntry } from './flux-objects.ts'
import { showFlux } from './flux-words.ts'
import { listed } from './git-words.ts'
import { fullName, kindWord, queryName, shortName, showQuery } from './names.ts'
import { nearestWord } from './nearest.ts'
import type { KubeObject } from './observation.ts'
import { NOTHING } from './render.ts'

/** What is wanted of the inventory and is not in it, or is no longer in the cluster. */
export function inventoryFindings(check: SyncedCheck, kustomization: KubeObject, eye: Eye): readonly Finding[] {
  const entries = inventoryOf(kustomization)
  return check.inventory.flatMap((wish) => {
    if (!entries.some((entry) => isMeant(wish, entry))) return [notApplied(wish, entries, kustomization, check)]
    return (eye.see(wish) ?? []).length > 0 ? [] : [gone(wish, kustomization, check.cluster)]
  })
}

const isMeant = ({ apiVersion, kind, name, namespace }: InventoryWish, entry: InventoryEntry): boolean =>
  entry.kind === kind && entry.name === name && entry.namespace === namespace && entry.group === groupOf(apiVersion)

function notApplied(
  wish: InventoryWish,
  entries: readonly InventoryEntry[],
  kustomization: KubeObject,
  { cluster }: SyncedCheck,
): Finding {
  const path = 'status.inventory'
  return {
    object: fullName(kustomization),
    path,
    expected: queryName(wish),
    found: entries.length === 0 ? NOTHING : `${entries.length} other ${entries.length === 1 ? 'object' : 'objects'}`,
    message: `${queryName(wish)} is not among what ${shortName(kustomization)} has applied. ${whatElse(wish, entries)}`,
    show: showFlux(kustomization, cluster).replace('flux get kustomizations', 'flux tree kustomization'),
  }
}

/** The entry that was probably meant; else the first few. */
function whatElse({ kind, name }: InventoryWish, entries: readonly InventoryEntry[]): string {
  if (entries.length === 0) return 'It has applied nothing.'
  const same = entries.filter((entry) => entry.kind === kind)
  const elsewhere = same.find((entry) => entry.name === name)
  if (elsewhere !== undefined) return `There is one in ${elsewhere.namespace ?? 'another group'}.`
  const meant = nearestWord(
    name,
    same.map((entry) => entry.name),
  )
  if (meant !== undefined) return `There is ${kindWord(kind)}/${meant}; is that the one?`
  return `It has applied ${listed(entries.map((entry) => `${kindWord(entry.kind)}/${entry.name}`))}.`
}

/** Applied once, and deleted by somebody since. */
export function gone(wish: InventoryWish, kustomization: KubeObject, cluster: string | undefined): Finding {
  return {
    object: queryName(wish),
    path: '',
    expected: `${kindWord(wish.kind)}/${wish.name}`,
    found: NOTHING,
    message: `${queryName(wish)} was applied by ${shortName(kustomization)}, but is not there any more. Flux puts it back when it looks again.`,
    show: showQuery(wish, cluster),
  }
}
