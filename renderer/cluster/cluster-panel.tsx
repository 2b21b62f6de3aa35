import { Boxes } from 'lucide-react'
import { useEngine, useUi } from '../state/app.ts'
import { StateNote } from '../ui/state-note.tsx'
import { GraphView } from './graph-view.tsx'
import { ObjectDetailView } from './object-detail.tsx'
import { ObjectList } from './object-list.tsx'

/** The objects of the lab as they are now. */
export function ClusterPanel() {
  const objects = useEngine((engine) => engine.objects)
  const selected = useUi((ui) => ui.selectedObject)
  const view = useUi((ui) => ui.clusterView)
  if (selected !== null) return <ObjectDetailView key={selected} uid={selected} />
  if (objects.size === 0) {
    return (
      <StateNote icon={<Boxes size={24} aria-hidden="true" />} title="Nothing is here yet.">
        What you create in the lab’s namespaces appears here by itself, as it is at every moment.
      </StateNote>
    )
  }
  return view === 'list' ? <ObjectList objects={objects} /> : <GraphView objects={objects} />
}
