import { describe, expect, it } from 'vitest'
import { buildGraph } from '../../../renderer/cluster/build-graph.ts'
import { layoutGraph } from '../../../renderer/cluster/layout-graph.ts'
import type { PlacedNode } from '../../../renderer/cluster/layout-graph.ts'
import { fakeObjects, object } from '../fake-cluster.ts'

const nameOf = ({ node }: PlacedNode): string => (node.kind === 'object' ? node.object.name : node.id)

const overlap = (one: PlacedNode, other: PlacedNode): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height

describe('layoutGraph', () => {
  const objects = fakeObjects()
  const graph = layoutGraph(buildGraph(objects, 'instavote'), 640)

  it('lets nothing lie on anything else', () => {
    const pairs = graph.nodes.flatMap((one, index) =>
      graph.nodes.slice(index + 1).map((other) => [one, other] as const),
    )
    expect(pairs.filter(([one, other]) => overlap(one, other))).toEqual([])
  })

  it('puts owners left of what they own, in the order in which they were made', () => {
    const xs = new Map(graph.nodes.map((placed) => [nameOf(placed), placed]))
    const [vote, old, young] = ['vote', 'vote-5bb76459d9', 'vote-7f9c4d8b66'].map((name) =>
      graph.nodes.find((placed) => nameOf(placed) === name),
    )
    expect(vote!.x).toBeLessThan(old!.x)
    expect(old!.x).toBe(young!.x)
    expect(old!.y).toBeLessThan(young!.y)
    expect(xs.get('vote-5bb76459d9-5xq5b')!.x).toBeGreaterThan(old!.x)
  })

  it('keeps every node inside the frame of its namespace, and frames apart', () => {
    const [first, second] = graph.groups
    const bottom = Math.max(
      ...graph.nodes
        .filter(({ node }) => node.kind === 'object' && node.object.namespace !== undefined)
        .map(({ y, height }) => y + height),
    )
    expect(bottom).toBeLessThanOrEqual(first!.y + first!.height)
    expect(second!.y).toBeGreaterThanOrEqual(first!.y + first!.height)
  })

  it('fits a deployment with its replica sets and pods beside an 80 column terminal', () => {
    expect(graph.width).toBeLessThanOrEqual(642)
  })

  it('fits the same into the panel of the smallest window', () => {
    expect(layoutGraph(buildGraph(objects, 'instavote'), 512).width).toBeLessThanOrEqual(512)
  })

  it('breaks what belongs to nobody into rows as wide as the panel', () => {
    const services = Array.from({ length: 5 }, (_, index) => object('Service', `s${index}`, '', 'neutral'))
    const narrow = layoutGraph(buildGraph(services, undefined), 450)
    expect(narrow.nodes.map(({ x }) => x)).toEqual([12, 182, 12, 182, 12])
  })

  it('gives the same places whatever the order of the objects', () => {
    const reversed = layoutGraph(buildGraph(objects.toReversed(), 'instavote'), 640)
    const places = (nodes: readonly PlacedNode[]) =>
      nodes.map((placed) => `${nameOf(placed)} ${placed.x} ${placed.y}`).sort()
    expect(places(reversed.nodes)).toEqual(places(graph.nodes))
  })

  it('does not move a replica set when another one comes after it', () => {
    const before = layoutGraph(
      buildGraph(
        objects.filter(({ name }) => !name.includes('7f9c4d8b66')),
        'instavote',
      ),
      640,
    )
    const orderBefore = before.nodes
      .filter(({ node }) => node.kind === 'object' && node.object.kind === 'Pod')
      .map(nameOf)
    const after = graph.nodes.filter((placed) => orderBefore.includes(nameOf(placed)))
    expect(after.sort((one, other) => one.y - other.y).map(nameOf)).toEqual(orderBefore)
  })

  it('is empty for nothing', () => {
    expect(layoutGraph([], 600)).toEqual({ groups: [], nodes: [], edges: [], width: 0, height: 0 })
  })
})
