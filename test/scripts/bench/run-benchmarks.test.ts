import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DrydockError } from '../../../electron/contract/errors.ts'
import type { Benchmark } from '../../../scripts/bench/benchmark.ts'
import { runBenchmarks } from '../../../scripts/bench/run-benchmarks.ts'

const bench = (name: string, run: Benchmark['run']): Benchmark => ({ name, built: false, run })
const noTool = new DrydockError({
  code: 'tool-missing',
  happened: 'etcd is not there.',
  remedy: 'Get it.',
  output: 'gone',
})

const BENCHMARKS: readonly Benchmark[] = [
  bench('works', async ({ runs, size }) => [
    { name: `works-${size}`, measured: '', unit: 'ms', samples: Array.from({ length: runs }, () => 5) },
  ]),
  bench('fails', async () => await Promise.reject(noTool)),
  bench('breaks', async () => await Promise.reject(new Error('serve did not become ready'))),
  bench('is-last', async () => [
    { name: 'is-last', measured: '', unit: 'MB', samples: [300], aim: { of: 'median', atMost: 200 } },
  ]),
]
const quiet = { say: () => undefined, signal: new AbortController().signal }
const everything = { only: BENCHMARKS.map(({ name }) => name), runs: 3, quick: true }

describe('runBenchmarks', () => {
  it('goes on after one that cannot run, and says why it could not', async () => {
    const said: string[] = []
    const { results, failures } = await runBenchmarks(BENCHMARKS, everything, {
      say: (line) => said.push(line),
      signal: new AbortController().signal,
    })
    expect(results.map(({ name, samples, met }) => [name, samples, met])).toEqual([
      ['works-quick', [5, 5, 5], undefined],
      ['is-last', [300], false],
    ])
    expect(failures).toEqual([
      { name: 'fails', reason: 'etcd is not there.' },
      { name: 'breaks', reason: 'serve did not become ready' },
    ])
    expect(said[1]).toBe('fails: could not be measured\netcd is not there.\ngone')
  })

  it('runs only what is wanted', async () => {
    const outcome = await runBenchmarks(BENCHMARKS, { only: ['works'], runs: 1, quick: false }, quiet)
    expect(outcome).toMatchObject({ results: [{ name: 'works-full', samples: [5] }], failures: [] })
  })

  it('runs none after it was stopped', async () => {
    const stopping = new AbortController()
    const stops = bench('stops', async ({ signal }) => {
      stopping.abort(new Error('It was stopped.'))
      signal.throwIfAborted()
      return []
    })
    const outcome = await runBenchmarks(
      [stops, ...BENCHMARKS],
      { ...everything, only: ['stops', 'works'] },
      { ...quiet, signal: stopping.signal },
    )
    expect(outcome).toEqual({ results: [], failures: [{ name: 'stops', reason: 'It was stopped.' }] })
  })
})

describe('npm run bench', () => {
  it('ends with 2 when it is asked for what it does not have, and names what it has', () => {
    const program = join(import.meta.dirname, '../../../scripts/bench/main.ts')
    const { status, stderr } = spawnSync(process.execPath, [program, '--only', 'speed'], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([
      2,
      'There is no benchmark "speed". Choose from cluster, going-back, verdict, idle, start, memory, gitops, checks, watching.\n',
    ])
  })
})
