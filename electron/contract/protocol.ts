/**
 * What the engine and its faces say to each other over the socket at `/engine`: commands with replies, events
 * without. Both ends are typed from these two maps; leave an entry out and the other end does not compile.
 */

import type { ClusterStatus, ObjectDetail, ObjectRef, ObjectSummary } from './cluster.ts'
import type { WireError } from './errors.ts'
import type { CommitView, Comparison, MergeMethod, PullRequestView, RepositoryView, ReviewView } from './git.ts'
import type { ClusterName, LabId, TerminalId } from './ids.ts'
import type { Capability } from './lab.ts'
import type { ChangeEntry } from './timeline.ts'
import type { StepStatus } from './verdict.ts'

/** Raised whenever an older face or engine would misread the other. */
export const PROTOCOL_VERSION = 1

/** How far the learner is in one lab. */
export interface LabProgress {
  readonly state: 'untouched' | 'started' | 'done'
  readonly passedSteps: number
  /** Where the learner was last; undefined before the lab is opened. */
  readonly currentStep?: string
  readonly earned: number
  readonly possible: number
  readonly hintsUsed: number
  readonly shownSteps: number
}

export interface LabSummary {
  readonly id: LabId
  readonly title: string
  readonly summary: string
  readonly track: 'kubernetes' | 'gitops'
  readonly order: number
  readonly minutes: number
  readonly stepCount: number
  readonly requires: readonly Capability[]
  /** Capabilities that no provider on this machine has; empty when the lab can run here. */
  readonly missing: readonly Capability[]
  readonly progress: LabProgress
}

/** A lab file that does not load. The others are not affected. */
export interface BrokenLab {
  readonly folder: string
  readonly problems: readonly WireError[]
}

export interface Catalogue {
  readonly labs: readonly LabSummary[]
  readonly broken: readonly BrokenLab[]
}

/** A check as the faces see it. */
export interface CheckView {
  readonly name: string
  readonly title: string
  readonly kind: 'resource' | 'absent' | 'count' | 'kubeconfig' | 'ran' | 'answer' | 'git' | 'synced'
  readonly points: number
  readonly holdForMs: number
  readonly mode: 'live' | 'latched'
  readonly explain?: string
  /** For `answer` checks. */
  readonly question?: string
  readonly choices?: readonly string[]
  /** What the learner has answered so far. */
  readonly answered?: string
}

/** A step as the faces see it: no solution, no mistakes, no hint that was not opened. */
export interface StepView {
  readonly name: string
  readonly title: string
  readonly instructions: string
  /** `locked` until the author's gate lets the learner in. */
  readonly access: 'open' | 'locked'
  readonly checks: readonly CheckView[]
  readonly hints: readonly HintView[]
  readonly status: StepStatus
  /** It has passed at some time, whatever its live verdict says now. */
  readonly everPassed: boolean
  /** The solution was shown: it earns nothing. */
  readonly shown: boolean
  readonly earned: number
  readonly possible: number
  /** The state at its start is kept, so that the learner can go back to it. */
  readonly canGoBack: boolean
  readonly missing: readonly Capability[]
}

export interface HintView {
  readonly cost: number
  /** Undefined until the learner has opened it. */
  readonly text?: string
}

/** The lab that is open, whole. Sent on open and whenever its shape changes; verdicts arrive as `step/status`. */
export interface LabSnapshot {
  readonly id: LabId
  readonly title: string
  readonly summary: string
  readonly clusters: readonly ClusterName[]
  readonly currentStep: string
  readonly steps: readonly StepView[]
  readonly progress: LabProgress
  /** Epoch milliseconds. */
  readonly startedAtMs: number
}

/** Where the lab's kubeconfig points now. */
export interface TerminalContext {
  readonly context: string
  readonly namespace: string
}

export interface TerminalInfo {
  readonly terminalId: TerminalId
  /** Tab title: the shell, or the program that runs in it. */
  readonly title: string
  readonly alive: boolean
}

/** The background part of the first start: tools that are still being fetched or built. */
export interface ToolchainStatus {
  readonly state: 'complete' | 'working' | 'failed'
  readonly tool?: string
  readonly phase?: 'cache' | 'download' | 'build'
  readonly done: number
  readonly total: number
  readonly problem?: WireError
}

/** Everything a face needs to draw itself from nothing. */
export interface AppSnapshot {
  readonly protocolVersion: number
  readonly appVersion: string
  readonly catalogue: Catalogue
  readonly lab: LabSnapshot | null
  readonly clusters: readonly ClusterStatus[]
  readonly objects: readonly ObjectSummary[]
  readonly terminals: readonly TerminalInfo[]
  readonly context: TerminalContext | null
  /** Of the open lab; empty for one without Git. */
  readonly repositories: readonly RepositoryView[]
  /** Changes on their way through Flux, newest first; empty for a lab without it. */
  readonly timeline: readonly ChangeEntry[]
  readonly toolchain: ToolchainStatus
  /** Sequence number of the last event that is already part of this snapshot. */
  readonly sequence: number
}

/** What a face may ask. One entry per command: what goes in, what comes back. */
export interface Commands {
  'app/snapshot': { params: { protocolVersion: number }; reply: AppSnapshot }
  /** Replies at once; the cluster comes up behind it (`cluster/status`). Opening the open lab changes nothing. */
  'lab/open': { params: { lab: LabId }; reply: LabSnapshot }
  'lab/close': { params: Record<string, never>; reply: null }
  /** Cluster, lab files and progress as if the lab had never been opened; stays open at its first step. */
  'lab/reset': { params: { lab: LabId }; reply: LabSnapshot }
  /** Makes the step the one whose checks are watched first; refused while it is locked. */
  'step/open': { params: { step: string }; reply: LabSnapshot }
  /** Cluster, lab files and progress as they were when the step began. */
  'step/goBack': { params: { step: string }; reply: LabSnapshot }
  'step/recheck': { params: { step: string }; reply: StepStatus }
  'step/hint': { params: { step: string }; reply: LabSnapshot }
  /** Types the solution into the terminal and marks the step as shown. */
  'step/show': { params: { step: string; terminalId: TerminalId }; reply: LabSnapshot }
  'step/answer': { params: { step: string; check: string; answer: string }; reply: StepStatus }
  'cluster/retry': { params: { cluster: ClusterName }; reply: null }
  /** The last lines that the provider and its components printed. */
  'cluster/log': { params: { cluster: ClusterName }; reply: { text: string } }
  'object/detail': { params: { ref: ObjectRef }; reply: ObjectDetail }
  /** The graph of all branches, newest first, as far back as is shown. */
  'git/history': { params: { repository: string }; reply: readonly CommitView[] }
  /** `base` and `head` are branches or commits. */
  'git/compare': { params: { repository: string; base: string; head: string }; reply: Comparison }
  /** A branch that undoes `commit`, and a pull request that brings it into `into`. */
  'git/revert': { params: { repository: string; commit: string; into: string }; reply: PullRequestView }
  'pull/open': {
    params: { repository: string; title: string; body: string; from: string; into: string }
    reply: PullRequestView
  }
  'pull/review': {
    params: { repository: string; number: number; verdict: ReviewView['verdict']; body: string }
    reply: PullRequestView
  }
  /** `merge-conflict` when the two sides cannot be brought together. */
  'pull/merge': { params: { repository: string; number: number; method: MergeMethod }; reply: PullRequestView }
  'pull/close': { params: { repository: string; number: number }; reply: PullRequestView }
  'terminal/open': { params: { columns: number; rows: number }; reply: TerminalInfo }
  /** Everything on screen and in the scrollback as text with escape sequences; output goes on from there. */
  'terminal/attach': {
    params: { terminalId: TerminalId; columns: number; rows: number }
    reply: { replay: string }
  }
  'terminal/input': { params: { terminalId: TerminalId; data: string }; reply: null }
  /** Puts text at the prompt; runs it when `execute`. A line that was being typed is cleared first. */
  'terminal/type': { params: { terminalId: TerminalId; text: string; execute: boolean }; reply: null }
  'terminal/resize': { params: { terminalId: TerminalId; columns: number; rows: number }; reply: null }
  /** Characters that the face has drawn since it last said so. */
  'terminal/acknowledge': { params: { terminalId: TerminalId; characters: number }; reply: null }
  'terminal/close': { params: { terminalId: TerminalId }; reply: null }
}
export type Command = keyof Commands

/** What the engine announces: facts about state, never orders to the face. */
export interface Events {
  'catalogue/changed': { catalogue: Catalogue }
  /** `null` when the lab was closed. */
  'lab/changed': { lab: LabSnapshot | null }
  'step/status': { lab: LabId; status: StepStatus }
  'cluster/status': { status: ClusterStatus }
  'objects/changed': { upserted: readonly ObjectSummary[]; removed: readonly string[] }
  /** The panel starts again from nothing: another lab, or the cluster was taken back in time. */
  'objects/cleared': Record<string, never>
  'context/changed': { context: TerminalContext | null }
  /** All of them, whole: a branch, a pull request or a protection has changed, or another lab was opened. */
  'git/changed': { repositories: readonly RepositoryView[] }
  /** All of it, whole. Comes in bursts at most a few times a second. */
  'timeline/changed': { entries: readonly ChangeEntry[] }
  'terminal/output': { terminalId: TerminalId; data: string }
  'terminal/changed': { terminal: TerminalInfo }
  'terminal/closed': { terminalId: TerminalId }
  'toolchain/status': { status: ToolchainStatus }
  /** Something a person should know now: a recovered component, a disk that is full. */
  'engine/problem': { problem: WireError }
}
export type EventName = keyof Events

export type Request = {
  [C in Command]: {
    readonly type: 'request'
    readonly id: number
    readonly command: C
    readonly params: Commands[C]['params']
  }
}[Command]

export type Reply =
  | { readonly type: 'reply'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly error: WireError }

/** `sequence` has no gaps on one connection; a face that sees one asks for a fresh snapshot instead of guessing. */
export type Notice = {
  [E in EventName]: {
    readonly type: 'notice'
    readonly sequence: number
    readonly event: E
    readonly payload: Events[E]
  }
}[EventName]

export type ToFace = Reply | Notice

/** The engine implements exactly this. */
export type Handlers = {
  readonly [C in Command]: (params: Commands[C]['params']) => Promise<Commands[C]['reply']>
}
