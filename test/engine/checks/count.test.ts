import { describe, expect, it } from 'vitest'
import type { CountCheck } from '../../../electron/contract/lab.ts'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import { countCheck, object, observation, pod, PODS } from './builders.ts'

const pods = (running: number, pending = 0) => [
  ...Array.from({ length: running }, (_, index) => pod(`vote-r${index}`, 'Running')),
  ...Array.from({ length: pending }, (_, index) => pod(`vote-p${index}`, 'Pending')),
]
const RUNNING = { status: { phase: 'Running' } }

describe('a count check', () => {
  it.each<[Partial<CountCheck>, number]>([
    [{ equals: 3 }, 3],
    [{ equals: 0 }, 0],
    [{ atLeast: 1 }, 4],
    [{ atMost: 2 }, 0],
    [{ atLeast: 1, atMost: 3 }, 3],
  ])('with %j passes on %i', (bounds, running) => {
    expect(evaluate(countCheck(bounds), observation({ objects: pods(running) }))).toEqual({ outcome: 'passed' })
  })

  it.each<[Partial<CountCheck>, number, string]>([
    [{ equals: 3 }, 2, 'There are 2 pods with app=vote in namespace instavote; there should be 3.'],
    [{ equals: 3 }, 1, 'There is 1 pod with app=vote in namespace instavote; there should be 3.'],
    [{ equals: 3 }, 0, 'There are no pods with app=vote in namespace instavote; there should be 3.'],
    [{ equals: 0 }, 2, 'There are 2 pods with app=vote in namespace instavote; there should be 0.'],
    [{ atLeast: 1 }, 0, 'There are no pods with app=vote in namespace instavote; there should be at least 1.'],
    [{ atMost: 2 }, 3, 'There are 3 pods with app=vote in namespace instavote; there should be at most 2.'],
    [{ atLeast: 2, atMost: 3 }, 5, 'There are 5 pods with app=vote in namespace instavote; there should be 2 to 3.'],
  ])('with %j fails on %i', (bounds, running, message) => {
    expect(evaluate(countCheck(bounds), observation({ objects: pods(running) }))).toMatchObject({
      outcome: 'failed',
      findings: [{ message }],
    })
  })

  it('counts what fits, and says why others do not, as many as are lacking', () => {
    const check = countCheck({ equals: 3, match: RUNNING })
    expect(evaluate(check, observation({ objects: pods(2, 2) }))).toEqual({
      outcome: 'failed',
      findings: [
        {
          object: 'pods with app=vote in instavote',
          path: '',
          expected: '3',
          found: '2',
          message: 'There are 2 pods with app=vote in namespace instavote that fit; there should be 3.',
          show: 'kubectl get pod -n instavote -l app=vote',
        },
        {
          object: 'pod/vote-p1 in instavote',
          path: 'status.phase',
          expected: 'Running',
          found: 'Pending',
          message: 'status.phase of pod/vote-p1 is "Pending"; it should be "Running".',
          show: 'kubectl get pod vote-p1 -n instavote -o yaml',
        },
      ],
    })
  })

  it('does not explain when there are too many', () => {
    const verdict = evaluate(countCheck({ atMost: 1, match: RUNNING }), observation({ objects: pods(2, 2) }))
    expect(verdict).toMatchObject({ findings: [{ found: '2' }] })
  })

  it('speaks of one and of other kinds rightly', () => {
    const policies = { apiVersion: 'v1', kind: 'NetworkPolicy' }
    const check = countCheck({ object: policies, equals: 2, cel: [{ rule: 'has(object.spec)' }] })
    expect(evaluate(check, observation({ objects: [object('NetworkPolicy', 'a', { spec: {} })] }))).toMatchObject({
      findings: [{ object: 'networkpolicies', message: 'There is 1 networkpolicy that fits; there should be 2.' }],
    })
  })

  it('follows its objects as they change', () => {
    const check = countCheck({ equals: 3, match: RUNNING })
    const before = pods(2, 1)
    const [first, second, third] = before
    const ready = { ...third!, status: { phase: 'Running' } }
    const outcomes = [
      before,
      [first!, second!, ready],
      [first!, ready],
      [ready, first!, second!],
      [...pods(1), ready, first!],
    ].map((objects) => evaluate(check, observation({ objects })).outcome)
    expect(outcomes).toEqual(['failed', 'passed', 'failed', 'passed', 'passed'])
  })

  it('cannot tell when a rule is broken', () => {
    const check = countCheck({ object: PODS, equals: 1, cel: [{ rule: 'object.status.phase > 1' }] })
    expect(evaluate(check, observation({ objects: pods(1) }))).toMatchObject({
      outcome: 'unknown',
      reason: 'check-broken',
    })
  })
})
