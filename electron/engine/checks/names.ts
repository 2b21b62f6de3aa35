/** How objects, and queries for them, are called in findings; and the commands that show them. */

import type { ObjectQuery } from '../../contract/lab.ts'
import type { KubeObject } from './observation.ts'

/** `Deployment` as kubectl takes it: `deployment`. */
export const kindWord = (kind: string): string => kind.toLowerCase()

/** `NetworkPolicy` for many: `networkpolicies`. */
export function kindWords(kind: string): string {
  const word = kindWord(kind)
  if (word.endsWith('endpoints')) return word
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(s|x|ch)$/.test(word) ? `${word}es` : `${word}s`
}

/** `deployment/vote`. */
export const shortName = (object: KubeObject): string => `${kindWord(object.kind)}/${object.metadata.name}`

/** `deployment/vote in instavote`. */
export function fullName(object: KubeObject): string {
  const { namespace } = object.metadata
  return namespace === undefined ? shortName(object) : `${shortName(object)} in ${namespace}`
}

/** `deployment/vote in instavote`, or `pods with app=vote in instavote` where no name is given. */
export function queryName(query: ObjectQuery): string {
  const place = query.namespace === undefined ? '' : ` in ${query.namespace}`
  return `${queryShortName(query)}${place}`
}

/** Like `queryName`, with the word namespace: "pods with app=vote in namespace instavote". */
export function queryPhrase(query: ObjectQuery, many: boolean): string {
  const place = query.namespace === undefined ? '' : ` in namespace ${query.namespace}`
  const what = query.name === undefined ? (many ? kindWords(query.kind) : kindWord(query.kind)) : ''
  const name = query.name === undefined ? what : `${kindWord(query.kind)}/${query.name}`
  return `${name}${withLabels(query)}${place}`
}

function queryShortName(query: ObjectQuery): string {
  if (query.name !== undefined) return `${kindWord(query.kind)}/${query.name}`
  return `${kindWords(query.kind)}${withLabels(query)}`
}

function withLabels(query: ObjectQuery): string {
  const labels = selector(query)
  return labels === '' ? '' : ` with ${labels}`
}

const selector = (query: ObjectQuery): string =>
  Object.entries(query.labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',')

/** `kubectl get deployment vote -n instavote -o yaml`. */
export function showObject(object: KubeObject, cluster: string | undefined): string {
  const { name, namespace } = object.metadata
  return command([
    'kubectl get',
    kindWord(object.kind),
    quote(name),
    ...inNamespace(namespace),
    ...inContext(cluster),
    '-o yaml',
  ])
}

/** `kubectl get pod -n instavote -l app=vote`: what there is of a query's kind. */
export function showQuery(query: ObjectQuery, cluster: string | undefined): string {
  const labels = selector(query)
  return command([
    'kubectl get',
    kindWord(query.kind),
    ...inNamespace(query.namespace),
    ...(labels === '' ? [] : ['-l', quote(labels)]),
    ...inContext(cluster),
  ])
}

const command = (words: readonly string[]): string => words.join(' ')
const inNamespace = (namespace: string | undefined): readonly string[] =>
  namespace === undefined ? [] : ['-n', quote(namespace)]
const inContext = (cluster: string | undefined): readonly string[] =>
  cluster === undefined ? [] : ['--context', quote(cluster)]

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
