/** The report as people read it: one table, then what could not be measured. Pure. */

import type { Aim, Report, Result, Unit } from './report.ts'

const GAP = '  '
const NOTHING = '–'

/** Columns whose numbers stand one under the other. */
const RIGHT = new Set(['ours', 'peer', 'ratio'])
const HEADINGS = ['name', 'what is measured', 'ours', 'from – to', 'peer', 'ratio', 'aim', 'met'] as const

export function formatReport(report: Report): string {
  const { machine, quick, results, failures } = report
  const lines = [
    `Drydock's benchmarks on ${machine.cores} cores (${machine.processor}, ${machine.platform}), Node ${machine.node}`,
    `Load of the machine: ${machine.load.before.toFixed(1)} before, ${machine.load.after.toFixed(1)} after.` +
      (quick ? ' Quick: few runs, so the numbers are rough.' : ''),
    ...(results.length === 0 ? [] : ['', ...table(results), '', verdictOf(results)]),
    ...failures.flatMap(({ name, reason }) => ['', `${name} could not be measured: ${reason}`]),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function table(results: readonly Result[]): readonly string[] {
  const rows = [HEADINGS, ...results.map(cells)]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const lineOf = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        RIGHT.has(HEADINGS[column] ?? '') ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join(GAP)
      .trimEnd()
  const [heading = '', ...others] = rows.map(lineOf)
  return [heading, ruler(widths), ...others]
}

const ruler = (widths: readonly number[]): string =>
  widths
    .map((width) => '─'.repeat(width))
    .join(GAP)
    .trimEnd()

function cells({ name, measured, unit, ours, theirs, ratio, aim, reached, met }: Result): readonly string[] {
  const range = ours.count < 2 ? NOTHING : `${withUnit(ours.least, unit)} – ${withUnit(ours.most, unit)}`
  return [
    name,
    measured,
    withUnit(ours.median, unit),
    range,
    theirs === undefined ? NOTHING : withUnit(theirs.median, unit),
    ratio === undefined ? NOTHING : ratio.toFixed(2),
    aim === undefined ? NOTHING : aimWords(aim, unit),
    aim === undefined || reached === undefined ? '' : metWords(aim, unit, reached, met === true),
  ]
}

const AIM_OF = { median: '', p95: 'p95 ', most: 'always ', ratio: 'ratio ' } as const

/** Aims are round numbers: `2 s`, not `2.00 s`. */
const aimWords = (aim: Aim, unit: Unit): string =>
  `${AIM_OF[aim.of]}≤ ${amount(aim, unit, aim.atMost).replace(/\.0+(?= |$)/, '')}`

/** The median stands in the row already. */
function metWords(aim: Aim, unit: Unit, reached: number, met: boolean): string {
  const words = met ? 'met' : 'not met'
  return aim.of === 'p95' ? `${words} (${amount(aim, unit, reached)})` : words
}

const amount = ({ of }: Aim, unit: Unit, value: number): string =>
  of === 'ratio' ? value.toFixed(2) : withUnit(value, unit)

/** `8.3 ms`, `412 ms`, `2.41 s`, `187 MB`. */
export function withUnit(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return NOTHING
  if (unit === 'requests') return String(Math.round(value * 10) / 10)
  if (unit === 'MB') return `${value.toFixed(0)} MB`
  if (Math.abs(value) >= 1000) return `${(value / 1000).toFixed(2)} s`
  return `${value.toFixed(Math.abs(value) < 100 ? 1 : 0)} ms`
}

function verdictOf(results: readonly Result[]): string {
  const aimed = results.filter(({ met }) => met !== undefined)
  const missed = aimed.filter(({ met }) => met === false).map(({ name }) => name)
  if (aimed.length === 0) return 'Nothing was aimed at.'
  if (missed.length === 0) return `All ${aimed.length} aims are met.`
  return `${aimed.length - missed.length} of ${aimed.length} aims are met; not met: ${missed.join(', ')}.`
}
