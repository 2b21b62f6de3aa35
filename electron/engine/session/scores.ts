/** Points: what a step and a lab are worth and what was earned. Pure. */

import type { Step } from '../../contract/lab.ts'
import type { LabProgress } from '../../contract/protocol.ts'
import type { StepStatus } from '../../contract/verdict.ts'
import { UNTOUCHED, type StepRow } from '../progress/progress-store.ts'

export interface Score {
  readonly earned: number
  readonly possible: number
}

/**
 * A shown step earns nothing. One that has passed at some time earns all its points, another those of the checks that
 * pass now; opened hints take their cost off, never below zero.
 */
export function scoreStep(step: Step, row: StepRow, status: StepStatus | undefined): Score {
  const possible = step.checks.reduce((sum, check) => sum + check.points, 0)
  if (row.shown) return { earned: 0, possible }
  const hintCost = step.hints.slice(0, row.hints).reduce((sum, hint) => sum + hint.cost, 0)
  const gained = row.passedAtMs === undefined ? pointsNow(step, row, status) : possible
  return { earned: Math.max(0, gained - hintCost), possible }
}

function pointsNow(step: Step, row: StepRow, status: StepStatus | undefined): number {
  if (row.begunAtMs === undefined || status === undefined) return 0
  const passed = new Set(status.checks.filter(({ verdict }) => verdict.outcome === 'passed').map(({ check }) => check))
  return step.checks.filter((check) => passed.has(check.name)).reduce((sum, check) => sum + check.points, 0)
}

export interface ProgressInput {
  readonly steps: readonly Step[]
  readonly rows: ReadonlyMap<string, StepRow>
  readonly statuses: ReadonlyMap<string, StepStatus>
  readonly currentStep: string | undefined
}

/** How far the learner is. A lab is done when each of its steps has passed or was shown. */
export function labProgress({ steps, rows, statuses, currentStep }: ProgressInput): LabProgress {
  const row = (step: Step): StepRow => rows.get(step.name) ?? UNTOUCHED
  const scores = steps.map((step) => scoreStep(step, row(step), statuses.get(step.name)))
  const settled = steps.filter((step) => row(step).passedAtMs !== undefined || row(step).shown)
  return {
    state: currentStep === undefined ? 'untouched' : settled.length === steps.length ? 'done' : 'started',
    passedSteps: steps.filter((step) => row(step).passedAtMs !== undefined).length,
    ...(currentStep === undefined ? {} : { currentStep }),
    earned: scores.reduce((sum, score) => sum + score.earned, 0),
    possible: scores.reduce((sum, score) => sum + score.possible, 0),
    hintsUsed: steps.reduce((sum, step) => sum + row(step).hints, 0),
    shownSteps: steps.filter((step) => row(step).shown).length,
  }
}
