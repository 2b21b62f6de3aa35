import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { add, countPlaywright, countVitest, inWords, readCounts } from '../../../scripts/test/counts.ts'

describe('the counts of the suites', () => {
  it('are said in one line', () => {
    expect(inWords({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
    expect(inWords(add({ passed: 1, failed: 1, skipped: 0 }, { passed: 2, failed: 0, skipped: 3 }))).toBe(
      '3 passed, 1 failed, 3 skipped',
    )
  })

  it('count a test file that cannot be loaded as a failure', () => {
    const file = { status: 'failed', assertionResults: [] }
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [file, { ...file, status: 'passed' }],
    }
    expect(countVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 2 })
  })

  it('count an error outside of tests as a failure, and a flaky test as passed', () => {
    const report = { stats: { expected: 7, unexpected: 1, flaky: 2, skipped: 3 }, errors: ['config'] }
    expect(countPlaywright(report)).toEqual({ passed: 9, failed: 2, skipped: 3 })
  })

  it('count a report that is missing or broken as a failure', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-counts-'))
    const file = join(folder, 'report.json')
    const failed = { passed: 0, failed: 1, skipped: 0 }
    expect(await readCounts(file, countPlaywright)).toEqual(failed)
    for (const broken of ['{', '{}', 'null']) {
      writeFileSync(file, broken)
      expect(await readCounts(file, countPlaywright)).toEqual(failed)
    }
    rmSync(folder, { recursive: true })
  })
})
