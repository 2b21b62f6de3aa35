import type { ClusterStatus, ObjectSummary } from '../../electron/contract/cluster.ts'
import type { RepositoryView } from '../../electron/contract/git.ts'
import type {
  AppSnapshot,
  Catalogue,
  Events,
  LabSnapshot,
  Notice,
  TerminalContext,
  TerminalInfo,
  ToolchainStatus,
} from '../../electron/contract/protocol.ts'
import type { ChangeEntry } from '../../electron/contract/timeline.ts'

/** What this page knows about the engine. Replaced, never changed. */
export interface EngineState {
  readonly appVersion: string
  readonly catalogue: Catalogue
  readonly lab: LabSnapshot | null
  readonly clusters: readonly ClusterStatus[]
  readonly objects: ReadonlyMap<string, ObjectSummary>
  readonly terminals: readonly TerminalInfo[]
  readonly context: TerminalContext | null
  readonly repositories: readonly RepositoryView[]
  readonly timeline: readonly ChangeEntry[]
  readonly toolchain: ToolchainStatus
}

export function fromSnapshot(snapshot: AppSnapshot): EngineState {
  const { protocolVersion: _version, sequence: _sequence, ...state } = snapshot
  return { ...state, objects: new Map(snapshot.objects.map((object) => [object.uid, object])) }
}

/** The state after one notice. Pure; the same object comes back when the notice says nothing about state. */
export function applyEvent(state: EngineState, notice: Notice): EngineState {
  switch (notice.event) {
    case 'catalogue/changed':
      return { ...state, catalogue: notice.payload.catalogue }
    case 'lab/changed':
      return applyLab(state, notice.payload.lab)
    case 'step/status':
      return applyStepStatus(state, notice.payload)
    case 'cluster/status':
      return { ...state, clusters: upsert(state.clusters, notice.payload.status, (status) => status.cluster) }
    case 'objects/changed':
      return { ...state, objects: applyObjects(state.objects, notice.payload) }
    case 'objects/cleared':
      return { ...state, objects: new Map() }
    case 'context/changed':
      return { ...state, context: notice.payload.context }
    case 'git/changed':
      return { ...state, repositories: notice.payload.repositories }
    case 'timeline/changed':
      return { ...state, timeline: notice.payload.entries }
    case 'terminal/changed':
      return { ...state, terminals: upsert(state.terminals, notice.payload.terminal, (info) => info.terminalId) }
    case 'terminal/closed':
      return { ...state, terminals: state.terminals.filter((info) => info.terminalId !== notice.payload.terminalId) }
    case 'toolchain/status':
      return { ...state, toolchain: notice.payload.status }
    case 'terminal/output':
    case 'engine/problem':
      return state
  }
}

/** The clusters of another lab are other clusters, even under the same names; theirs are announced after it. */
export function applyLab(state: EngineState, lab: LabSnapshot | null): EngineState {
  const catalogue = lab === null ? state.catalogue : withProgress(state.catalogue, lab)
  return lab?.id === state.lab?.id
    ? { ...state, lab, catalogue }
    : { ...state, lab, catalogue, clusters: [], repositories: [], timeline: [] }
}

/** The catalogue's line of the open lab says what the lab says. */
function withProgress(catalogue: Catalogue, { id, progress }: LabSnapshot): Catalogue {
  const labs = catalogue.labs.map((each) => (each.id === id ? { ...each, progress } : each))
  return { ...catalogue, labs }
}

function applyStepStatus(state: EngineState, { lab, status }: Events['step/status']): EngineState {
  if (state.lab?.id !== lab) return state
  const steps = state.lab.steps.map((step) => (step.name === status.step ? { ...step, status } : step))
  return { ...state, lab: { ...state.lab, steps } }
}

function applyObjects(
  objects: ReadonlyMap<string, ObjectSummary>,
  { upserted, removed }: Events['objects/changed'],
): ReadonlyMap<string, ObjectSummary> {
  const next = new Map(objects)
  for (const uid of removed) next.delete(uid)
  for (const object of upserted) next.set(object.uid, object)
  return next
}

/** Replaces the item with the same key where it stands, or adds it at the end. */
function upsert<T>(items: readonly T[], item: T, keyOf: (item: T) => string): readonly T[] {
  const key = keyOf(item)
  const known = items.some((other) => keyOf(other) === key)
  return known ? items.map((other) => (keyOf(other) === key ? item : other)) : [...items, item]
}
