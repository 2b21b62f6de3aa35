import { join } from 'node:path'
import { countLint, countPlaywright, countVitest, type Counts } from './counts.ts'
import { troublesOfPlaywright, troublesOfVitest, type Trouble } from './troubles.ts'

/** What a suite needs before it can run. */
export type Need = 'toolchain' | 'build' | 'chromium' | 'electron'

export interface Suite {
  readonly name: string
  readonly needs: readonly Need[]
  /** Arguments for Node; the program writes its report to `report`. */
  command(root: string, report: string): readonly string[]
  readonly environment?: (report: string) => Readonly<Record<string, string>>
  readonly count: (report: never) => Counts
  /** The tests to look at. */
  readonly troubles?: (report: never) => readonly Trouble[]
}

const vitest = (name: string, needs: readonly Need[]): Suite => ({
  name,
  needs,
  command: (root, report) => [
    join(root, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--project', name],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ],
  count: countVitest,
  troubles: troublesOfVitest,
})

const playwright = (name: string, needs: readonly Need[]): Suite => ({
  name,
  needs,
  command: (root) => [
    join(root, 'node_modules/@playwright/test/cli.js'),
    ...['test', '--project', name, '--reporter=list,json'],
  ],
  environment: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
  count: countPlaywright,
  troubles: troublesOfPlaywright,
})

/** In this order: what is quick and finds most comes first. */
export const SUITES: readonly Suite[] = [
  {
    name: 'lint',
    needs: [],
    command: (root, report) => [join(root, 'scripts/lint.ts'), '--report', report],
    count: countLint,
  },
  vitest('unit', []),
  vitest('cluster', ['toolchain']),
  vitest('labs', ['toolchain']),
  playwright('shell', ['toolchain', 'build', 'electron']),
  playwright('browser', ['toolchain', 'build', 'chromium']),
  playwright('electron', ['toolchain', 'build', 'electron']),
]
