import { Graph, layout } from '@dagrejs/dagre'
import type { GraphEdge, GraphGroup, GraphNode } from './build-graph.ts'

export interface PlacedNode {
  readonly node: GraphNode
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedEdge {
  readonly key: string
  /** SVG path, always one `M` and one `C`, so that one glides into the next. */
  readonly path: string
}

export interface PlacedGroup {
  readonly key: string
  readonly title: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedGraph {
  readonly groups: readonly PlacedGroup[]
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
  readonly width: number
  readonly height: number
}

interface Sizes {
  readonly card: Box
  readonly pod: Box
  readonly columnGap: number
}

/** Three columns of these are as wide as a panel beside an 80 column terminal. */
const ROOMY: Sizes = { card: { width: 190, height: 48 }, pod: { width: 180, height: 28 }, columnGap: 24 }
/** Three columns of these fit into the panel of the smallest window. */
const TIGHT: Sizes = { card: { width: 158, height: 48 }, pod: { width: 138, height: 28 }, columnGap: 16 }
/** Below it the tight sizes are taken. */
const ROOMY_FROM = 620

const GAP = 12
const PADDING = 12
const TITLE = 28

interface Box {
  readonly width: number
  readonly height: number
}

/** Where everything stands in a panel that is `width` wide. Pure: the same graph gives the same places. */
export function layoutGraph(groups: readonly GraphGroup[], width: number): PlacedGraph {
  const sizes = width < ROOMY_FROM ? TIGHT : ROOMY
  const inner = Math.max(sizes.card.width, width - 2 * PADDING)
  const placed = { groups: [] as PlacedGroup[], nodes: [] as PlacedNode[], edges: [] as PlacedEdge[] }
  let y = 0
  let widest = 0
  for (const group of groups) {
    const body = layoutGroup(group, inner, sizes)
    const shift = (node: PlacedNode): PlacedNode => ({ ...node, x: node.x + PADDING, y: node.y + y + TITLE })
    const nodes = body.nodes.map(shift)
    placed.nodes.push(...nodes)
    placed.edges.push(...edgePaths(group.edges, nodes))
    const height = TITLE + body.height + PADDING
    const groupWidth = Math.max(inner, body.width) + 2 * PADDING
    placed.groups.push({ key: group.key, title: group.title, x: 0, y, width: groupWidth, height })
    widest = Math.max(widest, groupWidth)
    y += height + GAP
  }
  return { ...placed, width: widest, height: Math.max(0, y - GAP) }
}

const sizeOf = (node: GraphNode, { card, pod }: Sizes): Box =>
  node.kind === 'object' && node.object.kind === 'Pod' ? pod : card

/** Trees below each other, then what owns nothing and is owned by nobody, in rows. */
function layoutGroup({ nodes, edges }: GraphGroup, width: number, sizes: Sizes): Box & { nodes: PlacedNode[] } {
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const trees = layoutTrees(
    nodes.filter((node) => linked.has(node.id)),
    edges,
    sizes,
  )
  const loose = layoutRows(
    nodes.filter((node) => !linked.has(node.id)),
    width,
    trees.height === 0 ? 0 : trees.height + GAP,
    sizes,
  )
  return {
    nodes: [...trees.nodes, ...loose.nodes],
    width: Math.max(trees.width, loose.width),
    height: loose.nodes.length > 0 ? loose.height : trees.height,
  }
}

function layoutTrees(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  sizes: Sizes,
): Box & { nodes: PlacedNode[] } {
  if (nodes.length === 0) return { nodes: [], width: 0, height: 0 }
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: GAP, ranksep: sizes.columnGap, edgesep: 4 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(node, sizes) })
  for (const { from, to } of edges) graph.setEdge(from, to)
  // Nodes stay in the order in which they are handed over: what comes later never swaps what is already there.
  layout(graph, { disableOptimalOrderHeuristic: true })
  const placed = nodes.map((node) => {
    const { x, y } = graph.node(node.id) as { x: number; y: number }
    const { width, height } = sizeOf(node, sizes)
    return { node, x: x - width / 2, y: y - height / 2, width, height }
  })
  return { nodes: placed, ...extentOf(placed) }
}

function layoutRows(
  nodes: readonly GraphNode[],
  width: number,
  top: number,
  sizes: Sizes,
): Box & { nodes: PlacedNode[] } {
  const placed: PlacedNode[] = []
  let x = 0
  let y = top
  let rowHeight = 0
  for (const node of nodes) {
    const size = sizeOf(node, sizes)
    if (x > 0 && x + size.width > width) {
      x = 0
      y += rowHeight + GAP
      rowHeight = 0
    }
    placed.push({ node, x, y, ...size })
    x += size.width + GAP
    rowHeight = Math.max(rowHeight, size.height)
  }
  return { nodes: placed, ...extentOf(placed) }
}

const extentOf = (nodes: readonly PlacedNode[]): Box => ({
  width: Math.max(0, ...nodes.map(({ x, width }) => x + width)),
  height: Math.max(0, ...nodes.map(({ y, height }) => y + height)),
})

function edgePaths(edges: readonly GraphEdge[], nodes: readonly PlacedNode[]): PlacedEdge[] {
  const byId = new Map(nodes.map((placed) => [placed.node.id, placed]))
  return edges.flatMap(({ from, to }) => {
    const [start, end] = [byId.get(from), byId.get(to)]
    if (start === undefined || end === undefined) return []
    const [x1, y1] = [start.x + start.width, start.y + start.height / 2]
    const [x2, y2] = [end.x, end.y + end.height / 2]
    const bend = Math.max(12, (x2 - x1) / 2)
    return [{ key: `${from} ${to}`, path: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` }]
  })
}
