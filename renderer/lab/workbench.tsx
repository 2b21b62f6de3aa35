import { useState } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import type { LayoutStorage } from 'react-resizable-panels'
import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { BottomPanel } from '../cluster/bottom-panel.tsx'
import { useApp } from '../state/app.ts'
import type { Preferences } from '../state/preferences.ts'
import { TerminalPane } from '../terminal/terminal-pane.tsx'
import { useMedia } from '../ui/use-media.ts'
import { InstructionsPane } from './instructions-pane.tsx'
import { Provisioning } from './provisioning.tsx'
import { StepsBar } from './steps-bar.tsx'
import { StepsPane } from './steps-pane.tsx'
import './workbench.css'

/** From here on the steps have a column of their own. */
const THREE_COLUMNS = '(min-width: 1180px)'
/** 80 columns of the terminal's font, its scroll bar and its padding. */
const EIGHTY_COLUMNS_PX = 670

/** The panes of a lab. The right one keeps its identity when the layout changes, and with it the terminals. */
export function Workbench({ lab }: { readonly lab: LabSnapshot }) {
  const { preferences } = useApp()
  const three = useMedia(THREE_COLUMNS)
  const [storage] = useState(() => layoutStorage(preferences))
  const [width] = useState(() => window.innerWidth)
  const panelIds = three ? ['steps', 'instructions', 'work'] : ['instructions', 'work']
  const layout = useDefaultLayout({ id: 'lab', panelIds, storage, onlySaveAfterUserInteractions: true })
  return (
    <main className="workbench">
      <Group orientation="horizontal" id="lab" {...layout}>
        {three ? (
          <>
            <Panel id="steps" minSize={200} maxSize={420} defaultSize={248} groupResizeBehavior="preserve-pixel-size">
              <StepsPane lab={lab} />
            </Panel>
            <Separator className="separator" aria-label="Resize the steps" />
          </>
        ) : null}
        <Panel id="instructions" key="instructions" minSize={280}>
          <div className="reading">
            {three ? null : <StepsBar lab={lab} />}
            <InstructionsPane lab={lab} />
          </div>
        </Panel>
        <Separator className="separator" key="separator" aria-label="Resize the instructions" />
        <Panel
          id="work"
          key="work"
          minSize={420}
          defaultSize={three ? Math.max(EIGHTY_COLUMNS_PX, width * 0.5) : '60%'}
        >
          <Work lab={lab} storage={storage} />
        </Panel>
      </Group>
    </main>
  )
}

function Work({ lab, storage }: { readonly lab: LabSnapshot; readonly storage: LayoutStorage }) {
  const layout = useDefaultLayout({ id: 'work', storage, onlySaveAfterUserInteractions: true })
  return (
    <div className="work">
      <Group orientation="vertical" id="work-rows" {...layout}>
        <Panel id="terminal" minSize={120} defaultSize="56%">
          <TerminalPane />
        </Panel>
        <Separator className="separator separator--row" aria-label="Resize the terminal" />
        <Panel id="panel" minSize={96}>
          <BottomPanel lab={lab} />
        </Panel>
      </Group>
      <Provisioning lab={lab} />
    </div>
  )
}

const layoutStorage = (preferences: Preferences): LayoutStorage => ({
  getItem: (key) => preferences.read(key),
  setItem: (key, value) => preferences.write(key, value),
})
