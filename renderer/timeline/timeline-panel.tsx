import { Route } from 'lucide-react'
import type { ChangeEntry } from '../../electron/contract/timeline.ts'
import { useApp, useEngine } from '../state/app.ts'
import { shortId } from '../state/git-words.ts'
import { durationWords } from '../state/time-words.ts'
import { StateNote } from '../ui/state-note.tsx'
import { Ago } from '../ui/time.tsx'
import { useNow } from '../ui/use-now.ts'
import { useRoving } from '../ui/use-roving.ts'
import { StationShape } from './station-shape.tsx'
import { changeWords, isUnderWay, kustomizationWords, stationsOf, totalMs, workloadWords } from './stations.ts'
import './timeline.css'

/** What caused what: every change on its way from the commit to Pods that are ready, newest first. */
export function TimelinePanel() {
  const entries = useEngine((engine) => engine.timeline)
  const several = useEngine((engine) => (engine.lab?.clusters.length ?? 1) > 1)
  const list = useRoving()
  if (entries.length === 0) {
    return (
      <StateNote icon={<Route size={24} aria-hidden="true" />} title="No change has set out yet.">
        When Flux follows a repository, each commit appears here by itself: when it was fetched, applied, rolled out and
        ready, and how long each of these took.
      </StateNote>
    )
  }
  return (
    <ol ref={list} className="timeline" aria-label="Changes, newest first">
      {entries.map((entry) => (
        <Change key={entry.id} entry={entry} several={several} />
      ))}
    </ol>
  )
}

interface ChangeProps {
  readonly entry: ChangeEntry
  /** The lab has more than one cluster. */
  readonly several: boolean
}

function Change({ entry, several }: ChangeProps) {
  return (
    <li className="change" data-row data-superseded={entry.superseded || undefined}>
      <Head entry={entry} several={several} />
      <Track entry={entry} />
      {entry.problem === undefined ? null : <p className="change__problem">{entry.problem}</p>}
      {entry.workloads.length === 0 ? null : (
        <p className="change__workloads" title={entry.workloads.join('\n')}>
          {workloadWords(entry.workloads)}
        </p>
      )}
    </li>
  )
}

function Head({ entry, several }: ChangeProps) {
  const { git } = useApp()
  const total = totalMs(entry)
  const { committed } = entry.reachedAtMs
  return (
    <p className="change__head">
      <button
        type="button"
        className="change__commit"
        data-rove
        title="Show what it changed"
        aria-label={`${shortId(entry.commit)} ${entry.subject}: ${changeWords(entry)}. Show what it changed`}
        onClick={() => git.showCommit(entry.repository, entry.commit)}
      >
        <code>{shortId(entry.commit)}</code> <span>{entry.subject}</span>
      </button>
      {entry.superseded ? <span className="change__word">superseded</span> : null}
      {entry.kustomization === undefined ? null : (
        <span className="change__where">{kustomizationWords(entry.kustomization)}</span>
      )}
      {several ? <span className="change__cluster">{entry.cluster}</span> : null}
      {total === undefined ? null : <span className="change__total">{durationWords(total)} in all</span>}
      {committed === undefined ? null : (
        <span className="change__when">
          <Ago atMs={committed} />
        </span>
      )}
    </p>
  )
}

const SECOND = 1_000

function Track({ entry }: { readonly entry: ChangeEntry }) {
  const now = useNow(SECOND, isUnderWay(entry) || (entry.problem !== undefined && !entry.superseded))
  return (
    <ol className="track-line" aria-label={`Stations of ${shortId(entry.commit)}`}>
      {stationsOf(entry, now).map(({ station, state, word, time }) => (
        <li key={station} className={`station station--${state}`}>
          <StationShape state={state} />
          <span className="station__word">
            {word}
            {state === 'waiting' ? <span className="visually-hidden">, not yet</span> : null}{' '}
          </span>
          <span className="station__time">{time}</span>
        </li>
      ))}
    </ol>
  )
}
