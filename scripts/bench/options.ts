import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DrydockError } from '../../electron/contract/errors.ts'

export interface BenchOptions {
  /** Names of the benchmarks that are run, in the order of the table. */
  readonly only: readonly string[]
  /** How often something is measured that takes a second or more. */
  readonly runs: number
  readonly quick: boolean
  /** Where the report is written. */
  readonly json: string
}

const RUNS = 7
const QUICK_RUNS = 2

export const usage = (
  names: readonly string[],
): string => `Usage: npm run bench -- [--only NAME…] [--runs N] [--json FILE] [--quick]

Measures Drydock and prints one table. Ends with 0 when everything could be measured, whether the aims are met or not.

  --only NAME   only this benchmark; more can follow: ${names.join(', ')}
  --runs N      how often a second's work and more is measured (${RUNS}; quick: ${QUICK_RUNS})
  --json FILE   where the report is written (bench-results/DATE.json)
  --quick       few runs and short waits: rough numbers in a few minutes
`

/** Throws a `DrydockError` of code `usage`. */
export function readOptions(
  argv: readonly string[],
  names: readonly string[],
  surroundings: { readonly root: string; readonly now: Date },
): BenchOptions | 'help' {
  const { values, positionals } = parse(argv)
  if (values.help === true) return 'help'
  const wanted = values.only === undefined ? [] : [...values.only, ...positionals]
  const stray = values.only === undefined ? positionals[0] : wanted.find((name) => !names.includes(name))
  if (stray !== undefined) throw wrong(`There is no benchmark "${stray}".`, `Choose from ${names.join(', ')}.`)
  const quick = values.quick === true
  return {
    only: names.filter((name) => wanted.length === 0 || wanted.includes(name)),
    runs: values.runs === undefined ? (quick ? QUICK_RUNS : RUNS) : runsOf(values.runs),
    quick,
    json: values.json ?? join(surroundings.root, 'bench-results', `${dateInName(surroundings.now)}.json`),
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true },
        runs: { type: 'string' },
        json: { type: 'string' },
        quick: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error), 'Run it with --help to see what it takes.')
  }
}

function runsOf(text: string): number {
  const runs = Number(text)
  if (Number.isInteger(runs) && runs > 0) return runs
  throw wrong(`--runs is "${text}".`, 'Give a whole number above 0.')
}

/** `2026-11-24T08-30-00`: no colon, which some file systems refuse. */
const dateInName = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(':', '-')

const wrong = (happened: string, remedy: string): DrydockError =>
  new DrydockError({ code: 'usage', happened, remedy, terminal: true })
