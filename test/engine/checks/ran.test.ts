import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import { command, observation, ranCheck } from './builders.ts'

describe('a ran check', () => {
  it.each(['kubectl get pods', 'kubectl get po -A', '  kubectl   get\tpods  -n  instavote '])(
    'passes when %j was run',
    (line) => {
      expect(evaluate(ranCheck(), observation({ commands: [command('ls'), command(line), command('pwd')] }))).toEqual({
        outcome: 'passed',
      })
    },
  )

  it.each([
    'kubectl get podsecurity',
    'echo kubectl get pods',
    'kubectl get pods; rm x\nkubectl',
    'kubectl get deployment',
  ])('is not content with %j', (line) => {
    expect(
      evaluate(ranCheck({ command: 'kubectl get (pods?|po)( -.*)?' }), observation({ commands: [command(line)] }))
        .outcome,
    ).toBe('failed')
  })

  it('wants the whole line even of alternatives', () => {
    const check = ranCheck({ command: 'kubectl get pods|kubectl get po' })
    expect(evaluate(check, observation({ commands: [command('kubectl get pods -A')] })).outcome).toBe('failed')
  })

  it('says what came nearest', () => {
    const commands = [command('kubectl get nodes'), command('kubectl get pod s'), command('ls -l')]
    expect(evaluate(ranCheck({ command: 'kubectl get pods' }), observation({ commands }))).toEqual({
      outcome: 'failed',
      findings: [
        {
          object: 'terminal',
          path: '',
          expected: 'kubectl get pods',
          found: 'kubectl get pod s',
          message: 'No command that was run is the one; "kubectl get pod s" came nearest. "kubectl get pods" would do.',
          show: 'kubectl get pods',
        },
      ],
    })
  })

  it('says when nothing was run', () => {
    expect(evaluate(ranCheck(), observation({ commands: [] }))).toMatchObject({
      findings: [
        {
          found: 'nothing',
          message: 'Nothing was run in the terminal since this step began; "kubectl get pods" would do.',
        },
      ],
    })
  })

  it('says so without an example', () => {
    const { example: _, ...check } = ranCheck()
    expect(evaluate(check, observation({ commands: [] }))).toEqual({
      outcome: 'failed',
      findings: [
        {
          object: 'terminal',
          path: '',
          expected: 'kubectl get (pods?|po)( .*)?',
          found: 'nothing',
          message: 'Nothing was run in the terminal since this step began; one is to be run for this check.',
        },
      ],
    })
  })

  it('says when it ended otherwise than it should', () => {
    const check = ranCheck({ exitCode: 0 })
    expect(evaluate(check, observation({ commands: [command('kubectl get pods', 1)] }))).toMatchObject({
      findings: [
        {
          expected: 'exit code 0',
          found: 'exit code 1',
          message: '"kubectl get pods" was run and ended with exit code 1; it should end with 0.',
        },
      ],
    })
  })

  it('passes when it ended as it should once', () => {
    const commands = [command('kubectl get pods', 0), command('kubectl get pods', 1)]
    expect(evaluate(ranCheck({ exitCode: 0 }), observation({ commands }))).toEqual({ outcome: 'passed' })
  })

  it('cannot tell without a record', () => {
    expect(evaluate(ranCheck(), observation({ commands: null }))).toEqual({
      outcome: 'unknown',
      reason: 'no-record',
      detail: 'There is no record of the commands that were run, so this check cannot be judged here.',
    })
  })

  it('cannot tell when its pattern is none', () => {
    expect(evaluate(ranCheck({ command: 'kubectl (get' }), observation({ commands: [command('x')] }))).toEqual({
      outcome: 'unknown',
      reason: 'check-broken',
      detail:
        '"kubectl (get" is not an RE2 expression: missing closing ): `kubectl (get`. This is a mistake in the lab, not yours; tell its author.',
    })
  })

  it('takes no longer for a pattern that makes others hang', () => {
    const before = performance.now()
    const check = ranCheck({ command: '(a+)+$' })
    expect(evaluate(check, observation({ commands: [command(`${'a'.repeat(5000)}!`)] })).outcome).toBe('failed')
    expect(performance.now() - before).toBeLessThan(1000)
  })
})
