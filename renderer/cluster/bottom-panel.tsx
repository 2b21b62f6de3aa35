import { Tabs } from '@base-ui/react/tabs'
import { List, Network } from 'lucide-react'
import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { GitPanel } from '../git/git-panel.tsx'
import { countPassed } from '../lab/lab-model.ts'
import { useApp, useEngine, useUi } from '../state/app.ts'
import { panelTabs, shownTab } from '../state/panel-tabs.ts'
import type { ClusterView, PanelTab } from '../state/ui-store.ts'
import { ChecksTable } from './checks-table.tsx'
import { ClusterPanel } from './cluster-panel.tsx'
import { TimelinePanel } from '../timeline/timeline-panel.tsx'
import './bottom-panel.css'

/** Below the terminal: what is in the cluster, in the repositories and on its way, and every check of the lab. */
export function BottomPanel({ lab }: { readonly lab: LabSnapshot }) {
  const { commands } = useApp()
  const wanted = useUi((ui) => ui.panelTab)
  const tabs = useEngine(panelTabs)
  const tab = shownTab(tabs, wanted)
  return (
    <section className="bottom-panel" aria-label="Cluster and checks" data-pane="panel">
      <Tabs.Root
        className="bottom-panel__tabs"
        value={tab}
        onValueChange={(value: PanelTab) => commands.showPanel(value)}
      >
        <div className="bottom-panel__bar">
          <Tabs.List className="bottom-panel__list">
            {tabs.map((each) => (
              <Tabs.Tab
                key={each}
                className="panel-tab"
                value={each}
                data-current={each === tab || undefined}
                data-pane-focus={each === tab || undefined}
              >
                {TAB_WORDS[each]}
                {each === 'checks' ? <ChecksCount lab={lab} /> : null}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {tab === 'cluster' ? <ViewSwitch /> : null}
        </div>
        <Tabs.Panel value="cluster" className="bottom-panel__body" tabIndex={-1}>
          <ClusterPanel />
        </Tabs.Panel>
        <Tabs.Panel value="git" className="bottom-panel__body" tabIndex={-1}>
          <GitPanel />
        </Tabs.Panel>
        <Tabs.Panel value="timeline" className="bottom-panel__body" tabIndex={-1}>
          <TimelinePanel />
        </Tabs.Panel>
        <Tabs.Panel value="checks" className="bottom-panel__body" tabIndex={-1}>
          <ChecksTable lab={lab} />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  )
}

const TAB_WORDS: Readonly<Record<PanelTab, string>> = {
  cluster: 'Cluster',
  git: 'Git',
  timeline: 'Timeline',
  checks: 'Checks',
}

function ChecksCount({ lab }: { readonly lab: LabSnapshot }) {
  const { passed, all } = countPassed(lab.steps)
  return (
    <span className="panel-tab__count">
      {' '}
      {passed} of {all}
    </span>
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
