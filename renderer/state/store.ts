import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { WireError } from '../../electron/contract/errors.ts'
import type { ConnectionStatus } from '../connection/client.ts'
import type { EngineState } from './apply-event.ts'

/** Something to tell the person, until it is put away. */
export interface Problem {
  readonly id: number
  readonly error: WireError
}

export interface AppState {
  readonly connection: ConnectionStatus
  /** Null until the first snapshot. Kept while the connection is lost. */
  readonly engine: EngineState | null
  readonly problems: readonly Problem[]
}

export type AppStore = StoreApi<AppState>

export const createAppStore = (): AppStore =>
  createStore<AppState>(() => ({ connection: { phase: 'connecting' }, engine: null, problems: [] }))

/** More than these are not read by anybody. */
const MOST_PROBLEMS = 3

/** Adds a problem; the same words are not said twice. */
export function addProblem(problems: readonly Problem[], error: WireError): readonly Problem[] {
  if (problems.some((problem) => problem.error.happened === error.happened)) return problems
  const id = (problems.at(-1)?.id ?? 0) + 1
  return [...problems, { id, error }].slice(-MOST_PROBLEMS)
}
