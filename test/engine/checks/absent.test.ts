import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import { absentCheck, object, observation, pod, PODS, vote } from './builders.ts'

describe('an absent check', () => {
  it('passes when there is no such object', () => {
    expect(evaluate(absentCheck(), observation())).toEqual({ outcome: 'passed' })
  })

  it('fails when there is one', () => {
    expect(evaluate(absentCheck(), observation({ objects: [vote()] }))).toEqual({
      outcome: 'failed',
      findings: [
        {
          object: 'deployment/vote in instavote',
          path: '',
          expected: 'nothing',
          found: 'deployment/vote',
          message: 'deployment/vote in namespace instavote exists; it should not.',
          show: 'kubectl get deployment vote -n instavote -o yaml',
        },
      ],
    })
  })

  it('says that an object is on its way out', () => {
    const leaving = object(
      'Deployment',
      'vote',
      { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } },
      'instavote',
    )
    expect(evaluate(absentCheck(), observation({ objects: [leaving] }))).toMatchObject({
      findings: [
        {
          found: 'being deleted',
          message: 'deployment/vote in namespace instavote is being deleted but not gone yet; it should not be there.',
        },
      ],
    })
  })

  it('minds only objects that fit', () => {
    const check = absentCheck({
      object: PODS,
      match: { status: { phase: 'Pending' } },
      cel: [{ rule: 'object.spec.nodeName == "a"' }],
    })
    expect(evaluate(check, observation({ objects: [pod('vote-1', 'Running'), pod('vote-2', 'Pending')] }))).toEqual({
      outcome: 'passed',
    })
  })

  it('names twenty of many', () => {
    const objects = Array.from({ length: 25 }, (_, index) => pod(`vote-${index}`, 'Running'))
    const verdict = evaluate(absentCheck({ object: PODS }), observation({ objects }))
    expect('findings' in verdict && verdict.findings?.map(({ message }) => message).slice(-2)).toEqual([
      'pod/vote-19 in namespace instavote exists; it should not.',
      'There are 5 more pods that should not exist.',
    ])
  })

  it('cannot tell while it does not see', () => {
    const blind = { reason: 'kind-unknown', detail: 'The kind is not known.' } as const
    expect(evaluate(absentCheck(), observation({ blind, last: [] }))).toEqual({ outcome: 'unknown', ...blind })
  })
})
