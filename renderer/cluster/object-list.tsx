import type { ObjectSummary } from '../../electron/contract/cluster.ts'
import { useApp, useEngine } from '../state/app.ts'
import { StateShape } from '../ui/state-shape.tsx'
import { Ago } from '../ui/time.tsx'
import { buildGraph } from './build-graph.ts'
import type { GraphGroup } from './build-graph.ts'
import './object-list.css'

/** The same objects as a table, for those who do not see the graph or have too many for it. */
export function ObjectList({ objects }: { readonly objects: ReadonlyMap<string, ObjectSummary> }) {
  const home = useEngine((engine) => engine.context?.namespace)
  const groups = buildGraph(objects.values(), home)
  return (
    <div className="object-list" role="group" aria-label="Objects of the lab, as a list">
      {groups.map((group) => (
        <table key={group.key}>
          <caption className="eyebrow">{group.title}</caption>
          <colgroup>
            <col className="object-list__col-name" />
            <col className="object-list__col-state" />
            <col />
            <col className="object-list__col-age" />
          </colgroup>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Object</th>
              <th scope="col">State</th>
              <th scope="col">Facts</th>
              <th scope="col">Created</th>
            </tr>
          </thead>
          <tbody>
            {membersOf(group).map((object) => (
              <ObjectRow key={object.uid} object={object} />
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}

const membersOf = (group: GraphGroup): readonly ObjectSummary[] =>
  group.nodes.flatMap((node) => (node.kind === 'object' ? [node.object] : node.pods))

function ObjectRow({ object }: { readonly object: ObjectSummary }) {
  const { commands } = useApp()
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="object-list__name"
          data-uid={object.uid}
          onClick={() => commands.set({ selectedObject: object.uid })}
        >
          <span className="object-list__kind">{object.kind}</span> {object.name}
        </button>
      </th>
      <td>
        <span className="object-list__state">
          <StateShape state={object.state} />
          {object.word}
        </span>
      </td>
      <td className="object-list__facts">{object.facts.join(' · ')}</td>
      <td className="object-list__age">
        <Ago atMs={object.createdAtMs} />
      </td>
    </tr>
  )
}
