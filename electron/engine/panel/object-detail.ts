/** One object in full, as text that may be shown: nothing that only machines read, nothing that is secret. */

import { stringify } from 'yaml'
import type { ObjectEvent, ObjectRef } from '../../contract/cluster.ts'
import type { KubeObject } from '../checks/observation.ts'
import { at, numberAt, textAt } from './read-fields.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const FIRST_KEYS = ['apiVersion', 'kind', 'metadata']

export function objectYaml(object: KubeObject): string {
  const { managedFields: _, ...metadata } = object.metadata as KubeObject['metadata'] & { managedFields?: unknown }
  const plain: Record<string, unknown> = { ...object, metadata }
  const shown = object.kind === 'Secret' && object.apiVersion === 'v1' ? withoutValues(plain) : plain
  const keys = [
    ...FIRST_KEYS,
    ...Object.keys(shown).filter((key) => !FIRST_KEYS.includes(key) && key !== 'status'),
    'status',
  ]
  const ordered = Object.fromEntries(keys.flatMap((key) => (key in shown ? [[key, shown[key]]] : [])))
  return stringify(ordered, { lineWidth: 0, aliasDuplicateObjects: false })
}

/** Sizes instead of values; the annotation of `kubectl apply` holds the values once more, so it goes too. */
function withoutValues(secret: Record<string, unknown>): Record<string, unknown> {
  const metadata = secret['metadata'] as KubeObject['metadata']
  const annotations = Object.entries(metadata.annotations ?? {}).map(([key, value]) => [
    key,
    key === LAST_APPLIED ? '(not shown)' : value,
  ])
  const hidden: Record<string, unknown> = { ...secret }
  if (annotations.length > 0) hidden['metadata'] = { ...metadata, annotations: Object.fromEntries(annotations) }
  for (const field of ['data', 'stringData']) {
    const values = secret[field]
    if (typeof values !== 'object' || values === null) continue
    const encoding = field === 'data' ? 'base64' : 'utf8'
    const sizes = Object.entries(values).map(([key, value]) => [
      key,
      `(${Buffer.byteLength(String(value), encoding)} bytes, not shown)`,
    ])
    hidden[field] = Object.fromEntries(sizes)
  }
  return hidden
}

/** Events that speak of the object, latest first. */
export function objectEvents(events: readonly KubeObject[], ref: ObjectRef, uid: string): ObjectEvent[] {
  const own = events.filter((event) => isAbout(event, ref, uid))
  return own.map(readEvent).toSorted((a, b) => b.lastSeenMs - a.lastSeenMs)
}

function isAbout(event: KubeObject, ref: ObjectRef, uid: string): boolean {
  const about = at(event, 'involvedObject')
  const aboutUid = textAt(about, 'uid')
  if (aboutUid !== undefined && aboutUid !== ref.name) return aboutUid === uid
  return (
    at(about, 'kind') === ref.kind &&
    at(about, 'name') === ref.name &&
    (textAt(about, 'namespace') ?? ref.namespace) === ref.namespace
  )
}

function readEvent(event: KubeObject): ObjectEvent {
  const seen =
    textAt(event, 'series', 'lastObservedTime') ??
    textAt(event, 'lastTimestamp') ??
    textAt(event, 'eventTime') ??
    event.metadata.creationTimestamp
  return {
    type: textAt(event, 'type') ?? 'Normal',
    reason: textAt(event, 'reason') ?? '',
    message: textAt(event, 'message') ?? '',
    count: numberAt(event, 'series', 'count') ?? numberAt(event, 'count') ?? 1,
    lastSeenMs: seen === undefined ? 0 : Date.parse(seen) || 0,
  }
}
