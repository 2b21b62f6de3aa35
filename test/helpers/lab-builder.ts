import { clusterName, labId } from '../../electron/contract/ids.ts'
import type { AnswerCheck, Lab, ResourceCheck, Step } from '../../electron/contract/lab.ts'
import type { StepStatus, Verdict } from '../../electron/contract/verdict.ts'

/** A check that wants a Deployment of that name, for tests that only need some check. */
export function deploymentCheck(name: string, more: Partial<ResourceCheck> = {}): ResourceCheck {
  return {
    name,
    title: `${name} exists`,
    kind: 'resource',
    points: 1,
    mode: 'live',
    holdForMs: 0,
    object: { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace: 'instavote' },
    cel: [],
    ...more,
  }
}

export function answerCheck(name: string, more: Partial<AnswerCheck> = {}): AnswerCheck {
  return {
    name,
    title: name,
    kind: 'answer',
    points: 1,
    mode: 'live',
    holdForMs: 0,
    question: `${name}?`,
    equals: '3',
    ...more,
  }
}

export function step(name: string, more: Partial<Step> = {}): Step {
  return {
    name,
    title: `Step ${name}`,
    instructions: 'Read this.',
    requires: [],
    gate: 'passed',
    freshClusters: [],
    checks: [deploymentCheck('vote')],
    hints: [],
    solution: 'true',
    answers: {},
    mistakes: [],
    ...more,
  }
}

export function lab(steps: readonly Step[], more: Partial<Lab> = {}): Lab {
  return {
    id: labId('sample'),
    title: 'Sample',
    summary: 'A lab for tests.',
    track: 'kubernetes',
    order: 1,
    minutes: 15,
    requires: [],
    clusters: [clusterName('dev')],
    repositories: [],
    reconcileOnPush: true,
    variables: [],
    namespace: 'default',
    steps,
    directory: '/nowhere/sample',
    version: 'v1',
    ...more,
  }
}

/** The status of a step with these verdicts, check by check. */
export function status(of: Step, ...verdicts: readonly Verdict['outcome'][]): StepStatus {
  const checks = of.checks.map((check, index) => ({
    check: check.name,
    verdict: verdict(verdicts[index] ?? 'failed'),
    sinceMs: 1,
  }))
  const outcome = verdicts.every((each) => each === 'passed') ? 'passed' : 'failed'
  return { step: of.name, outcome, checks }
}

function verdict(outcome: Verdict['outcome']): Verdict {
  if (outcome === 'passed') return { outcome }
  if (outcome === 'failed') return { outcome, findings: [] }
  return { outcome, reason: 'not-observed', detail: 'not yet' }
}
