/** The finding for an object that is not there, with where it may be instead. */

import type { ObjectQuery } from '../../contract/lab.ts'
import type { Finding } from '../../contract/verdict.ts'
import { kindWord, queryName, queryPhrase, shortName, showQuery } from './names.ts'
import { nearestWord } from './nearest.ts'
import type { KubeObject, Observation } from './observation.ts'
import { NOTHING } from './render.ts'

/** "There is no deployment/vote in namespace instavote. There is one in namespace default." */
export function missingObject(query: ObjectQuery, cluster: string | undefined, observation: Observation): Finding {
  const seen = (other: ObjectQuery): readonly KubeObject[] => {
    const sight = observation.sight(other, cluster)
    return 'blind' in sight ? [] : sight.objects
  }
  const hint =
    namespaceHint(query, seen) ??
    (query.name === undefined ? labelHint(query, seen) : nameHint(query, query.name, seen))
  return {
    object: queryName(query),
    path: '',
    expected: query.name === undefined ? `a ${kindWord(query.kind)}` : `${kindWord(query.kind)}/${query.name}`,
    found: NOTHING,
    message: [`There is no ${queryPhrase(query, false)}.`, ...(hint === undefined ? [] : [hint])].join(' '),
    show: showQuery({ ...query, labels: {} }, cluster),
  }
}

type Seen = (query: ObjectQuery) => readonly KubeObject[]

/** Says so when the namespace itself is not there. Only a look at all namespaces can tell. */
function namespaceHint({ namespace }: ObjectQuery, seen: Seen): string | undefined {
  if (namespace === undefined) return undefined
  const namespaces = seen({ apiVersion: 'v1', kind: 'Namespace' })
  const known = namespaces.length === 0 || namespaces.some((object) => object.metadata.name === namespace)
  return known ? undefined : `The namespace ${namespace} does not exist either.`
}

function nameHint(query: ObjectQuery, name: string, seen: Seen): string | undefined {
  const { apiVersion, kind, namespace } = query
  const elsewhere = seen({ apiVersion, kind, name }).map((object) => object.metadata.namespace)
  if (elsewhere.length > 0) return `There is one in namespace ${elsewhere.join(', ')}.`
  const names = seen({ apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) }).map(
    (object) => object.metadata.name,
  )
  const meant = nearestWord(name, names) ?? names.find((other) => other.startsWith(name) || name.startsWith(other))
  return meant === undefined ? undefined : `There is ${kindWord(kind)}/${meant}; is that the one?`
}

function labelHint({ apiVersion, kind, namespace, labels }: ObjectQuery, seen: Seen): string | undefined {
  if (labels === undefined) return undefined
  const elsewhere = new Set(seen({ apiVersion, kind, labels }).map((object) => object.metadata.namespace))
  if (namespace !== undefined && elsewhere.size > 0) return `There is one in namespace ${[...elsewhere].join(', ')}.`
  const [other, ...others] = seen({ apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) })
  if (other === undefined) return undefined
  const has = Object.entries(other.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`)
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `There is ${shortName(other)}${more}, with ${has.length === 0 ? 'no labels' : `labels ${has.join(',')}`}.`
}
