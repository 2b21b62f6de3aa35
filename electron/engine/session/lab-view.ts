/** The open lab as the faces see it: nothing of solutions, mistakes or hints that were not opened. Pure. */

import type { Capability, Check, Lab, Step } from '../../contract/lab.ts'
import type { CheckView, HintView, LabSnapshot, StepView } from '../../contract/protocol.ts'
import type { StepStatus } from '../../contract/verdict.ts'
import { UNTOUCHED, type StepRow } from '../progress/progress-store.ts'
import { labProgress, scoreStep } from './scores.ts'

export interface LabViewInput {
  readonly lab: Lab
  readonly rows: ReadonlyMap<string, StepRow>
  readonly statuses: ReadonlyMap<string, StepStatus>
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly currentStep: string
  readonly startedAtMs: number
  /** Steps whose start is kept. */
  readonly kept: ReadonlySet<string>
  /** What the cluster's provider can do. */
  readonly capabilities: readonly Capability[]
}

export function viewLab(input: LabViewInput): LabSnapshot {
  const { lab, rows, statuses, currentStep } = input
  return {
    id: lab.id,
    title: lab.title,
    summary: lab.summary,
    clusters: lab.clusters,
    currentStep,
    steps: lab.steps.map((step) => viewStep(step, input)),
    progress: labProgress({ steps: lab.steps, rows, statuses, currentStep }),
    startedAtMs: input.startedAtMs,
  }
}

function viewStep(step: Step, input: LabViewInput): StepView {
  const row = input.rows.get(step.name) ?? UNTOUCHED
  const status = visibleStatus(step, row, input.statuses.get(step.name))
  const answers = input.answers.get(step.name)
  return {
    name: step.name,
    title: step.title,
    instructions: step.instructions,
    access: isOpen(step, input) ? 'open' : 'locked',
    checks: step.checks.map((check) => viewCheck(check, answers?.get(check.name))),
    hints: step.hints.map((hint, index): HintView => (index < row.hints ? hint : { cost: hint.cost })),
    status,
    everPassed: row.passedAtMs !== undefined,
    shown: row.shown,
    ...scoreStep(step, row, status),
    canGoBack: input.kept.has(step.name),
    missing: missing(step.requires, input.capabilities),
  }
}

function viewCheck(check: Check, answered: string | undefined): CheckView {
  return {
    name: check.name,
    title: check.title,
    kind: check.kind,
    points: check.points,
    holdForMs: check.holdForMs,
    mode: check.mode,
    ...(check.explain === undefined ? {} : { explain: check.explain }),
    ...(check.kind === 'answer' ? { question: check.question } : {}),
    ...(check.kind === 'answer' && check.choices !== undefined ? { choices: check.choices } : {}),
    ...(answered === undefined ? {} : { answered }),
  }
}

/** Every step before it lets the learner through: passed, shown, not possible here, or free by the author's choice. */
export function isOpen(step: Step, view: Pick<LabViewInput, 'lab' | 'rows' | 'capabilities'>): boolean {
  const before = view.lab.steps.slice(0, view.lab.steps.indexOf(step))
  return before.every((earlier) => {
    const row = view.rows.get(earlier.name) ?? UNTOUCHED
    if (earlier.gate === 'free' || row.passedAtMs !== undefined || row.shown) return true
    return missing(earlier.requires, view.capabilities).length > 0
  })
}

export function missing(wanted: readonly Capability[], offered: readonly Capability[]): Capability[] {
  return wanted.filter((capability) => !offered.includes(capability))
}

/** A step that has not begun says nothing yet, even where its checks would already hold. */
export function visibleStatus(step: Step, row: StepRow, status: StepStatus | undefined): StepStatus {
  if (row.begunAtMs !== undefined && status !== undefined) return status
  const verdict = { outcome: 'unknown', reason: 'not-observed', detail: 'This step has not begun.' } as const
  return {
    step: step.name,
    outcome: 'unknown',
    checks: step.checks.map((check) => ({ check: check.name, verdict, sinceMs: 0 })),
  }
}
