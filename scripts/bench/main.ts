/** `npm run bench`: measures Drydock, prints one table and writes the report as JSON. */
import { mkdir, writeFile } from 'node:fs/promises'
import { arch, cpus, loadavg, platform, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { DrydockError, toWire } from '../../electron/contract/errors.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'
import { readToolset, TOOL_NAMES } from '../../electron/engine/tools/toolset.ts'
import { buildIfChanged } from '../start/build-if-changed.ts'
import { APP_BENCHMARKS } from './app-benchmarks.ts'
import { root } from './app-serve.ts'
import type { Benchmark } from './benchmark.ts'
import { CHECKS_BENCHMARKS } from './checks-benchmarks.ts'
import { CLUSTER_BENCHMARKS } from './cluster-benchmarks.ts'
import { readOptions, usage, type BenchOptions } from './options.ts'
import { RECONCILE_BENCHMARKS } from './reconcile-benchmarks.ts'
import type { Machine, Report } from './report.ts'
import { formatReport } from './report-table.ts'
import { runBenchmarks } from './run-benchmarks.ts'

const BENCHMARKS: readonly Benchmark[] = [
  ...CLUSTER_BENCHMARKS,
  ...APP_BENCHMARKS,
  ...CHECKS_BENCHMARKS,
  ...RECONCILE_BENCHMARKS,
]
const NAMES = BENCHMARKS.map(({ name }) => name)

/** A wish to stop ends what runs in good order; nothing of it is left. */
const stopping = new AbortController()
const STOPPED = { code: 'cancelled', happened: 'It was stopped.', remedy: 'Run it again.' } as const
const stop = (): void => stopping.abort(new DrydockError(STOPPED))
process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop)

/** Progress goes to standard error, so that the table can be piped. */
const say = (line: string): void => console.error(line)

async function bench(options: BenchOptions): Promise<number> {
  const loadBefore = load()
  const wanted = BENCHMARKS.filter(({ name }) => options.only.includes(name))
  if (wanted.some(({ built }) => built)) await buildIfChanged(root, { print: say })
  const { results, failures } = await runBenchmarks(BENCHMARKS, options, { say, signal: stopping.signal })
  const report: Report = {
    schema: 1,
    date: new Date().toISOString(),
    quick: options.quick,
    machine: machine(loadBefore),
    tools: toolVersions(),
    results,
    failures,
  }
  await mkdir(dirname(options.json), { recursive: true })
  await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`)
  process.stdout.write(formatReport(report))
  say(`The report is in ${options.json}.`)
  return failures.length === 0 ? 0 : 1
}

const load = (): number => loadavg()[0] ?? 0

const machine = (before: number): Machine => ({
  platform: `${platform()} ${arch()}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryMb: Math.round(totalmem() / 2 ** 20),
  node: process.versions.node,
  load: { before, after: load() },
})

function toolVersions(): Record<string, string> {
  const toolset = readToolset(defaultFolders().cache)
  return Object.fromEntries(TOOL_NAMES.filter((tool) => toolset.has(tool)).map((tool) => [tool, toolset.version(tool)]))
}

try {
  const options = readOptions(process.argv.slice(2), NAMES, { root, now: new Date() })
  if (options === 'help') process.stdout.write(usage(NAMES))
  else process.exitCode = await bench(options)
} catch (error) {
  const { code, happened, remedy } = toWire(error)
  say(`${happened} ${remedy}`)
  process.exitCode = code === 'usage' ? 2 : 1
}
