import type { ObjectSummary } from '../../electron/contract/cluster.ts'

/** Objects that belong together on screen: one namespace of one cluster, or what has no namespace. */
export interface GraphGroup {
  readonly key: string
  readonly title: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

export type GraphNode =
  | { readonly kind: 'object'; readonly id: string; readonly object: ObjectSummary }
  /** Pods of one owner as one node, where there are too many to draw each. */
  | { readonly kind: 'pods'; readonly id: string; readonly pods: readonly ObjectSummary[] }

export interface GraphEdge {
  readonly from: string
  readonly to: string
}

/** Above this many objects the pods of one owner are drawn as one. */
export const MOST_OBJECTS = 60

/** The ownership graph, by namespace. `home` (the terminal's namespace) comes first, what has no namespace last. */
export function buildGraph(objects: Iterable<ObjectSummary>, home: string | undefined): readonly GraphGroup[] {
  const all = [...objects].sort(byKindAndName)
  const severalClusters = new Set(all.map((object) => object.cluster)).size > 1
  const groups = new Map<string, ObjectSummary[]>()
  for (const object of all) {
    const key = `${object.cluster}/${object.namespace ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), object])
  }
  const rank = ([, [first]]: [string, ObjectSummary[]]): string =>
    `${placeOf(first?.namespace, home)} ${first?.namespace ?? ''} ${first?.cluster ?? ''}`
  return [...groups]
    .sort((one, other) => rank(one).localeCompare(rank(other)))
    .map(([key, members]) => ({
      key,
      title: groupTitle(members[0], severalClusters),
      ...nodesAndEdges(members, all.length > MOST_OBJECTS),
    }))
}

const placeOf = (namespace: string | undefined, home: string | undefined): number => {
  if (namespace === undefined) return 2
  return namespace === home ? 0 : 1
}

function groupTitle(first: ObjectSummary | undefined, severalClusters: boolean): string {
  const place = first?.namespace ?? 'whole cluster'
  return severalClusters && first !== undefined ? `${first.cluster} · ${place}` : place
}

function nodesAndEdges(members: readonly ObjectSummary[], collapse: boolean): Pick<GraphGroup, 'nodes' | 'edges'> {
  const here = new Set(members.map((object) => object.uid))
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  const pods = new Map<string, ObjectSummary[]>()
  for (const object of members) {
    const owners = object.owners.filter((owner) => here.has(owner))
    if (collapse && object.kind === 'Pod') {
      const owner = owners[0] ?? ''
      pods.set(owner, [...(pods.get(owner) ?? []), object])
      continue
    }
    nodes.push({ kind: 'object', id: object.uid, object })
    for (const owner of owners) edges.push({ from: owner, to: object.uid })
  }
  for (const [owner, owned] of pods) {
    const id = `pods of ${owner}`
    nodes.push({ kind: 'pods', id, pods: owned })
    if (owner !== '') edges.push({ from: owner, to: id })
  }
  return { nodes, edges }
}

/** From what one makes by hand to what follows from it; then by name, so that places are stable. */
const KINDS = [
  'Namespace',
  'Node',
  'GitRepository',
  'Kustomization',
  'CronJob',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'ReplicaSet',
  'Pod',
  'Service',
]

function byKindAndName(one: ObjectSummary, other: ObjectSummary): number {
  const kind = kindRank(one.kind) - kindRank(other.kind) || one.kind.localeCompare(other.kind)
  return kind || one.createdAtMs - other.createdAtMs || one.name.localeCompare(other.name)
}

const kindRank = (kind: string): number => {
  const index = KINDS.indexOf(kind)
  return index === -1 ? KINDS.length : index
}

/** "10 Running, 2 Pending". */
export function podsWords(pods: readonly ObjectSummary[]): string {
  const counts = new Map<string, number>()
  for (const { word } of pods) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .sort((one, other) => other[1] - one[1])
    .map(([word, count]) => `${count} ${word}`)
    .join(', ')
}

/** A pod's name without its owner's: `vote-5bb76459d9-5xq5b` of `vote-5bb76459d9` is `5xq5b`. */
export function shortName(object: ObjectSummary, ownerName: string | undefined): string {
  const prefix = ownerName === undefined ? '' : `${ownerName}-`
  const short = prefix !== '' && object.name.startsWith(prefix) ? object.name.slice(prefix.length) : ''
  return short === '' ? object.name : short
}
