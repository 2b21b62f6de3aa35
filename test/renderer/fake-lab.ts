import type { CheckView, LabSnapshot, StepView } from '../../electron/contract/protocol.ts'
import { combine } from '../../electron/contract/verdict.ts'
import type { Verdict } from '../../electron/contract/verdict.ts'
import { ROLLOUTS, untouched } from './fake-catalogue.ts'
import { DEV } from './fake-cluster.ts'
import { BREAK_IT } from './fake-text.ts'

export function check(change: Partial<CheckView> & Pick<CheckView, 'name' | 'title'>): CheckView {
  return { kind: 'resource', points: 1, holdForMs: 0, mode: 'live', ...change }
}

export function step(
  change: Partial<StepView> & Pick<StepView, 'name' | 'title'>,
  verdicts: Record<string, Verdict> = {},
): StepView {
  const checks = change.checks ?? []
  const statuses = checks.map(({ name }) => ({
    check: name,
    verdict:
      verdicts[name] ??
      ({ outcome: 'unknown', reason: 'not-observed', detail: 'Not looked at yet.' } satisfies Verdict),
    sinceMs: Date.now() - 90_000,
  }))
  return {
    instructions: '',
    access: 'open',
    checks,
    hints: [],
    status: { step: change.name, outcome: combine(statuses.map((status) => status.verdict)), checks: statuses },
    everPassed: false,
    shown: false,
    earned: 0,
    possible: Math.max(1, checks.length),
    canGoBack: false,
    missing: [],
    ...change,
  }
}

const passed: Verdict = { outcome: 'passed' }

const breakChecks: CheckView[] = [
  check({ name: 'image', title: 'vote asks for image v9' }),
  check({
    name: 'serve',
    title: 'the old pods still serve',
    explain: 'maxUnavailable says how many may be missing while a rollout is under way. Look at spec.strategy.',
  }),
  check({ name: 'stuck', title: 'the rollout is stuck', holdForMs: 10_000 }),
  check({ name: 'warning', title: 'the warning was seen' }),
  check({ name: 'looked', title: 'you looked at the ReplicaSets', kind: 'ran' }),
  check({
    name: 'field',
    title: 'which field protects the old pods',
    kind: 'answer',
    question: 'Which field of the strategy keeps the old pods serving?',
    choices: ['maxSurge', 'maxUnavailable', 'minReadySeconds'],
  }),
  check({
    name: 'many',
    title: 'how many pods serve now',
    kind: 'answer',
    question: 'How many pods serve right now?',
    answered: '3',
  }),
]

export function breakVerdicts(now: number): Record<string, Verdict> {
  return {
    image: passed,
    serve: {
      outcome: 'failed',
      findings: [
        {
          object: 'deployment/vote in instavote',
          path: 'status.availableReplicas',
          expected: 'at least 3',
          found: '2',
          message: 'deployment/vote has 2 available replicas; it should have at least 3.',
          show: 'kubectl get deployment vote -n instavote -o yaml',
        },
        {
          object: 'deployment/vote in instavote',
          path: 'spec.strategy.rollingUpdate.maxUnavailable',
          expected: '"25%"',
          found: '"50%"',
          message: 'deployment/vote allows half of its pods to be missing.',
        },
      ],
    },
    stuck: { outcome: 'failed', findings: [], holding: { sinceMs: now - 4_000, forMs: 10_000 } },
    warning: {
      outcome: 'unknown',
      reason: 'watch-stale',
      detail: 'events are not readable now (API busy, trying again).',
    },
    looked: {
      outcome: 'failed',
      findings: [
        {
          object: 'terminal',
          path: '',
          expected: 'kubectl get rs',
          found: 'nothing',
          message: 'kubectl get rs was not run yet.',
          show: 'kubectl get rs',
        },
      ],
    },
    field: {
      outcome: 'failed',
      findings: [
        {
          object: 'your answer',
          path: '',
          expected: 'an answer',
          found: 'nothing',
          message: 'There is no answer yet.',
        },
      ],
    },
    many: {
      outcome: 'failed',
      findings: [
        {
          object: 'your answer',
          path: '',
          expected: 'another value',
          found: '3',
          message: '3 is not the number of pods that serve now.',
        },
      ],
    },
  }
}

export function fakeLab(now = Date.now()): LabSnapshot {
  const one = (name: string, title: string): CheckView[] => [check({ name, title })]
  return {
    id: ROLLOUTS,
    title: 'Rollouts and undo',
    summary: 'Ship a new version, break it on purpose, and take it back.',
    clusters: [DEV],
    currentStep: 'break',
    startedAtMs: now - 760_000,
    progress: { ...untouched, state: 'started', passedSteps: 2, earned: 4, currentStep: 'break', possible: 12 },
    steps: [
      step(
        {
          name: 'see',
          title: 'See what is running',
          checks: one('seen', 'vote runs'),
          everPassed: true,
          earned: 2,
          possible: 2,
          canGoBack: true,
          instructions: 'Look.\n\n```sh\nkubectl get all\n```\n',
        },
        { seen: passed },
      ),
      step(
        {
          name: 'ship',
          title: 'Ship version 5',
          checks: one('v5', 'vote runs v5'),
          everPassed: true,
          earned: 2,
          possible: 2,
          canGoBack: true,
          instructions: 'Ship.',
        },
        { v5: passed },
      ),
      step(
        {
          name: 'break',
          title: 'Break it on purpose',
          instructions: BREAK_IT,
          checks: breakChecks,
          canGoBack: true,
          hints: [
            { cost: 0, text: 'Look at `kubectl get rs`: which one has **ready** pods?' },
            { cost: 1 },
            { cost: 1 },
          ],
        },
        breakVerdicts(now),
      ),
      step({ name: 'history', title: 'Read the history', access: 'locked', checks: one('h', 'the history was read') }),
      step({ name: 'undo', title: 'Undo', access: 'locked', checks: one('u', 'vote runs v5 again') }),
      step({
        name: 'pause',
        title: 'Pause, change, resume',
        access: 'locked',
        checks: one('p', 'two changes became one rollout'),
      }),
    ],
  }
}
