import { Tabs } from '@base-ui/react/tabs'
import { List, Network } from 'lucide-react'
import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { countPassed } from '../lab/lab-model.ts'
import { useApp, useUi } from '../state/app.ts'
import type { ClusterView, PanelTab } from '../state/ui-store.ts'
import { ChecksTable } from './checks-table.tsx'
import { ClusterPanel } from './cluster-panel.tsx'
import './bottom-panel.css'

/** Below the terminal: what is in the cluster, and every check of the lab. */
export function BottomPanel({ lab }: { readonly lab: LabSnapshot }) {
  const { commands } = useApp()
  const tab = useUi((ui) => ui.panelTab)
  const { passed, all } = countPassed(lab.steps)
  return (
    <section className="bottom-panel" aria-label="Cluster and checks" data-pane="panel">
      <Tabs.Root
        className="bottom-panel__tabs"
        value={tab}
        onValueChange={(value: PanelTab) => commands.showPanel(value)}
      >
        <div className="bottom-panel__bar">
          <Tabs.List className="bottom-panel__list">
            <Tabs.Tab className="panel-tab" value="cluster" data-current={tab === 'cluster' || undefined}>
              Cluster
            </Tabs.Tab>
            <Tabs.Tab className="panel-tab" value="checks" data-current={tab === 'checks' || undefined}>
              Checks{' '}
              <span className="panel-tab__count">
                {passed} of {all}
              </span>
            </Tabs.Tab>
          </Tabs.List>
          {tab === 'cluster' ? <ViewSwitch /> : null}
        </div>
        <Tabs.Panel value="cluster" className="bottom-panel__body" tabIndex={-1}>
          <ClusterPanel />
        </Tabs.Panel>
        <Tabs.Panel value="checks" className="bottom-panel__body" tabIndex={-1}>
          <ChecksTable lab={lab} />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  )
}

const VIEWS: readonly { readonly view: ClusterView; readonly name: string; readonly Icon: typeof List }[] = [
  { view: 'graph', name: 'Graph', Icon: Network },
  { view: 'list', name: 'List', Icon: List },
]

function ViewSwitch() {
  const { commands } = useApp()
  const current = useUi((ui) => ui.clusterView)
  const detail = useUi((ui) => ui.selectedObject !== null)
  if (detail) return null
  return (
    <div className="view-switch" role="group" aria-label="How the objects are shown">
      {VIEWS.map(({ view, name, Icon }) => (
        <button
          key={view}
          type="button"
          className="view-switch__view"
          aria-pressed={view === current}
          onClick={() => commands.setClusterView(view)}
        >
          <Icon size={14} aria-hidden="true" />
          {name}
        </button>
      ))}
    </div>
  )
}
