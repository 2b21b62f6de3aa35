import { readFile } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'

/** A test that failed, or that passed only when it was tried again. */
export interface Trouble {
  readonly test: string
  readonly outcome: 'failed' | 'second try'
  /** First line of what was said about it. */
  readonly message: string
}

/** Reads the report of a runner. One that is missing or broken has none to tell of; it is counted as a failure elsewhere. */
export async function readTroubles(
  file: string,
  read: (report: never) => readonly Trouble[],
): Promise<readonly Trouble[]> {
  try {
    return read(JSON.parse(await readFile(file, 'utf8')) as never)
  } catch {
    return []
  }
}

/** Of Vitest's JSON reporter, which keeps the messages of a try that failed also for a test that passed afterwards. */
export function troublesOfVitest(report: {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}): readonly Trouble[] {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    if (status === 'failed' && assertionResults.length === 0) return [trouble(name, 'failed', message)]
    return assertionResults.flatMap(({ fullName, status: ended, failureMessages }) => {
      const said = failureMessages?.[0] ?? ''
      if (ended === 'failed') return [trouble(fullName, 'failed', said)]
      return ended === 'passed' && said !== '' ? [trouble(fullName, 'second try', said)] : []
    })
  })
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly tests: readonly {
      readonly status: string
      readonly results: readonly { readonly error?: { readonly message?: string } }[]
    }[]
  }[]
}

/** Of Playwright's JSON reporter. */
export function troublesOfPlaywright(report: { readonly suites: readonly PlaywrightSuite[] }): readonly Trouble[] {
  return report.suites.flatMap((suite) => troublesOfSuite(suite, []))
}

function troublesOfSuite(suite: PlaywrightSuite, parents: readonly string[]): readonly Trouble[] {
  const path = [...parents, suite.title]
  const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
    tests.flatMap(({ status, results }) => {
      if (status !== 'unexpected' && status !== 'flaky') return []
      const said = results.find(({ error }) => error !== undefined)?.error?.message ?? ''
      return [trouble([...path, title].join(' › '), status === 'flaky' ? 'second try' : 'failed', said)]
    }),
  )
  return [...own, ...(suite.suites ?? []).flatMap((inner) => troublesOfSuite(inner, path))]
}

function trouble(test: string, outcome: Trouble['outcome'], said: string): Trouble {
  return { test, outcome, message: stripVTControlCharacters(said).split('\n', 1)[0] ?? '' }
}
