import { beforeEach, describe, expect, it } from 'vitest'
import type { LabSnapshot } from '../../../electron/contract/protocol.ts'
import { combine } from '../../../electron/contract/verdict.ts'
import type { Verdict } from '../../../electron/contract/verdict.ts'
import { QUIET_MS, UNKNOWN_MS, createAnnouncer } from '../../../renderer/state/announcer.ts'
import type { Announcer } from '../../../renderer/state/announcer.ts'
import { ManualClock } from '../manual-clock.ts'
import { check, fakeLab, step } from '../fake-lab.ts'

const passed: Verdict = { outcome: 'passed' }
const failed: Verdict = { outcome: 'failed', findings: [] }
const unknown: Verdict = {
  outcome: 'unknown',
  reason: 'api-unreachable',
  detail: 'the API server does not answer; trying again.',
}

const NAMES = ['a', 'b', 'c', 'd'] as const

/** A lab whose second step has the given verdicts. */
function lab(...verdicts: readonly Verdict[]): LabSnapshot {
  const checks = verdicts.map((_, index) => check({ name: NAMES[index] ?? '', title: `check ${NAMES[index]}` }))
  const statuses = verdicts.map((verdict, index) => ({ check: NAMES[index] ?? '', verdict, sinceMs: 0 }))
  const second = step({ name: 'two', title: 'Two', checks })
  return {
    ...fakeLab(0),
    steps: [
      step({ name: 'one', title: 'One' }),
      { ...second, status: { step: 'two', outcome: combine(verdicts), checks: statuses } },
      step(
        { name: 'three', title: 'Three', access: 'locked', checks: [check({ name: 'z', title: 'check z' })] },
        { z: failed },
      ),
    ],
  }
}

describe('announcer', () => {
  let said: string[]
  let clock: ManualClock
  let announcer: Announcer

  beforeEach(() => {
    said = []
    clock = new ManualClock()
    announcer = createAnnouncer({ say: (text) => said.push(text), now: clock.now, after: clock.after })
  })

  it('is silent about what is there when a lab opens', () => {
    announcer.update(lab(passed, failed))
    clock.advance(10_000)
    expect(said).toEqual([])
  })

  it('says which check of which step has passed', () => {
    announcer.update(lab(failed, failed))
    announcer.update(lab(passed, failed))
    clock.advance(QUIET_MS)
    expect(said).toEqual(['Step 2: check a: passed.'])
  })

  it('says together what comes together, and that the step has passed', () => {
    announcer.update(lab(failed, failed))
    announcer.update(lab(passed, failed))
    clock.advance(QUIET_MS - 1)
    announcer.update(lab(passed, passed))
    clock.advance(QUIET_MS)
    expect(said).toEqual(['Step 2: check a: passed. Step 2: check b: passed. Step 2 has passed.'])
  })

  it('counts instead of reading out a long list', () => {
    announcer.update(lab(failed, failed, failed, failed))
    announcer.update(lab(passed, passed, passed, passed))
    clock.advance(QUIET_MS)
    expect(said).toEqual(['Step 2: 4 of 4 checks passed. Step 2 has passed.'])
  })

  it('says that a check does not hold any more', () => {
    announcer.update(lab(passed))
    announcer.update(lab(failed))
    clock.advance(QUIET_MS)
    expect(said).toEqual(['Step 2: check a: no longer passed.'])
  })

  it('says nothing of a change that was taken back at once', () => {
    announcer.update(lab(failed))
    announcer.update(lab(passed))
    announcer.update(lab(failed))
    clock.advance(QUIET_MS)
    expect(said).toEqual([])
  })

  it('says nothing while the findings of a failed check change', () => {
    const other: Verdict = { outcome: 'failed', findings: [], holding: { sinceMs: 1, forMs: 5 } }
    announcer.update(lab(failed))
    announcer.update(lab(other))
    clock.advance(QUIET_MS)
    expect(said).toEqual([])
  })

  it('waits before it says that a check cannot tell', () => {
    announcer.update(lab(passed))
    announcer.update(lab(unknown))
    clock.advance(QUIET_MS)
    expect(said).toEqual([])
    clock.advance(UNKNOWN_MS)
    expect(said).toEqual(['Step 2: check a: cannot tell, the API server does not answer; trying again.'])
  })

  it('says nothing when the sight comes back in time', () => {
    announcer.update(lab(passed))
    announcer.update(lab(unknown))
    clock.advance(QUIET_MS + 100)
    announcer.update(lab(passed))
    clock.advance(UNKNOWN_MS * 2)
    expect(said).toEqual([])
  })

  it('says nothing of steps that are locked', () => {
    const before = lab(failed)
    const [one, two, three] = before.steps
    announcer.update(before)
    const status = { step: 'three', outcome: 'passed' as const, checks: [{ check: 'z', verdict: passed, sinceMs: 0 }] }
    announcer.update({ ...before, steps: [one!, two!, { ...three!, status }] })
    clock.advance(QUIET_MS)
    expect(said).toEqual([])
  })

  it('starts again with another lab', () => {
    announcer.update(lab(failed))
    announcer.update({ ...lab(passed), id: 'other' as never })
    clock.advance(QUIET_MS)
    expect(said).toEqual([])
  })
})
