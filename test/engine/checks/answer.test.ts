import { describe, expect, it } from 'vitest'
import type { AnswerCheck } from '../../../electron/contract/lab.ts'
import { answerFrom, asText } from '../../../electron/engine/checks/answer.ts'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import { answerCheck, DEPLOYMENT, observation, pod, PODS, vote } from './builders.ts'

const replicas = answerCheck({ from: { object: DEPLOYMENT, value: 'string(object.spec.replicas)' } })
const outcome = (check: AnswerCheck, typed: string): string =>
  evaluate(check, observation({ objects: [vote()], answers: { answer: typed } })).outcome

describe('an answer check', () => {
  it.each([
    ['RollingUpdate', ' rollingupdate '],
    ['4', '4.0'],
    ['4', '+4'],
    ['0.5', '.50'],
    ['kube-system', 'Kube-System'],
    ['two  words', 'two words'],
    ['a, b', 'b,a'],
  ])('wanting %j takes %j', (equals, typed) => {
    expect(outcome(answerCheck({ equals }), typed)).toBe('passed')
  })

  it.each([
    ['4', '5'],
    ['4', '4 replicas'],
    ['a, b', 'a'],
    ['', '0x'],
  ])('wanting %j does not take %j', (equals, typed) => {
    expect(outcome(answerCheck({ equals }), typed)).toBe('failed')
  })

  it('compares with what the cluster shows', () => {
    expect([outcome(replicas, '3'), outcome(replicas, '4')]).toEqual(['passed', 'failed'])
  })

  it('takes a number that the expression gives as one', () => {
    expect(outcome(answerCheck({ from: { object: DEPLOYMENT, value: 'object.spec.replicas + 1' } }), '4')).toBe(
      'passed',
    )
  })

  it('reads from all objects of a query without a name', () => {
    const check = answerCheck({
      from: { object: PODS, value: 'objects.filter(p, p.status.phase == "Running").map(p, p.metadata.name)' },
    })
    const objects = [pod('vote-1', 'Running'), pod('vote-2', 'Pending'), pod('vote-3', 'Running')]
    expect(evaluate(check, observation({ objects, answers: { answer: 'vote-3, vote-1' } }))).toEqual({
      outcome: 'passed',
    })
  })

  it('does not give the answer away', () => {
    expect(evaluate(replicas, observation({ objects: [vote()], answers: { answer: '7' } }))).toEqual({
      outcome: 'failed',
      findings: [
        {
          object: 'your answer',
          path: '',
          expected: 'the right answer',
          found: '"7"',
          message: '"7" is not the right answer.',
          show: 'kubectl get deployment -n instavote',
        },
      ],
    })
  })

  it.each([{}, { answer: '  ' }])('says that nothing was answered: %j', (answers) => {
    expect(evaluate(answerCheck({ equals: '4' }), observation({ answers }))).toMatchObject({
      outcome: 'failed',
      findings: [
        {
          expected: 'an answer to: How many replicas are there?',
          found: 'nothing',
          message: 'The question is not answered yet.',
        },
      ],
    })
  })

  it('says that the object to read from is not there', () => {
    expect(evaluate(replicas, observation({ answers: { answer: '3' } }))).toMatchObject({
      findings: [{ message: 'There is no deployment/vote in namespace instavote.' }],
    })
  })

  it('says that the object does not have the answer yet', () => {
    const check = answerCheck({ from: { object: DEPLOYMENT, value: 'string(object.status.readyReplicas)' } })
    expect(evaluate(check, observation({ objects: [vote()], answers: { answer: '3' } }))).toMatchObject({
      outcome: 'failed',
      findings: [
        {
          path: 'status.readyReplicas',
          message: 'There is no right answer yet: status.readyReplicas is not set in deployment/vote in instavote.',
        },
      ],
    })
  })

  it.each([
    ['no-record', { answers: null }],
    [
      'api-unreachable',
      { answers: { answer: '3' }, blind: { reason: 'api-unreachable', detail: 'No answer.' } as const },
    ],
  ])('cannot tell: %s', (reason, seen) => {
    expect(evaluate(replicas, observation(seen))).toMatchObject({ outcome: 'unknown', reason })
  })

  it('cannot tell when its expression is broken', () => {
    const check = answerCheck({ from: { object: DEPLOYMENT, value: 'object.spec.replicas + "a"' } })
    expect(evaluate(check, observation({ objects: [vote()], answers: { answer: '3' } }))).toEqual({
      outcome: 'unknown',
      reason: 'check-broken',
      detail:
        'The answer cannot be read with object.spec.replicas + "a": + does not work on (int, string). This is a mistake in the lab, not yours; tell its author.',
    })
  })
})

describe('answerFrom', () => {
  it.each([
    ['string(object.spec.replicas)', '3'],
    ['object.spec.replicas', '3'],
    ['object.spec.template.spec.containers.map(c, c.name)', 'vote'],
    ['object.spec.replicas == 3', 'true'],
  ])('reads %s as a person would type it', (value, text) => {
    const found = answerFrom({ object: DEPLOYMENT, value }, [vote()])
    expect('value' in found && asText(found.value)).toBe(text)
  })
})
