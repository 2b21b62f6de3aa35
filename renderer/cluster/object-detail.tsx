import { ChevronLeft } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ObjectDetail, ObjectEvent, ObjectRef, ObjectSummary } from '../../electron/contract/cluster.ts'
import { toWire } from '../../electron/contract/errors.ts'
import type { WireError } from '../../electron/contract/errors.ts'
import { useApp, useEngine } from '../state/app.ts'
import { StateNote } from '../ui/state-note.tsx'
import { StateShape } from '../ui/state-shape.tsx'
import { Ago } from '../ui/time.tsx'
import { YamlText } from './yaml-text.tsx'
import './object-detail.css'

/** One object in full: its events and its YAML, renewed when it changes. */
export function ObjectDetailView({ uid }: { readonly uid: string }) {
  const { commands } = useApp()
  const object = useEngine((engine) => engine.objects.get(uid))
  const [last, setLast] = useState(object)
  const back = useRef<HTMLButtonElement>(null)
  const pane = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (object !== undefined) setLast(object)
  }, [object])
  const leave = (): void => {
    commands.set({ selectedObject: null })
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-uid="${CSS.escape(uid)}"]`)?.focus())
  }
  const onEscape = useEffectEvent(leave)
  useEffect(() => {
    back.current?.focus({ preventScroll: true })
    const element = pane.current
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onEscape()
    }
    element?.addEventListener('keydown', onKeyDown)
    return () => element?.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <div
      ref={pane}
      className="object-detail"
      role="group"
      aria-label={last === undefined ? 'Object' : `${last.kind} ${last.name}`}
    >
      <div className="object-detail__head">
        <button ref={back} type="button" className="button" onClick={leave}>
          <ChevronLeft size={14} aria-hidden="true" />
          All objects
        </button>
        {last === undefined ? null : <Heading object={last} gone={object === undefined} />}
      </div>
      {last === undefined ? (
        <StateNote title="This object is gone." />
      ) : (
        <Detail object={last} gone={object === undefined} />
      )}
    </div>
  )
}

function Heading({ object, gone }: { readonly object: ObjectSummary; readonly gone: boolean }) {
  return (
    <>
      <h3 className="object-detail__name">
        <span>{object.kind}</span> {object.name}
      </h3>
      <p className="object-detail__state">
        {gone ? (
          'is gone; this is how it was'
        ) : (
          <>
            <StateShape state={object.state} />
            {object.word}
          </>
        )}
      </p>
    </>
  )
}

function Detail({ object, gone }: { readonly object: ObjectSummary; readonly gone: boolean }) {
  const { detail, problem } = useDetail(object, gone)
  if (detail !== null) {
    return (
      <div className="object-detail__body">
        {object.facts.length === 0 ? null : <p className="object-detail__facts">{object.facts.join(' · ')}</p>}
        <h4 className="eyebrow">Events</h4>
        <EventLines events={detail.events} />
        <h4 className="eyebrow">YAML</h4>
        <YamlText yaml={detail.yaml} />
      </div>
    )
  }
  if (problem === null) return <StateNote title="Getting the object…" />
  return <StateNote title={problem.happened}>{problem.remedy}</StateNote>
}

function useDetail(object: ObjectSummary, gone: boolean) {
  const { client } = useApp()
  const [detail, setDetail] = useState<ObjectDetail | null>(null)
  const [problem, setProblem] = useState<WireError | null>(null)
  useEffect(() => {
    if (gone) return
    let late = false
    client.call('object/detail', { ref: refOf(object) }).then(
      (answer) => (late ? undefined : setDetail(answer)),
      (error: unknown) => (late ? undefined : setProblem(toWire(error))),
    )
    return () => {
      late = true
    }
  }, [client, object, gone])
  return { detail, problem }
}

function refOf({ cluster, apiVersion, kind, name, namespace }: ObjectSummary): ObjectRef {
  return { cluster, apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) }
}

function EventLines({ events }: { readonly events: readonly ObjectEvent[] }) {
  if (events.length === 0) return <p className="object-detail__none">None that Kubernetes still remembers.</p>
  return (
    <ul className="events">
      {[...events]
        .sort((one, other) => other.lastSeenMs - one.lastSeenMs)
        .map((event) => (
          <li key={`${event.reason} ${event.message}`} className="event" data-type={event.type}>
            <StateShape state={event.type === 'Warning' ? 'unwell' : 'neutral'} />
            <p>
              <b>{event.reason}</b> {event.message}
            </p>
            <span className="event__when">
              {event.count > 1 ? `${event.count} times, ` : ''}
              <Ago atMs={event.lastSeenMs} />
            </span>
          </li>
        ))}
    </ul>
  )
}
