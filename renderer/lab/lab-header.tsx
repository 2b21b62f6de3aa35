import { Menu } from '@base-ui/react/menu'
import { History, RotateCcw } from 'lucide-react'
import type { ClusterStatus } from '../../electron/contract/cluster.ts'
import type { LabSnapshot } from '../../electron/contract/protocol.ts'
import { clusterWords } from '../catalogue/catalogue-words.ts'
import { TopBar } from '../shared/top-bar.tsx'
import { useApp, useEngine, useUi } from '../state/app.ts'
import { Button } from '../ui/button.tsx'
import { Tip } from '../ui/tip.tsx'
import { BackToLabs } from './back-to-labs.tsx'
import { PHASE_WORDS } from './phase-words.ts'
import './lab-header.css'
import { CHORDS } from '../palette/chords.ts'

export function LabHeader({ lab }: { readonly lab: LabSnapshot }) {
  const { commands } = useApp()
  return (
    <TopBar
      start={
        <>
          <BackToLabs />
          <h1 className="top-bar__title">{lab.title}</h1>
        </>
      }
    >
      <Where lab={lab} />
      <GoBackMenu lab={lab} />
      <Button
        tip="Cluster, files and progress of this lab as if it had never been opened"
        onClick={() => commands.set({ overlay: 'reset' })}
      >
        <RotateCcw size={14} aria-hidden="true" />
        Reset
      </Button>
    </TopBar>
  )
}

/** Which cluster this is, what it really is, and where the terminal's kubectl points. */
function Where({ lab }: { readonly lab: LabSnapshot }) {
  const clusters = useEngine((engine) => engine.clusters)
  const context = useEngine((engine) => engine.context)
  const own = clusters.filter((status) => lab.clusters.includes(status.cluster))
  const first = own[0]
  return (
    <div className="where" role="group" aria-label="Where you work">
      {first === undefined ? null : <ProviderChip first={first} all={own} />}
      {context === null ? null : (
        <>
          <span className="chip" title="kubectl's current context">
            <span className="chip__label">context</span> <b>{context.context}</b>
          </span>
          <span className="chip" title="kubectl's current namespace">
            <span className="chip__label">namespace</span> <b>{context.namespace}</b>
          </span>
        </>
      )}
    </div>
  )
}

function ProviderChip({ first, all }: { readonly first: ClusterStatus; readonly all: readonly ClusterStatus[] }) {
  const worst = all.find((status) => status.phase !== 'ready') ?? first
  const words = all.map((status) => `${status.cluster}: ${PHASE_WORDS[status.phase]}`).join(', ')
  return (
    <Tip
      text={`${clusterWords(first)}. ${words}.`}
      trigger={
        <span
          className="chip chip--provider"
          tabIndex={0}
          aria-label={`${first.provider} · ${clusterWords(first)}; ${words}`}
          role="img"
        >
          <i className={`chip__dot chip__dot--${worst.phase}`} />
          <b>{first.provider}</b>
          {worst.phase === 'ready' ? <span className="chip__detail">{clusterWords(first)}</span> : null}
          {worst.phase === 'ready' ? null : (
            <span className={`chip__phase chip__phase--${worst.phase}`}>{PHASE_WORDS[worst.phase]}</span>
          )}
        </span>
      }
    />
  )
}

function GoBackMenu({ lab }: { readonly lab: LabSnapshot }) {
  const { commands } = useApp()
  const open = useUi((ui) => ui.overlay === 'go-back')
  const places = lab.steps.flatMap((step, index) => (step.canGoBack ? [{ step, number: index + 1 }] : []))
  const because = places.length === 0 ? 'The start of a step is kept when you reach it; there is none yet' : undefined
  return (
    <Menu.Root
      modal={false}
      open={open && places.length > 0}
      onOpenChange={(next) => commands.set({ overlay: next ? 'go-back' : null })}
    >
      <Menu.Trigger
        render={
          <Button
            look="line"
            because={because}
            tip="Cluster, files and progress as they were when a step began"
            keys={CHORDS['go-back']}
          >
            <History size={14} aria-hidden="true" />
            Go back to a step
          </Button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="layer-menu">
          <Menu.Popup className="menu">
            <Menu.Group>
              <Menu.GroupLabel className="menu__label eyebrow">To the start of</Menu.GroupLabel>
              {places.map(({ step, number }) => (
                <Menu.Item
                  key={step.name}
                  className="menu__item"
                  onClick={() => commands.detached(commands.goBack(step.name))}
                >
                  <span className="menu__number">{number}</span>
                  {step.title}
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
