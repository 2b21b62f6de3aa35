import { describe, expect, it } from 'vitest'
import type { KubeconfigCheck } from '../../../electron/contract/lab.ts'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import { kubeconfigCheck, observation } from './builders.ts'

const view = {
  currentContext: 'dev',
  contexts: [
    { name: 'dev', cluster: 'dev', user: 'dev-admin', namespace: 'instavote' },
    { name: 'staging', cluster: 'staging', user: 'staging-admin' },
  ],
}

describe('a kubeconfig check', () => {
  it.each<[Partial<KubeconfigCheck>]>([
    [{ currentContext: 'dev' }],
    [{ namespace: 'instavote' }],
    [{ currentContext: 'dev', context: 'staging', namespace: 'default', user: 'staging-admin' }],
    [{ context: 'staging', exists: true }],
    [{ context: 'prod', exists: false }],
    [{}],
  ])('passes with %j', (wanted) => {
    expect(evaluate(kubeconfigCheck(wanted), observation({ kubeconfig: view }))).toEqual({ outcome: 'passed' })
  })

  it.each<[Partial<KubeconfigCheck>, readonly string[]]>([
    [{ currentContext: 'staging' }, ['The current context is dev; it should be staging.']],
    [{ namespace: 'default' }, ['The namespace of context dev is instavote; it should be default.']],
    [
      { context: 'staging', namespace: 'instavote' },
      ['The namespace of context staging is default; it should be instavote.'],
    ],
    [
      { currentContext: 'staging', context: 'dev', namespace: 'a', user: 'b' },
      [
        'The current context is dev; it should be staging.',
        'The namespace of context dev is instavote; it should be a.',
        'The user of context dev is dev-admin; it should be b.',
      ],
    ],
    [{ context: 'prod', namespace: 'a' }, ['There is no context prod.']],
    [{ context: 'stagin', exists: true }, ['There is no context stagin. There is staging; is that the one?']],
    [{ context: 'staging', exists: false }, ['The context staging exists; it should not.']],
  ])('with %j says what is wrong', (wanted, messages) => {
    const verdict = evaluate(kubeconfigCheck(wanted), observation({ kubeconfig: view }))
    expect('findings' in verdict && verdict.findings?.map(({ message }) => message)).toEqual(messages)
  })

  it('says when no context is current', () => {
    const kubeconfig = { ...view, currentContext: undefined }
    expect(evaluate(kubeconfigCheck({ namespace: 'default' }), observation({ kubeconfig }))).toEqual({
      outcome: 'failed',
      findings: [
        {
          object: 'kubeconfig',
          path: 'current-context',
          expected: 'a context',
          found: 'nothing',
          message: 'No context is current; one should be.',
          show: 'kubectl config get-contexts',
        },
      ],
    })
  })

  it('cannot tell when the file cannot be read', () => {
    const blind = { reason: 'not-observed', detail: 'The kubeconfig cannot be read.' } as const
    expect(evaluate(kubeconfigCheck(), observation({ kubeconfig: { blind } }))).toEqual({
      outcome: 'unknown',
      ...blind,
    })
  })
})
