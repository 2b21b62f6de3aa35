import { useMemo, useRef } from 'react'
import type { ObjectSummary } from '../../electron/contract/cluster.ts'
import { counted } from '../catalogue/catalogue-words.ts'
import { useApp, useEngine } from '../state/app.ts'
import { StateShape } from '../ui/state-shape.tsx'
import { useWidth } from '../ui/use-width.ts'
import { buildGraph, podsWords, shortName } from './build-graph.ts'
import { layoutGraph } from './layout-graph.ts'
import type { PlacedNode } from './layout-graph.ts'
import { useLeaving } from './use-leaving.ts'
import './graph.css'

/** Padding of the pane and a little air. */
const AROUND_PX = 16

/** The ownership graph. Nodes keep their element while they move, so that they glide. */
export function GraphView({ objects }: { readonly objects: ReadonlyMap<string, ObjectSummary> }) {
  const home = useEngine((engine) => engine.context?.namespace)
  const pane = useRef<HTMLDivElement>(null)
  const width = useWidth(pane, 600)
  const graph = useMemo(
    () => layoutGraph(buildGraph(objects.values(), home), width - AROUND_PX),
    [objects, home, width],
  )
  const leaving = useLeaving(graph.nodes)
  return (
    <div ref={pane} className="graph-pane" role="group" aria-label="Objects of the lab, as a graph">
      <div className="graph" style={{ width: graph.width, height: graph.height }}>
        {graph.groups.map(({ key, title, x, y, width, height }) => (
          <div key={key} className="graph__group" style={{ transform: `translate(${x}px, ${y}px)`, width, height }}>
            <h3 className="graph__title">{title}</h3>
          </div>
        ))}
        <svg className="graph__edges" width={graph.width} height={graph.height} aria-hidden="true">
          {graph.edges.map(({ key, path }) => (
            <path key={key} d={path} style={{ d: `path("${path}")` }} />
          ))}
        </svg>
        {graph.nodes.map((placed) => (
          <NodeButton key={placed.node.id} placed={placed} objects={objects} />
        ))}
        {leaving.map((placed) => (
          <div key={placed.node.id} className="node node--gone" style={placeOf(placed)} aria-hidden="true">
            <NodeWords placed={placed} objects={objects} />
          </div>
        ))}
      </div>
    </div>
  )
}

interface NodeProps {
  readonly placed: PlacedNode
  readonly objects: ReadonlyMap<string, ObjectSummary>
}

const placeOf = ({ x, y, width, height }: PlacedNode) => ({ transform: `translate(${x}px, ${y}px)`, width, height })

function NodeButton({ placed, objects }: NodeProps) {
  const { commands } = useApp()
  const { node } = placed
  const isPod = node.kind === 'object' && node.object.kind === 'Pod'
  const open = (): void => {
    if (node.kind === 'object') commands.set({ selectedObject: node.object.uid })
    else commands.setClusterView('list')
  }
  return (
    <button
      type="button"
      className={`node ${isPod ? 'node--pod' : 'node--card'}`}
      style={placeOf(placed)}
      data-uid={node.id}
      title={node.kind === 'object' ? titleOf(node.object) : `${podsWords(node.pods)}\nShow them in the list`}
      onClick={open}
    >
      <NodeWords placed={placed} objects={objects} />
    </button>
  )
}

function NodeWords({ placed: { node }, objects }: NodeProps) {
  if (node.kind === 'pods') {
    return (
      <>
        <StateShape state={node.pods.find((pod) => pod.state !== 'well')?.state ?? 'well'} />
        <span className="node__words">
          <span className="node__name">{counted(node.pods.length, 'pod')}</span>{' '}
          <span className="node__state">{podsWords(node.pods)}</span>
        </span>
      </>
    )
  }
  const { object } = node
  const owner = object.owners.map((uid) => objects.get(uid)?.name).find((name) => name !== undefined)
  const name = object.kind === 'Pod' ? shortName(object, owner) : object.name
  return (
    <>
      <StateShape state={object.state} />
      <span className="node__words">
        <span className="node__name">
          {object.kind === 'Pod' ? <span className="visually-hidden">Pod </span> : null}
          {name}
        </span>{' '}
        <span className="node__state">{object.kind === 'Pod' ? object.word : `${object.kind} · ${object.word}`}</span>
      </span>
    </>
  )
}

const titleOf = ({ kind, name, word, facts }: ObjectSummary): string => [`${kind} ${name}`, word, ...facts].join('\n')
