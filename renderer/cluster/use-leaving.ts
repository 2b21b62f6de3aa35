import { useEffect, useRef, useState } from 'react'
import type { PlacedNode } from './layout-graph.ts'

/** As long as `node--gone` of graph.css takes. */
const FADE_MS = 240

const NOBODY: readonly PlacedNode[] = []

/** Nodes that have just gone, where they stood last, for as long as they fade. */
export function useLeaving(nodes: readonly PlacedNode[]): readonly PlacedNode[] {
  const before = useRef(nodes)
  const [leaving, setLeaving] = useState(NOBODY)
  useEffect(() => {
    const here = new Set(nodes.map((placed) => placed.node.id))
    const gone = before.current.filter((placed) => !here.has(placed.node.id))
    before.current = nodes
    if (gone.length === 0) return
    setLeaving((current) => [...current.filter((placed) => !here.has(placed.node.id)), ...gone])
  }, [nodes])
  useEffect(() => {
    if (leaving.length === 0) return
    const timer = setTimeout(() => setLeaving(NOBODY), FADE_MS)
    return () => clearTimeout(timer)
  }, [leaving])
  const here = new Set(nodes.map((placed) => placed.node.id))
  return leaving.filter((placed) => !here.has(placed.node.id))
}
