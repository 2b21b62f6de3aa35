import { BookOpen } from 'lucide-react'
import type { LabSummary } from '../../electron/contract/protocol.ts'
import { TopBar } from '../shared/top-bar.tsx'
import { ShipMark } from '../shared/ship-mark.tsx'
import { useApp, useEngine } from '../state/app.ts'
import { StateNote } from '../ui/state-note.tsx'
import { BrokenLabs } from './broken-labs.tsx'
import { TRACKS, labToContinue } from './catalogue-words.ts'
import { ContinueCard } from './continue-card.tsx'
import { LabRow } from './lab-row.tsx'
import { MachineLines } from './machine-lines.tsx'
import './catalogue.css'

/** All labs, what was done of them, and what this machine is up to. */
export function CatalogueScreen() {
  const { preferences } = useApp()
  const catalogue = useEngine((engine) => engine.catalogue)
  const open = useEngine((engine) => engine.lab?.id)
  const labs = inOrder(catalogue.labs)
  const next = labToContinue(labs, open, preferences.read('last-lab'))
  return (
    <div className="screen">
      <TopBar
        start={
          <>
            <ShipMark size={24} />
            <h1 className="top-bar__title">Drydock</h1>
          </>
        }
      />
      <main className="catalogue" data-pane="labs">
        <div className="catalogue__page">
          {next === undefined ? null : <ContinueCard lab={next} open={next.id === open} />}
          {TRACKS.map(({ track, title }) => (
            <Track key={track} title={title} labs={labs.filter((lab) => lab.track === track)} />
          ))}
          {labs.length === 0 ? <NoLabs /> : null}
          <BrokenLabs broken={catalogue.broken} />
          <MachineLines />
        </div>
      </main>
    </div>
  )
}

function Track({ title, labs }: { readonly title: string; readonly labs: readonly LabSummary[] }) {
  if (labs.length === 0) return null
  const done = labs.filter((lab) => lab.progress.state === 'done').length
  return (
    <section className="track" aria-label={title}>
      <div className="track__head">
        <h2 className="track__title">{title}</h2>
        <p className="track__count">
          {done} of {labs.length} done
        </p>
      </div>
      <ol className="track__labs">
        {labs.map((lab) => (
          <LabRow key={lab.id} lab={lab} />
        ))}
      </ol>
    </section>
  )
}

function NoLabs() {
  return (
    <StateNote icon={<BookOpen size={24} aria-hidden="true" />} title="There is no lab here.">
      Put lab folders where Drydock looks for them, each with a <code>lab.yaml</code>; they appear here by themselves.
    </StateNote>
  )
}

const inOrder = (labs: readonly LabSummary[]): readonly LabSummary[] =>
  [...labs].sort((one, other) => one.order - other.order)
