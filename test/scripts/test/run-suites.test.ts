import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-suites-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

interface FakeSuite {
  readonly name: string
  readonly counts: unknown
  readonly exit?: number
  readonly needs?: readonly string[]
}

interface Outcome {
  readonly code: number
  readonly all: string
  /** The lines after the last empty one. */
  readonly last: readonly string[]
}

/** Runs suites that write these counts, in a process of their own; what it printed, without times, and its exit code. */
async function run(
  suites: readonly FakeSuite[],
  required: readonly string[] = [],
  path = process.env['PATH'],
): Promise<Outcome> {
  const module = join(import.meta.dirname, '../../../scripts/test/run-suites.ts')
  const program = join(folder, 'run.ts')
  writeFileSync(
    program,
    `import { runSuites } from ${JSON.stringify(module)}
    const suites = ${JSON.stringify(suites)}.map(({ name, counts, exit = 0, needs = [] }) => ({
      name,
      needs,
      command: (root, report) => ['-e', \`require('fs').writeFileSync(\${JSON.stringify(report)}, \${JSON.stringify(JSON.stringify(counts))}); process.exit(\${exit})\`],
      count: (report) => report,
      troubles: (report) => report.troubles ?? [],
    }))
    const required = ${JSON.stringify(required)}
    process.exitCode = await runSuites({ root: ${JSON.stringify(folder)}, suites, required, signal: new AbortController().signal })`,
  )
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const environment = { ...process.env, PATH: path, DRYDOCK_CHROMIUM: join(folder, 'no-chromium') }
  execFile(process.execPath, [program], { env: environment }, (error, stdout) => {
    const lines = stdout
      .replace(/\d+\.\d s/g, 'T')
      .trim()
      .split('\n')
    resolve({
      code: Number(error?.code ?? 0),
      all: stdout,
      last: lines.slice(lines.findLastIndex((line) => line === '') + 1),
    })
  })
  return promise
}

const good = { passed: 3, failed: 0, skipped: 0 }

describe('runSuites', () => {
  it('ends well with the sum in the last line', async () => {
    const { code, last } = await run([
      { name: 'lint', counts: good },
      { name: 'unit', counts: { passed: 10, failed: 0, skipped: 1 } },
    ])
    expect({ code, last }).toEqual({
      code: 0,
      last: [
        'lint       3 passed, 0 failed (T)',
        'unit       10 passed, 0 failed, 1 skipped (T)',
        'In T.',
        '13 passed, 0 failed, 1 skipped',
      ],
    })
  })

  it('runs what comes after a failure and ends badly', async () => {
    const { code, last } = await run([
      { name: 'lint', counts: { passed: 2, failed: 1, skipped: 0 }, exit: 1 },
      { name: 'unit', counts: good },
    ])
    expect([code, last.at(-1)]).toEqual([1, '5 passed, 1 failed'])
  })

  it('names what failed or needed a second try before the sums', async () => {
    const troubles = [
      { test: 'the gate opens', outcome: 'failed', message: 'expected open' },
      { test: 'the gate closes', outcome: 'second try', message: 'late' },
    ]
    const { all } = await run([{ name: 'unit', counts: { passed: 1, failed: 1, skipped: 0, troubles }, exit: 1 }])
    expect(all).toContain(
      'Failed: the gate opens: expected open\nPassed at the second try: the gate closes: late\n\nunit ',
    )
  })

  it('does not believe a runner that fails without a failed test, or that leaves no report', async () => {
    const { code, last } = await run([
      { name: 'lint', counts: good, exit: 2 },
      { name: 'unit', counts: undefined },
    ])
    expect([code, last.at(-1)]).toEqual([1, '3 passed, 2 failed'])
  })

  it('is not content with nothing', async () => {
    const { code, last } = await run([{ name: 'lint', counts: { passed: 0, failed: 0, skipped: 0 } }])
    expect([code, last.at(-1)]).toEqual([1, '0 passed, 0 failed'])
  })

  describe('when something that a suite needs cannot be had', () => {
    const suites = [
      { name: 'lint', counts: good },
      { name: 'browser', counts: good, needs: ['chromium'] },
    ]
    const why = `DRYDOCK_CHROMIUM names `

    it('leaves the suite out and says so', async () => {
      const { code, last } = await run(suites)
      expect(code).toBe(0)
      expect(last[1]).toMatch(new RegExp(`^browser    left out: ${why}`))
      expect(last.at(-1)).toBe('3 passed, 0 failed, 1 skipped')
    })

    it.each([['chromium'], ['all']])('fails when %s is required', async (required) => {
      const { code, last } = await run(suites, [required])
      expect(code).toBe(1)
      expect(last[1]).toMatch(new RegExp(`^browser    required, but ${why}`))
      expect(last.at(-1)).toBe('3 passed, 1 failed')
    })
  })
})
