import type { ClusterStatus } from '../../electron/contract/cluster.ts'
import type { CheckView, LabSnapshot, StepView } from '../../electron/contract/protocol.ts'
import type { CheckStatus, Verdict } from '../../electron/contract/verdict.ts'

const NOT_LOOKED: Verdict = { outcome: 'unknown', reason: 'not-observed', detail: 'It was not looked at yet.' }

/** A check together with what is known of it now. */
export interface CheckNow {
  readonly view: CheckView
  readonly status: CheckStatus
}

export function checksOf(step: StepView): readonly CheckNow[] {
  return step.checks.map((view) => ({
    view,
    status: step.status.checks.find((status) => status.check === view.name) ?? {
      check: view.name,
      verdict: NOT_LOOKED,
      sinceMs: 0,
    },
  }))
}

export interface StepPlace {
  readonly step: StepView
  /** From 1. */
  readonly number: number
  readonly next: StepView | undefined
  readonly previous: StepView | undefined
}

/** The step that is open, and what is around it. */
export function currentPlace(lab: LabSnapshot): StepPlace | undefined {
  const index = lab.steps.findIndex((step) => step.name === lab.currentStep)
  const step = lab.steps[index]
  return step && { step, number: index + 1, next: lab.steps[index + 1], previous: lab.steps[index - 1] }
}

/** How a step stands, as one word for its look; `regressed` has passed once and does not now. */
export type StepStanding = 'passed' | 'shown' | 'regressed' | 'open' | 'locked'

export function standingOf(step: StepView): StepStanding {
  const passesNow = step.status.outcome === 'passed' && step.access === 'open' && step.checks.length > 0
  if (passesNow) return step.shown ? 'shown' : 'passed'
  if (step.everPassed && step.status.outcome === 'failed') return 'regressed'
  if (step.everPassed) return step.shown ? 'shown' : 'passed'
  return step.access === 'locked' ? 'locked' : 'open'
}

/** The words for `StepStanding`, for those who hear the page. */
export function standingWords(step: StepView, previousNumber: number): string {
  switch (standingOf(step)) {
    case 'passed':
      return 'passed'
    case 'shown':
      return 'shown, then passed'
    case 'regressed':
      return 'has passed, but does not hold now'
    case 'locked':
      return `locked: opens when step ${previousNumber} has passed`
    case 'open':
      return 'open'
  }
}

/** Showing takes the points: it is not offered for what is done already. */
export const mayBeShown = (step: StepView): boolean => !step.shown && step.status.outcome !== 'passed'

export function countPassed(steps: readonly StepView[]): { readonly passed: number; readonly all: number } {
  const checks = steps.flatMap(checksOf)
  return { passed: checks.filter(({ status }) => status.verdict.outcome === 'passed').length, all: checks.length }
}

/** May the learner go on: passed now or once, shown, or the author does not ask for it. */
export const mayGoOn = ({ step, next }: StepPlace): boolean =>
  next === undefined ? step.everPassed || step.status.outcome === 'passed' : next.access === 'open'

/** The clusters of this lab that are not there to work with yet. */
export const notReady = (clusters: readonly ClusterStatus[]): readonly ClusterStatus[] =>
  clusters.filter(({ phase }) => phase !== 'ready' && phase !== 'recovering')
