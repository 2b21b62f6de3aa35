import { describe, expect, it } from 'vitest'
import { labProgress, scoreStep } from '../../../electron/engine/session/scores.ts'
import { UNTOUCHED, type StepRow } from '../../../electron/engine/progress/progress-store.ts'
import { deploymentCheck, status, step } from '../../helpers/lab-builder.ts'

const two = step('two', {
  checks: [deploymentCheck('vote', { points: 2 }), deploymentCheck('redis', { points: 3 })],
  hints: [
    { text: 'a', cost: 0 },
    { text: 'b', cost: 1 },
  ],
})
const begun: StepRow = { ...UNTOUCHED, begunAtMs: 1 }

describe('scoreStep', () => {
  it.each([
    ['a step that has not begun', UNTOUCHED, status(two, 'passed', 'passed'), 0],
    ['one passed check of two', begun, status(two, 'passed', 'failed'), 2],
    ['a passed step', { ...begun, passedAtMs: 2 }, status(two, 'passed', 'passed'), 5],
    ['a passed step that is red again', { ...begun, passedAtMs: 2 }, status(two, 'failed', 'failed'), 5],
    ['a passed step with a free hint', { ...begun, passedAtMs: 2, hints: 1 }, undefined, 5],
    ['a passed step with a hint that costs', { ...begun, passedAtMs: 2, hints: 2 }, undefined, 4],
    ['a hint that costs more than was earned', { ...begun, hints: 2 }, status(two, 'failed', 'failed'), 0],
    ['a shown step', { ...begun, passedAtMs: 2, shown: true }, status(two, 'passed', 'passed'), 0],
    ['checks that cannot tell', begun, status(two, 'unknown', 'unknown'), 0],
  ])('gives %s its points', (_case, row, now, earned) => {
    expect(scoreStep(two, row, now)).toEqual({ earned, possible: 5 })
  })
})

describe('labProgress', () => {
  const one = step('one')
  const steps = [one, two]

  it('is untouched before the lab is opened', () => {
    const progress = labProgress({ steps, rows: new Map(), statuses: new Map(), currentStep: undefined })
    expect(progress).toEqual({
      state: 'untouched',
      passedSteps: 0,
      earned: 0,
      possible: 6,
      hintsUsed: 0,
      shownSteps: 0,
    })
  })

  it('is done when every step has passed or was shown', () => {
    const rows = new Map([
      ['one', { ...begun, passedAtMs: 3 }],
      ['two', { ...begun, shown: true, hints: 2 }],
    ])
    const progress = labProgress({ steps, rows, statuses: new Map(), currentStep: 'two' })
    expect(progress).toEqual({
      state: 'done',
      passedSteps: 1,
      currentStep: 'two',
      earned: 1,
      possible: 6,
      hintsUsed: 2,
      shownSteps: 1,
    })
  })

  it('is started while a step is left', () => {
    const rows = new Map([['one', { ...begun, passedAtMs: 3 }]])
    expect(labProgress({ steps, rows, statuses: new Map(), currentStep: 'two' }).state).toBe('started')
  })
})
