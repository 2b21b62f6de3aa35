import { describe, expect, it } from 'vitest'
import { judge, type Measurement, type Report } from '../../../scripts/bench/report.ts'
import { formatReport, withUnit } from '../../../scripts/bench/report-table.ts'

const create: Measurement = {
  name: 'cluster-create',
  measured: 'new cluster to node Ready',
  unit: 'ms',
  samples: [2900, 3100, 3000],
  peer: { name: 'kwokctl', samples: [4000, 4100, 3900] },
  aim: { of: 'ratio', atMost: 1 },
}

describe('judge', () => {
  it('holds the ratio of the medians against an aim for the ratio', () => {
    const { ratio, reached, met, theirs } = judge(create)
    expect({ ratio, reached, met, theirs: theirs?.median }).toEqual({
      ratio: 0.75,
      reached: 0.75,
      met: true,
      theirs: 4000,
    })
  })

  it.each([
    ['median', 3, true],
    ['p95', 9, false],
    ['most', 9, false],
  ] as const)('holds the %s against an aim for it', (of, reached, met) => {
    const samples = [1, 3, 9]
    expect(judge({ name: 'x', measured: '', unit: 'ms', samples, aim: { of, atMost: 5 } })).toMatchObject({
      reached,
      met,
    })
  })

  it('takes exactly the aim for met', () => {
    expect(judge({ name: 'x', measured: '', unit: 'requests', samples: [0], aim: { of: 'most', atMost: 0 } }).met).toBe(
      true,
    )
  })

  it('says nothing of an aim where there is none', () => {
    const { name, measured, unit, samples } = create
    expect(judge({ name, measured, unit, samples })).toEqual({
      name,
      measured,
      unit,
      samples,
      ours: { count: 3, median: 3000, least: 2900, most: 3100, p95: 3100 },
    })
  })

  it('takes an aim for not met where nothing was measured', () => {
    expect(judge({ ...create, samples: [] }).met).toBe(false)
    expect(judge({ name: 'x', measured: '', unit: 'ms', samples: [1], aim: { of: 'ratio', atMost: 1 } }).met).toBe(
      false,
    )
  })
})

describe('withUnit', () => {
  it.each([
    [0.42, 'ms', '0.4 ms'],
    [-3.25, 'ms', '-3.3 ms'],
    [412.4, 'ms', '412 ms'],
    [2406, 'ms', '2.41 s'],
    [187.4, 'MB', '187 MB'],
    [0, 'requests', '0'],
    [Number.NaN, 'ms', '–'],
  ] as const)('%d %s', (value, unit, expected) => {
    expect(withUnit(value, unit)).toBe(expected)
  })
})

describe('formatReport', () => {
  const report: Report = {
    schema: 1,
    date: '2026-11-24T08:30:00.000Z',
    quick: false,
    machine: {
      platform: 'linux x64',
      processor: 'Some Processor',
      cores: 2,
      memoryMb: 24_105,
      node: '24.21.0',
      load: { before: 0.31, after: 2.04 },
    },
    tools: { etcd: 'v3.6.8' },
    results: [
      judge(create),
      judge({
        name: 'verdict',
        measured: 'write to verdict',
        unit: 'ms',
        samples: [1, 2, 40],
        aim: { of: 'p95', atMost: 25 },
      }),
      judge({
        name: 'idle',
        measured: 'requests while idle',
        unit: 'requests',
        samples: [0],
        aim: { of: 'most', atMost: 0 },
      }),
      judge({ name: 'memory-etcd', measured: 'etcd', unit: 'MB', samples: [46, 48] }),
    ],
    failures: [{ name: 'start', reason: 'There is no Chromium.' }],
  }

  it('is one table, and says in words what is met', () => {
    expect(formatReport(report)).toBe(`Drydock's benchmarks on 2 cores (Some Processor, linux x64), Node 24.21.0
Load of the machine: 0.3 before, 2.0 after.

name            what is measured             ours  from – to           peer  ratio  aim          met
──────────────  ─────────────────────────  ──────  ────────────────  ──────  ─────  ───────────  ─────────────────
cluster-create  new cluster to node Ready  3.00 s  2.90 s – 3.10 s   4.00 s   0.75  ratio ≤ 1    met
verdict         write to verdict           2.0 ms  1.0 ms – 40.0 ms       –      –  p95 ≤ 25 ms  not met (40.0 ms)
idle            requests while idle             0  –                      –      –  always ≤ 0   met
memory-etcd     etcd                        47 MB  46 MB – 48 MB          –      –  –

2 of 3 aims are met; not met: verdict.

start could not be measured: There is no Chromium.
`)
  })

  it('says that quick numbers are rough, and when nothing was measured', () => {
    expect(formatReport({ ...report, quick: true, results: [] })).toBe(
      `Drydock's benchmarks on 2 cores (Some Processor, linux x64), Node 24.21.0
Load of the machine: 0.3 before, 2.0 after. Quick: few runs, so the numbers are rough.

start could not be measured: There is no Chromium.
`,
    )
  })
})
