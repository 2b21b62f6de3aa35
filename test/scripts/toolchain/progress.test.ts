import { describe, expect, it } from 'vitest'
import { createProgressDisplay, duration, progressLine } from '../../../scripts/toolchain/progress-terminal.ts'
import { createProgressTracker, listed, type Progress } from '../../../scripts/toolchain/progress.ts'

const NAMES = ['etcd', 'kubectl', 'kwok', 'kwokctl']

function startTracker() {
  const seen: Progress[] = []
  let nowMs = 1_000
  const tracker = createProgressTracker({ names: NAMES, onProgress: (value) => seen.push(value), clock: () => nowMs })
  return { tracker, last: () => seen.at(-1), pass: (ms: number) => (nowMs += ms) }
}

const building: Progress = {
  phase: 'build',
  tools: ['etcd', 'etcdctl', 'etcdutl'],
  index: 1,
  of: 9,
  unit: 'packages',
  done: 1200,
  total: 2742,
  elapsedMs: 112_000,
  remainingMs: 180_400,
}

describe('progress tracker', () => {
  it('says which tool of how many, how far it is and how long it has taken', () => {
    const { tracker, last, pass } = startTracker()
    pass(2_000)
    tracker.begin({ phase: 'download', tools: ['kubectl'], unit: 'bytes' })
    pass(500)
    tracker.advance(30, 100)
    expect(last()).toEqual({
      phase: 'download',
      tools: ['kubectl'],
      index: 2,
      of: 4,
      unit: 'bytes',
      done: 30,
      total: 100,
      elapsedMs: 2_500,
    })
  })

  it('starts from the expected time and ends on the real pace', () => {
    const { tracker, last, pass } = startTracker()
    tracker.begin({ phase: 'build', tools: ['kwok'], unit: 'packages', total: 100, expectedMs: 10_000, afterMs: 1_000 })
    expect(last()?.remainingMs).toBe(11_000)
    pass(10_000) // twice as slow as expected
    tracker.advance(50)
    expect(last()?.remainingMs).toBe(5_000 + 1_000)
    pass(10_000)
    tracker.advance(100)
    expect(last()?.remainingMs).toBe(1_000)
  })

  it('never shows more done than there is', () => {
    const { tracker, last } = startTracker()
    tracker.begin({ phase: 'build', tools: ['kwok'], unit: 'packages', total: 2 })
    tracker.advance(3)
    expect([last()?.done, last()?.total]).toEqual([3, 3])
  })

  it('gives no time left while what follows is not known', () => {
    const { tracker, last, pass } = startTracker()
    tracker.begin({ phase: 'download', tools: ['etcd'], unit: 'bytes', total: 10 })
    pass(1_000)
    tracker.advance(5)
    expect(last()?.remainingMs).toBeUndefined()
  })
})

describe('progressLine', () => {
  it.each<[string, Partial<Progress>]>([
    ['[1/9] Building etcd and 2 more: 1200 of 2742 packages, 1 min 52 s, about 3 min left', {}],
    ['[1/9] Building etcd and 2 more: linking, 1 min 52 s, about 3 min left', { done: 2742 }],
    ['[2/9] Downloading kubectl: 12.3 MB of 59.6 MB, 4 s', kubectl({ total: 59_600_000 })],
    ['[2/9] Downloading kubectl: 12.3 MB, 4 s', kubectl({})],
    ['[1/9] Waiting for etcd and 2 more, 4 s', { phase: 'wait', elapsedMs: 4_000, remainingMs: undefined as never }],
  ])('%s', (line, changes) => {
    const progress = Object.fromEntries(
      Object.entries({ ...building, ...changes }).filter(([, value]) => value !== undefined),
    )
    expect(progressLine(progress as unknown as Progress)).toBe(line)
  })

  function kubectl(changes: Partial<Progress>): Partial<Progress> {
    const unknown = { total: undefined as never, remainingMs: undefined as never }
    return {
      phase: 'download',
      unit: 'bytes',
      tools: ['kubectl'],
      index: 2,
      done: 12_300_000,
      elapsedMs: 4_000,
      ...unknown,
      ...changes,
    }
  }
})

describe('progress display', () => {
  function show(isTTY: boolean, values: readonly Progress[], stepMs: number): string {
    let text = ''
    let nowMs = 0
    const display = createProgressDisplay({ isTTY, columns: 60, write: (more: string) => (text += more) }, () => nowMs)
    for (const value of values) {
      display.show(value)
      nowMs += stepMs
    }
    display.end()
    return text
  }

  it('rewrites one line on a terminal, no wider than it, and clears it at the end', () => {
    const text = show(true, [building, { ...building, done: 1201 }, { ...building, done: 1300 }], 60)
    const lines = text.split('\r\u001B[2K')
    expect(lines.map((line) => line.length)).toEqual([0, 59, 59, 0])
    expect(text).not.toContain('\n')
  })

  it('writes a line for each step, and one every quarter of a minute, where nobody watches', () => {
    const values = Array.from({ length: 40 }, (_, place) => ({ ...building, done: place }))
    expect(show(false, values, 1_000).trim().split('\n')).toHaveLength(3)
  })

  it.each([true, false])('shows a note once, as a line of its own (terminal: %s)', (isTTY) => {
    const noted = { ...building, notes: ['kubectl: dl.k8s.io cannot be reached (ENOTFOUND)'] }
    const text = show(isTTY, [noted, noted, noted], 200)
    expect(text.split('dl.k8s.io cannot be reached (ENOTFOUND)\n')).toHaveLength(2)
  })
})

describe('duration', () => {
  it.each([
    [400, '0 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [125_000, '2 min 5 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })
})

describe('listed', () => {
  it.each([
    [['etcd'], 'etcd'],
    [['kwok', 'kwokctl'], 'kwok and kwokctl'],
    [['a', 'b', 'c'], 'a and 2 more'],
  ])('%j is "%s"', (names, text) => {
    expect(listed(names)).toBe(text)
  })
})
