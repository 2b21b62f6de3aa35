/** What is being done: looking in the cache, waiting for another process, downloading, or compiling. */
export type Phase = 'cache' | 'wait' | 'download' | 'build'

/** How far getting tools is, whole at every moment: a face that sees only the last one knows everything. */
export interface Progress {
  readonly phase: Phase
  /** What is being got now; one build may make several tools. */
  readonly tools: readonly string[]
  /** The place of the first of `tools` among all tools that were asked for, from 1. */
  readonly index: number
  readonly of: number
  /** What `done` and `total` count. Modules are Go modules, downloaded before a build. */
  readonly unit: 'bytes' | 'modules' | 'packages'
  readonly done: number
  /** Absent while it is not known. */
  readonly total?: number
  /** Since the getting began, in ms. */
  readonly elapsedMs: number
  /** Until everything is there, in ms; an estimate, absent while there is nothing to base one on. */
  readonly remainingMs?: number
  /** What a user should know about this step, such as why a release is not used; a line each. */
  readonly notes?: readonly string[]
}

export type OnProgress = (progress: Progress) => void

export interface Step {
  readonly phase: Phase
  readonly tools: readonly string[]
  readonly unit: Progress['unit']
  readonly total?: number
  /** How long this step is thought to take, in ms. */
  readonly expectedMs?: number
  /** How long everything after this step is thought to take, in ms; absent while that cannot be told. */
  readonly afterMs?: number
  readonly notes?: readonly string[]
}

/** Turns "this step began", "so much of it is done" into whole progress values. */
export interface ProgressTracker {
  begin(step: Step): void
  advance(done: number, total?: number): void
}

export interface TrackerOptions {
  /** Every tool that was asked for, in order. */
  readonly names: readonly string[]
  readonly onProgress: OnProgress
  /** In ms. */
  readonly clock: () => number
}

export function createProgressTracker({ names, onProgress, clock }: TrackerOptions): ProgressTracker {
  const startedMs = clock()
  let step: Step = { phase: 'cache', tools: [], unit: 'bytes' }
  let stepStartedMs = startedMs
  let done = 0

  const report = (): void => {
    const nowMs = clock()
    const remainingMs = estimateRemaining(step, done, nowMs - stepStartedMs)
    onProgress({
      phase: step.phase,
      tools: step.tools,
      index: Math.max(1, names.indexOf(step.tools[0] ?? '') + 1),
      of: names.length,
      unit: step.unit,
      done,
      ...(step.total === undefined ? {} : { total: step.total }),
      elapsedMs: Math.round(nowMs - startedMs),
      ...(remainingMs === undefined ? {} : { remainingMs }),
      ...(step.notes === undefined ? {} : { notes: step.notes }),
    })
  }

  return {
    begin(next) {
      step = next
      stepStartedMs = clock()
      done = 0
      report()
    },
    advance(nowDone, total = step.total) {
      done = nowDone
      // More than was counted on can come; "12 of 10" would be a lie in either number.
      if (total !== undefined) step = { ...step, total: Math.max(total, nowDone) }
      report()
    },
  }
}

/**
 * What is left of the step, plus all after it. At the start of a step its expected time counts; the further it is, the more
 * its own pace does, so that a machine that is slower than thought shows in the number before the end.
 */
function estimateRemaining(step: Step, done: number, elapsedMs: number): number | undefined {
  const { total = 0, expectedMs, afterMs } = step
  if (afterMs === undefined) return undefined
  const part = total === 0 ? 0 : Math.min(1, done / total)
  const byPace = part > 0 ? (elapsedMs * (1 - part)) / part : 0
  if (expectedMs === undefined) return part < SOME_PACE ? undefined : Math.round(byPace + afterMs)
  const byPlan = Math.max(0, expectedMs - elapsedMs)
  return Math.round(part * byPace + (1 - part) * byPlan + afterMs)
}

/** Below this part of a step its pace says nothing yet. */
const SOME_PACE = 0.05

/** `etcd`, `kwok and kwokctl`, `etcd and 6 more`. */
export function listed(tools: readonly string[]): string {
  return tools.length <= 2 ? tools.join(' and ') : `${tools[0]} and ${tools.length - 1} more`
}
