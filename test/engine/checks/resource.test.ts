import { describe, expect, it } from 'vitest'
import type { Json } from '../../../electron/contract/lab.ts'
import type { Verdict } from '../../../electron/contract/verdict.ts'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import { object, observation, pod, PODS, resourceCheck, vote } from './builders.ts'

const messages = (verdict: Verdict): readonly string[] =>
  'findings' in verdict ? (verdict.findings ?? []).map(({ message }) => message) : []

const container = (more: Readonly<Record<string, Json>>): Json => ({
  spec: { template: { spec: { containers: [{ name: 'vote', ...more }] } } },
})

describe('a resource check', () => {
  it('passes when the object is as wanted', () => {
    const check = resourceCheck({
      match: { spec: { replicas: 3 } },
      cel: [{ rule: 'object.status.availableReplicas == 3' }],
    })
    expect(evaluate(check, observation({ objects: [vote()] }))).toEqual({ outcome: 'passed' })
  })

  it('passes on existence alone when it wants no more', () => {
    expect(evaluate(resourceCheck(), observation({ objects: [vote()] }))).toEqual({ outcome: 'passed' })
  })

  it('tells every mismatch: where, what is wanted, what is there, and the command that shows it', () => {
    const check = resourceCheck({
      match: { spec: { replicas: 4, paused: true } },
      cel: [{ rule: 'object.status.availableReplicas >= 4' }],
    })
    const place = { object: 'deployment/vote in instavote', show: 'kubectl get deployment vote -n instavote -o yaml' }
    expect(evaluate(check, observation({ objects: [vote()] }))).toEqual({
      outcome: 'failed',
      findings: [
        {
          ...place,
          path: 'spec.replicas',
          expected: '4',
          found: '3',
          message: 'spec.replicas of deployment/vote is 3; it should be 4.',
        },
        {
          ...place,
          path: 'spec.paused',
          expected: 'true',
          found: 'nothing',
          message: 'spec.paused of deployment/vote is not set; it should be true.',
        },
        {
          ...place,
          path: 'status.availableReplicas',
          expected: 'at least 4',
          found: '3',
          message: 'status.availableReplicas of deployment/vote is 3; it should be at least 4.',
        },
      ],
    })
  })

  it('shows objects of another cluster in their own context', () => {
    const check = resourceCheck({ cluster: 'staging' as never, match: { spec: { replicas: 4 } } })
    expect(evaluate(check, observation({ objects: [vote()] }))).toMatchObject({
      findings: [{ show: 'kubectl get deployment vote -n instavote --context staging -o yaml' }],
    })
  })

  it.each<[string, Json, string]>([
    [
      'another image',
      container({ image: 'schoolofdevops/vote:v4' }),
      'spec.template.spec.containers[0].image of deployment/vote is "schoolofdevops/vote:v5"; it should be "schoolofdevops/vote:v4".',
    ],
    [
      'a missing field',
      container({ resources: { limits: { cpu: '500m' } } }),
      'spec.template.spec.containers[0].resources of deployment/vote is not set; it should be {"limits":{"cpu":"500m"}}.',
    ],
    [
      'a missing container',
      { spec: { template: { spec: { containers: [{ name: 'redis' }] } } } },
      'spec.template.spec.containers of deployment/vote has no element with name "redis"; it has "vote".',
    ],
    [
      'a field that should not be there',
      { spec: { replicas: null } },
      'spec.replicas of deployment/vote is 3; it should not be set.',
    ],
    [
      'a number that is a text',
      { spec: { replicas: '3' } },
      'spec.replicas of deployment/vote is the number 3; it should be the text "3".',
    ],
  ])('says %s in words', (_what, match, message) => {
    expect(messages(evaluate(resourceCheck({ match }), observation({ objects: [vote()] })))).toEqual([message])
  })

  it("uses the author's words for a rule, with the place and the values", () => {
    const rule = 'size(object.spec.template.spec.containers) == 2'
    const check = resourceCheck({ cel: [{ rule, message: 'vote has a log container' }] })
    expect(evaluate(check, observation({ objects: [vote()] }))).toMatchObject({
      findings: [
        {
          path: 'spec.template.spec.containers',
          expected: '2 entries',
          found: '1 entry',
          message:
            'Wanted: vote has a log container. spec.template.spec.containers of deployment/vote has 1 entry; it should have 2 entries.',
        },
      ],
    })
  })

  it("uses only the author's words where there are no better ones", () => {
    const check = resourceCheck({ cel: [{ rule: 'false || object.spec.replicas > 7', message: 'many replicas!' }] })
    expect(evaluate(check, observation({ objects: [vote()] }))).toMatchObject({
      findings: [{ path: 'spec.replicas', expected: 'many replicas!', message: 'Wanted: many replicas!' }],
    })
  })

  it('keeps the values of a Secret to itself', () => {
    const secret = object('Secret', 'db', { data: { password: 'aHVudGVyMg==' }, type: 'Opaque' }, 'instavote')
    const check = resourceCheck({
      object: { apiVersion: 'v1', kind: 'Secret', name: 'db', namespace: 'instavote' },
      match: { type: 'kubernetes.io/tls', data: { password: 'cGFzcw==', user: 'YQ==' } },
      cel: [{ rule: 'object.data.password.size() < 3' }],
    })
    const verdict = evaluate(check, observation({ objects: [secret] }))
    expect(messages(verdict)).toEqual([
      'type of secret/db is "Opaque"; it should be "kubernetes.io/tls".',
      'data.password of secret/db is not as it should be (values of a Secret are not shown).',
      'data.user of secret/db is not set; it should be "YQ==".',
      'data.password of secret/db is not as it should be (values of a Secret are not shown).',
    ])
    expect(JSON.stringify(verdict)).not.toContain('aHVudGVyMg')
  })

  describe('when several objects may be meant', () => {
    const check = resourceCheck({
      object: PODS,
      match: { status: { phase: 'Running' }, metadata: { labels: { tier: 'front' } } },
    })

    it('passes when one of them fits', () => {
      const objects = [pod('vote-1', 'Pending'), pod('vote-2', 'Running', { app: 'vote', tier: 'front' })]
      expect(evaluate(check, observation({ objects }))).toEqual({ outcome: 'passed' })
    })

    it('tells of the one that comes nearest', () => {
      const objects = [
        pod('vote-1', 'Pending'),
        pod('vote-2', 'Pending', { app: 'vote', tier: 'front' }),
        pod('vote-3', 'Failed'),
      ]
      expect(messages(evaluate(check, observation({ objects })))).toEqual([
        'status.phase of pod/vote-2 is "Pending"; it should be "Running".',
      ])
    })

    it('tells of the newest of those that are equally near', () => {
      const objects = [pod('vote-1', 'Running'), pod('vote-2', 'Running'), pod('other', 'Running', {})]
      expect(messages(evaluate(check, observation({ objects })))).toEqual([
        'metadata.labels.tier of pod/vote-2 is not set; it should be "front".',
      ])
    })
  })

  describe('when there is no such object', () => {
    it.each([
      ['says so', [], 'There is no deployment/vote in namespace instavote.'],
      [
        'says in which namespace there is one',
        [object('Deployment', 'vote', {}, 'default')],
        'There is no deployment/vote in namespace instavote. There is one in namespace default.',
      ],
      [
        'says which name is like it',
        [object('Deployment', 'votes', {}, 'instavote')],
        'There is no deployment/vote in namespace instavote. There is deployment/votes; is that the one?',
      ],
      [
        'does not guess at names that are not like it',
        [object('Deployment', 'redis', {}, 'instavote')],
        'There is no deployment/vote in namespace instavote.',
      ],
      [
        'says when the namespace does not exist',
        [object('Namespace', 'default')],
        'There is no deployment/vote in namespace instavote. The namespace instavote does not exist either.',
      ],
    ])('%s', (_what, objects, message) => {
      expect(evaluate(resourceCheck(), observation({ objects }))).toEqual({
        outcome: 'failed',
        findings: [
          {
            object: 'deployment/vote in instavote',
            path: '',
            expected: 'deployment/vote',
            found: 'nothing',
            message,
            show: 'kubectl get deployment -n instavote',
          },
        ],
      })
    })

    it.each([
      ['says so', [], 'There is no pod with app=vote in namespace instavote.'],
      [
        'says what there is',
        [pod('v-1', 'Running', { app: 'votes' }), pod('v-2', 'Running', {})],
        'There is no pod with app=vote in namespace instavote. There is pod/v-1 and 1 more, with labels app=votes.',
      ],
      [
        'says where there is one',
        [pod('v-1', 'Running', { app: 'vote' }, 'default')],
        'There is no pod with app=vote in namespace instavote. There is one in namespace default.',
      ],
    ])('and labels are given, %s', (_what, objects, message) => {
      expect(messages(evaluate(resourceCheck({ object: PODS }), observation({ objects })))).toEqual([message])
    })
  })

  describe('when it cannot tell', () => {
    const blind = { reason: 'api-unreachable', detail: 'The API server does not answer.' } as const

    it('says why', () => {
      expect(evaluate(resourceCheck(), observation({ blind }))).toEqual({ outcome: 'unknown', ...blind })
    })

    it('keeps the findings from before', () => {
      const check = resourceCheck({ match: { spec: { replicas: 4 } } })
      expect(evaluate(check, observation({ blind, last: [vote()] }))).toMatchObject({
        outcome: 'unknown',
        reason: 'api-unreachable',
        findings: [{ path: 'spec.replicas', found: '3' }],
      })
    })

    it('has no findings when the check had passed', () => {
      expect(evaluate(resourceCheck(), observation({ blind, last: [vote()] }))).toEqual({
        outcome: 'unknown',
        ...blind,
      })
    })

    it.each([
      [
        'object.spec.replicas.startsWith("3")',
        'The rule object.spec.replicas.startsWith("3") cannot be evaluated: startsWith does not work on int.(string). This is a mistake in the lab, not yours; tell its author.',
      ],
      [
        'object.spec.replicas',
        'The rule object.spec.replicas gives neither true nor false. This is a mistake in the lab, not yours; tell its author.',
      ],
      [
        'object.spec.replicas ==',
        'The rule object.spec.replicas == cannot be evaluated: Something is missing here. This is a mistake in the lab, not yours; tell its author.',
      ],
    ])('says that the check is broken: %s', (rule, detail) => {
      expect(evaluate(resourceCheck({ cel: [{ rule }] }), observation({ objects: [vote()] }))).toEqual({
        outcome: 'unknown',
        reason: 'check-broken',
        detail,
      })
    })
  })
})
