/** What a lab's checks say about a cluster, as points. Pure. */

import type { Check, Lab, Step } from '../../../contract/lab.ts'
import type { Outcome, StepStatus, Verdict } from '../../../contract/verdict.ts'
import type { RecordReader } from './record.ts'

export interface CheckGrade {
  readonly name: string
  readonly title: string
  readonly kind: Check['kind']
  readonly points: number
  readonly earned: number
  readonly verdict: Verdict
}

export interface StepGrade {
  readonly name: string
  readonly title: string
  readonly outcome: Outcome
  readonly earned: number
  readonly possible: number
  /** Points that opened hints took off. */
  readonly hintCost: number
  /** The solution was shown, so the step earns nothing. */
  readonly shown: boolean
  readonly checks: readonly CheckGrade[]
}

export interface Grade {
  readonly lab: string
  readonly title: string
  readonly version: string
  readonly seed: string
  /** Failed when any check has failed; unknown when none has, but one cannot tell. */
  readonly outcome: Outcome
  readonly earned: number
  readonly possible: number
  /** Points of checks that cannot tell: neither earned nor lost. */
  readonly undecided: number
  readonly steps: readonly StepGrade[]
}

/** Points of what has passed; opened hints take their cost off, a shown step earns nothing, unknown counts as neither. */
export function gradeOf(
  lab: Lab,
  seed: string,
  statuses: readonly StepStatus[],
  record: Pick<RecordReader, 'help'>,
): Grade {
  const steps = lab.steps.map((step) => stepGrade(step, statuses, record))
  const checks = steps.flatMap((step) => step.checks)
  const has = (outcome: Outcome): boolean => checks.some(({ verdict }) => verdict.outcome === outcome)
  return {
    lab: lab.id,
    title: lab.title,
    version: lab.version,
    seed,
    outcome: has('failed') ? 'failed' : has('unknown') ? 'unknown' : 'passed',
    earned: sum(steps.map((step) => step.earned)),
    possible: sum(steps.map((step) => step.possible)),
    undecided: sum(checks.filter(({ verdict }) => verdict.outcome === 'unknown').map(({ points }) => points)),
    steps,
  }
}

function stepGrade(step: Step, statuses: readonly StepStatus[], record: Pick<RecordReader, 'help'>): StepGrade {
  const status = statuses.find((each) => each.step === step.name)
  const checks = step.checks.map((check) => checkGrade(check, status))
  const { hints, shown } = record.help(step.name)
  const hintCost = sum(step.hints.slice(0, hints).map((hint) => hint.cost))
  const gained = sum(checks.map((check) => check.earned))
  return {
    name: step.name,
    title: step.title,
    outcome: status?.outcome ?? 'unknown',
    earned: shown ? 0 : Math.max(0, gained - hintCost),
    possible: sum(checks.map((check) => check.points)),
    hintCost,
    shown,
    checks,
  }
}

function checkGrade({ name, title, kind, points }: Check, status: StepStatus | undefined): CheckGrade {
  const verdict = status?.checks.find((each) => each.check === name)?.verdict ?? NOT_SEEN
  return { name, title, kind, points, earned: verdict.outcome === 'passed' ? points : 0, verdict }
}

const NOT_SEEN: Verdict = { outcome: 'unknown', reason: 'not-observed', detail: 'It was not looked at.' }

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
