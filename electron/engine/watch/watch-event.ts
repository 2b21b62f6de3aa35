import type { KubeObject } from '../checks/observation.ts'
import { ApiFailure } from './api-failure.ts'

/** One line of a watch. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'
  readonly object: KubeObject
}

const TYPES: ReadonlySet<unknown> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'])

/** Reads the lines that came together. Throws an `ApiFailure` at an `ERROR` event and at what is no event. */
export function readEvents(lines: readonly string[]): readonly WatchEvent[] {
  return lines.map(readEvent)
}

function readEvent(line: string): WatchEvent {
  const { type, object } = parse(line)
  if (type === 'ERROR') {
    const status = object as { message?: string; code?: number }
    throw new ApiFailure('refused', status.message ?? 'The API server ended the watch.', status.code ?? 0)
  }
  if (!TYPES.has(type) || !isObject(object)) throw garbage(line)
  return { type: type as WatchEvent['type'], object }
}

function parse(line: string): { readonly type?: unknown; readonly object?: unknown } {
  try {
    const event: unknown = JSON.parse(line)
    return typeof event === 'object' && event !== null ? event : {}
  } catch {
    throw garbage(line)
  }
}

const isObject = (value: unknown): value is KubeObject =>
  typeof value === 'object' && value !== null && typeof (value as { metadata?: unknown }).metadata === 'object'

const garbage = (line: string): ApiFailure =>
  new ApiFailure('cut', `The API server sent what is no watch event: ${line.slice(0, 80)}`)
