import { describe, expect, it } from 'vitest'
import type { StepStatus, Verdict } from '../../../../electron/contract/verdict.ts'
import { gradeOf } from '../../../../electron/engine/labs/grade/grade.ts'
import { deploymentCheck, lab, step } from '../../../helpers/lab-builder.ts'

const LAB = lab([
  step('one', {
    checks: [deploymentCheck('a', { points: 2 }), deploymentCheck('b')],
    hints: [
      { text: 'x', cost: 1 },
      { text: 'y', cost: 9 },
    ],
  }),
  step('two', { checks: [deploymentCheck('c', { points: 5 })] }),
])

const PASSED: Verdict = { outcome: 'passed' }
const FAILED: Verdict = { outcome: 'failed', findings: [] }
const UNKNOWN: Verdict = { outcome: 'unknown', reason: 'api-unreachable', detail: 'It is down.' }

const statuses = (...verdicts: readonly Verdict[]): StepStatus[] => {
  const names = ['a', 'b', 'c']
  const checks = verdicts.map((verdict, index) => ({ check: names[index] ?? '', verdict, sinceMs: 0 }))
  return [
    { step: 'one', outcome: 'failed', checks: checks.slice(0, 2) },
    { step: 'two', outcome: 'passed', checks: checks.slice(2) },
  ]
}
const none = { help: (_step: string) => ({ hints: 0, shown: false }) }
const points = (of: readonly StepStatus[], help = none) => {
  const { outcome, earned, possible, undecided, steps } = gradeOf(LAB, 's', of, help)
  return [outcome, `${earned} of ${possible}`, undecided, ...steps.map((each) => each.earned)]
}

describe('gradeOf', () => {
  it.each([
    ['all passed', statuses(PASSED, PASSED, PASSED), ['passed', '8 of 8', 0, 3, 5]],
    ['some failed', statuses(PASSED, FAILED, PASSED), ['failed', '7 of 8', 0, 2, 5]],
    ['some cannot tell', statuses(PASSED, UNKNOWN, PASSED), ['unknown', '7 of 8', 1, 2, 5]],
    ['some failed and some cannot tell', statuses(FAILED, PASSED, UNKNOWN), ['failed', '1 of 8', 5, 1, 0]],
    ['nothing was looked at', [], ['unknown', '0 of 8', 8, 0, 0]],
  ])('counts points when %s', (_when, of, expected) => {
    expect(points(of)).toEqual(expected)
  })

  it('takes off what opened hints cost, never below nothing', () => {
    const all = statuses(PASSED, PASSED, PASSED)
    const opened = (hints: number) => ({
      help: (name: string) => ({ hints: name === 'one' ? hints : 0, shown: false }),
    })
    expect([points(all, opened(1)), points(all, opened(2))]).toEqual([
      ['passed', '7 of 8', 0, 2, 5],
      ['passed', '5 of 8', 0, 0, 5],
    ])
  })

  it('gives nothing for a step whose solution was shown', () => {
    expect(
      points(statuses(PASSED, PASSED, PASSED), { help: (name: string) => ({ hints: 0, shown: name === 'two' }) }),
    ).toEqual(['passed', '3 of 8', 0, 3, 0])
  })

  it('says what it speaks of', () => {
    const { lab: id, title, version, seed, steps } = gradeOf(LAB, 'ada', statuses(PASSED, PASSED, FAILED), none)
    expect([id, title, version, seed]).toEqual(['sample', 'Sample', 'v1', 'ada'])
    expect(steps[1]?.checks).toEqual([
      { name: 'c', title: 'c exists', kind: 'resource', points: 5, earned: 0, verdict: FAILED },
    ])
  })
})
