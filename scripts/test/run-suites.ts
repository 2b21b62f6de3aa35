import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { add, inWords, NONE, readCounts, type Counts } from './counts.ts'
import { provide, type Provided } from './provide.ts'
import { runNode } from './run.ts'
import type { Suite } from './suites.ts'
import { readTroubles, type Trouble } from './troubles.ts'

export interface SuitesOptions {
  readonly root: string
  readonly suites: readonly Suite[]
  /** Needs that must be met, or `all`. */
  readonly required: readonly string[]
  readonly signal: AbortSignal
}

/** Sets up what the suites need, runs them one after the other and prints what came of it. Resolves with the exit code. */
export async function runSuites(options: SuitesOptions): Promise<number> {
  const { root, suites, required, signal } = options
  const started = performance.now()
  const provided = await provide(root, new Set(suites.flatMap(({ needs }) => needs)), say, signal)
  const reports = await mkdtemp(join(tmpdir(), 'drydock-test-'))
  const lines: string[] = []
  const troubles: Trouble[] = []
  let total = NONE
  try {
    for (const suite of suites) {
      if (signal.aborted) break
      const outcome = await runSuite(suite, provided, { root, reports, required, signal })
      lines.push(`${suite.name.padEnd(10)} ${outcome.line}`)
      total = add(total, outcome.counts)
      troubles.push(...outcome.troubles)
    }
  } finally {
    await provided.dispose()
    await rm(reports, { recursive: true })
  }
  if (troubles.length > 0) say(`\n${troubles.map(inOneLine).join('\n')}`)
  say(`\n${lines.join('\n')}`)
  if (signal.aborted) say('Interrupted.')
  say(`In ${seconds(started)} s.`)
  say(inWords(total))
  return total.failed === 0 && total.passed > 0 && !signal.aborted ? 0 : 1
}

interface SuiteOptions extends Omit<SuitesOptions, 'suites'> {
  readonly reports: string
}

async function runSuite(
  suite: Suite,
  provided: Provided,
  { root, reports, required, signal }: SuiteOptions,
): Promise<{ readonly line: string; readonly counts: Counts; readonly troubles: readonly Trouble[] }> {
  const missing = suite.needs.flatMap((need) => provided.missing.get(need) ?? [])
  if (missing.length > 0) {
    const wanted = suite.needs.some((need) => required.includes(need) || required.includes('all'))
    const counts = { ...NONE, ...(wanted ? { failed: 1 } : { skipped: 1 }) }
    return { counts, troubles: [], line: `${wanted ? 'required, but' : 'left out:'} ${missing.join('; ')}` }
  }
  say(`\n── ${suite.name} ${'─'.repeat(70 - suite.name.length)}`)
  const started = performance.now()
  const report = join(reports, `${suite.name}.json`)
  const environment = { ...provided.environment, ...suite.environment?.(report) }
  const code = await runNode(suite.command(root, report), { cwd: root, environment, signal })
  const counts = await readCounts(report, suite.count)
  // A runner that fails without a failed test has failed as a whole.
  const judged = code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
  const troubles = suite.troubles === undefined ? [] : await readTroubles(report, suite.troubles)
  return { counts: judged, troubles, line: `${inWords(judged)} (${seconds(started)} s)` }
}

const inOneLine = ({ test, outcome, message }: Trouble): string =>
  `${outcome === 'failed' ? 'Failed' : 'Passed at the second try'}: ${test}: ${message}`

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const seconds = (started: number): string => ((performance.now() - started) / 1000).toFixed(1)
