import { useEffect, useRef, useState } from 'react'
import type { TerminalInfo } from '../../electron/contract/protocol.ts'
import { useApp, useUi } from '../state/app.ts'
import { Button } from '../ui/button.tsx'
import { nothingHasFocus } from '../shared/panes.ts'
import { StateNote } from '../ui/state-note.tsx'
import { SearchBar } from './search-bar.tsx'
import { TerminalScreen } from './terminal-screen.ts'
import { terminalFontReady } from './terminal-theme.ts'

interface TerminalViewProps {
  readonly info: TerminalInfo
  readonly active: boolean
}

/** One terminal in its pane. Stays mounted while another one is in front. */
export function TerminalView({ info, active }: TerminalViewProps) {
  const { ui } = useApp()
  const container = useRef<HTMLDivElement>(null)
  const { screen, attached } = useTerminalScreen(info, container)
  const searching = useUi((state) => state.searching) && active
  useEffect(() => {
    if (active) screen?.fit()
  }, [active, screen])
  useEffect(() => {
    if (active && attached && nothingHasFocus()) screen?.focus()
  }, [active, attached, screen])
  const endSearch = (): void => {
    ui.setState({ searching: false })
    screen?.endSearch()
  }
  return (
    <div className="terminal-view__frame">
      <div ref={container} className="terminal-view__screen" data-alive={info.alive || undefined} />
      {attached ? null : <p className="terminal-view__waiting">Getting this terminal back…</p>}
      {searching && screen !== null ? <SearchBar search={screen.search} onClose={endSearch} /> : null}
      {info.alive ? null : <Ended info={info} />}
    </div>
  )
}

function useTerminalScreen({ terminalId }: TerminalInfo, container: React.RefObject<HTMLDivElement | null>) {
  const { client, terminals, ui } = useApp()
  const [screen, setScreen] = useState<TerminalScreen | null>(null)
  const [attached, setAttached] = useState(false)
  const screenReader = useUi((state) => state.screenReader)

  useEffect(() => {
    let made: TerminalScreen | null = null
    let gone = false
    const make = (): void => {
      const element = container.current
      if (gone || element === null) return
      const { screenReader } = ui.getState()
      const deps = { terminalId, client, hub: terminals, container: element, screenReader }
      made = new TerminalScreen({ ...deps, onAttached: () => setAttached(true) })
      setScreen(made)
    }
    terminalFontReady(document).then(make, make)
    return () => {
      gone = true
      made?.dispose()
      setScreen(null)
      setAttached(false)
    }
  }, [terminalId, client, terminals, ui, container])

  useEffect(() => screen?.setScreenReader(screenReader), [screen, screenReader])
  return { screen, attached }
}

function Ended({ info }: { readonly info: TerminalInfo }) {
  const { commands } = useApp()
  const replace = async (): Promise<void> => {
    await commands.closeTerminal(info.terminalId)
    await commands.newTerminal()
  }
  return (
    <div className="terminal-view__ended">
      <StateNote
        title="This shell has ended."
        actions={
          <Button look="line" onClick={() => commands.detached(replace())}>
            Start a new one
          </Button>
        }
      />
    </div>
  )
}
