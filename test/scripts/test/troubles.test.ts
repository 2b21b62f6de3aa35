import { describe, expect, it } from 'vitest'
import { readTroubles, troublesOfPlaywright, troublesOfVitest } from '../../../scripts/test/troubles.ts'

describe('the troubles of a suite', () => {
  it('are what Vitest says failed, cannot load, or passed after a failure', () => {
    const tests = [
      { fullName: 'a passes', status: 'passed', failureMessages: [] },
      {
        fullName: 'b fails',
        status: 'failed',
        failureMessages: ['\u001B[31mAssertionError: no\u001B[39m\n  at x', 'again'],
      },
      { fullName: 'c recovers', status: 'passed', failureMessages: ['late'] },
      { fullName: 'd is left out', status: 'skipped', failureMessages: null },
    ]
    const testResults = [
      { name: 'one.test.ts', status: 'failed', message: '', assertionResults: tests },
      { name: 'two.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] },
    ]
    expect(troublesOfVitest({ testResults })).toEqual([
      { test: 'b fails', outcome: 'failed', message: 'AssertionError: no' },
      { test: 'c recovers', outcome: 'second try', message: 'late' },
      { test: 'two.test.ts', outcome: 'failed', message: 'SyntaxError' },
    ])
  })

  it('are what Playwright says is unexpected or flaky, however deep', () => {
    const spec = (title: string, status: string, message?: string) => ({
      title,
      tests: [{ status, results: [...(message === undefined ? [] : [{ error: { message } }]), {}] }],
    })
    const inner = { title: 'small', specs: [spec('fits', 'flaky', 'late')] }
    const suites = [
      { title: 'lab.spec.ts', specs: [spec('opens', 'expected'), spec('shuts', 'unexpected', 'no')], suites: [inner] },
    ]
    expect(troublesOfPlaywright({ suites })).toEqual([
      { test: 'lab.spec.ts › shuts', outcome: 'failed', message: 'no' },
      { test: 'lab.spec.ts › small › fits', outcome: 'second try', message: 'late' },
    ])
  })

  it('are none where there is no report', async () => {
    expect(await readTroubles('/nowhere/report.json', troublesOfVitest)).toEqual([])
  })
})
