import { Tabs } from '@base-ui/react/tabs'
import { Plus, Search, X } from 'lucide-react'
import { useEffect } from 'react'
import { terminalId } from '../../electron/contract/ids.ts'
import type { TerminalInfo } from '../../electron/contract/protocol.ts'
import { notReady } from '../lab/lab-model.ts'
import { focusPane } from '../shared/panes.ts'
import { useApp, useEngine, useUi } from '../state/app.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { StateNote } from '../ui/state-note.tsx'
import { TerminalView } from './terminal-view.tsx'
import { useFirstTerminal } from './use-first-terminal.ts'
import './terminal.css'
import { CHORDS } from '../palette/chords.ts'

/** The terminals of the open lab, as tabs. */
export function TerminalPane() {
  const { commands, ui } = useApp()
  const terminals = useEngine((engine) => engine.terminals)
  const wanted = useUi((state) => state.activeTerminal)
  const active = terminals.find((info) => info.terminalId === wanted) ?? terminals.at(-1)
  const ready = useEngine((engine) => engine.clusters.length > 0 && notReady(engine.clusters).length === 0)
  const { failed, retry } = useFirstTerminal(ready)
  useEffect(() => {
    if (active !== undefined && active.terminalId !== wanted) ui.setState({ activeTerminal: active.terminalId })
  }, [active, wanted, ui])
  return (
    <section className="terminal-pane" aria-label="Terminal" data-pane="terminal">
      <Tabs.Root
        className="terminal-pane__tabs"
        value={active?.terminalId ?? null}
        onValueChange={(value) => commands.set({ activeTerminal: terminalId(String(value)) })}
      >
        <div className="term-bar">
          <TabList terminals={terminals} active={active} />
          {ready ? (
            <IconButton
              name="New terminal"
              keys={CHORDS['new-terminal']}
              onClick={() => commands.detached(commands.newTerminal())}
            >
              <Plus size={16} aria-hidden="true" />
            </IconButton>
          ) : null}
          <span className="term-bar__space" />
          {active === undefined ? null : <TerminalActions active={active} />}
        </div>
        {active === undefined ? (
          <NoTerminal ready={ready} failed={failed} onRetry={retry} />
        ) : (
          terminals.map((info) => (
            <Tabs.Panel
              key={info.terminalId}
              value={info.terminalId}
              keepMounted
              className="terminal-view"
              tabIndex={-1}
            >
              <TerminalView info={info} active={info === active} />
            </Tabs.Panel>
          ))
        )}
      </Tabs.Root>
    </section>
  )
}

interface TabListProps {
  readonly terminals: readonly TerminalInfo[]
  readonly active: TerminalInfo | undefined
}

function TabList({ terminals, active }: TabListProps) {
  const { commands } = useApp()
  const close = (info: TerminalInfo): void => commands.detached(commands.closeTerminal(info.terminalId))
  if (terminals.length === 0) return null
  return (
    <Tabs.List className="term-bar__list" aria-label="Terminals">
      {terminals.map((info, index) => (
        <Tabs.Tab
          key={info.terminalId}
          value={info.terminalId}
          className="term-tab"
          data-current={info === active || undefined}
          onClick={(event) => {
            if (event.detail > 0) requestAnimationFrame(() => focusPane('terminal'))
          }}
          onAuxClick={(event) => (event.button === 1 ? close(info) : undefined)}
          onKeyDown={(event) => (event.key === 'Delete' ? close(info) : undefined)}
        >
          <span className="term-tab__number">{index + 1}</span> {info.title}
          {info.alive ? '' : ' (ended)'}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  )
}

function TerminalActions({ active }: { readonly active: TerminalInfo }) {
  const { commands } = useApp()
  return (
    <>
      <span className="term-bar__hint">F6 leaves the terminal</span>
      <IconButton name="Search this terminal" keys={CHORDS.search} onClick={() => commands.set({ searching: true })}>
        <Search size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        name="Close this terminal"
        onClick={() => commands.detached(commands.closeTerminal(active.terminalId))}
      >
        <X size={16} aria-hidden="true" />
      </IconButton>
    </>
  )
}

function NoTerminal({
  ready,
  failed,
  onRetry,
}: {
  readonly ready: boolean
  readonly failed: boolean
  readonly onRetry: () => void
}) {
  const { commands } = useApp()
  if (!ready) return <StateNote title="The terminal opens when the cluster is ready." />
  if (!failed) {
    return (
      <StateNote
        title="No terminal is open."
        actions={
          <Button look="line" onClick={() => commands.detached(commands.newTerminal())}>
            Open a terminal
          </Button>
        }
      />
    )
  }
  return (
    <StateNote
      title="The terminal did not open."
      actions={
        <Button look="line" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      The notice above says why.
    </StateNote>
  )
}
