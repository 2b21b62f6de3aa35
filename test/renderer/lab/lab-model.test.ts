import { describe, expect, it } from 'vitest'
import type { StepView } from '../../../electron/contract/protocol.ts'
import { checksOf, countPassed, currentPlace, mayGoOn, notReady, standingOf } from '../../../renderer/lab/lab-model.ts'
import { clusterStatus } from '../fake-cluster.ts'
import { check, fakeLab, step } from '../fake-lab.ts'

const checks = [check({ name: 'a', title: 'a' })]
const passed = step({ name: 's', title: 's', checks }, { a: { outcome: 'passed' } })
const failed = step({ name: 's', title: 's', checks }, { a: { outcome: 'failed', findings: [] } })

describe('standingOf', () => {
  it.each<[string, StepView, string]>([
    ['passes now', passed, 'passed'],
    ['was shown and passes', { ...passed, shown: true }, 'shown'],
    ['fails', failed, 'open'],
    ['has passed once and fails now', { ...failed, everPassed: true }, 'regressed'],
    [
      'has passed once and cannot be seen now',
      { ...step({ name: 's', title: 's', checks }), everPassed: true },
      'passed',
    ],
    ['is locked although its checks happen to pass', { ...passed, access: 'locked' }, 'locked'],
    ['has no checks and was not passed by', step({ name: 's', title: 's' }), 'open'],
  ])('a step that %s', (_words, view, standing) => {
    expect(standingOf(view)).toBe(standing)
  })
})

describe('currentPlace', () => {
  it('knows the number and the neighbours', () => {
    const { step, number, next, previous } = currentPlace(fakeLab())!
    expect([step.name, number, next?.name, previous?.name]).toEqual(['break', 3, 'history', 'ship'])
  })

  it('is nothing when the lab lost the step', () => {
    expect(currentPlace({ ...fakeLab(), currentStep: 'gone' })).toBeUndefined()
  })
})

describe('mayGoOn', () => {
  it('follows the gate, and at the end the verdict', () => {
    const lab = fakeLab()
    expect(mayGoOn(currentPlace(lab)!)).toBe(false)
    expect(mayGoOn(currentPlace({ ...lab, currentStep: 'see' })!)).toBe(true)
    expect(mayGoOn(currentPlace({ ...lab, currentStep: 'pause' })!)).toBe(false)
  })
})

describe('checksOf', () => {
  it('has a place for a check of which nothing is known', () => {
    const view = { ...passed, status: { ...passed.status, checks: [] } }
    expect(checksOf(view).map(({ status }) => status.verdict)).toEqual([
      { outcome: 'unknown', reason: 'not-observed', detail: 'It was not looked at yet.' },
    ])
  })

  it('is what is counted', () => {
    expect(countPassed([passed, failed])).toEqual({ passed: 1, all: 2 })
  })
})

describe('notReady', () => {
  it('lets work go on while a cluster is being brought back', () => {
    const phases = ['ready', 'recovering', 'creating', 'failed', 'restoring'] as const
    expect(notReady(phases.map((phase) => clusterStatus({ phase }))).map(({ phase }) => phase)).toEqual([
      'creating',
      'failed',
      'restoring',
    ])
  })
})
