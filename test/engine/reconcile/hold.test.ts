import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Verdict } from '../../../electron/contract/verdict.ts'
import { resourceCheck, vote } from '../checks/builders.ts'
import { LabRig, settle, step } from './lab-rig.ts'

const HOLD_MS = 5000
const UNREACHABLE = { reason: 'api-unreachable', detail: 'The API server does not answer.' } as const

let rig: LabRig

beforeEach(async () => {
  rig = new LabRig()
  await rig.start([step('one', resourceCheck({ holdForMs: HOLD_MS, cel: [{ rule: 'object.spec.replicas == 4' }] }))])
})

afterEach(() => rig.reconciler.dispose())

const right = (): void => rig.cluster.put(vote({ replicas: 4 }))
const wrong = (): void => rig.cluster.put(vote({ replicas: 3 }))
const holding = (sinceMs: number): Verdict => ({
  outcome: 'failed',
  findings: [],
  holding: { sinceMs, forMs: HOLD_MS },
})

describe('a check that must hold', () => {
  it('says since when it holds, and passes exactly when it has held long enough', async () => {
    right()
    await settle()
    const since = rig.clock.now()
    expect(rig.verdict()).toEqual(holding(since))
    await rig.pass(HOLD_MS - 1)
    expect(rig.verdict()).toEqual(holding(since))
    await rig.pass(1)
    expect(rig.verdict()).toEqual({ outcome: 'passed' })
  })

  it('needs no ticking to do so', async () => {
    right()
    await settle()
    rig.cluster.looks.length = 0
    await rig.pass(HOLD_MS - 1)
    expect([rig.clock.pending, rig.cluster.looks.length]).toEqual([1, 0])
  })

  it('begins again after a break', async () => {
    right()
    await rig.pass(4000)
    wrong()
    await settle()
    expect(rig.verdict()?.outcome).toBe('failed')
    right()
    await settle()
    const since = rig.clock.now()
    await rig.pass(4000)
    expect(rig.verdict()).toEqual(holding(since))
    await rig.pass(1000)
    expect(rig.verdict()).toEqual({ outcome: 'passed' })
  })

  it('never passes while it flaps, however short the breaks', async () => {
    right()
    await settle()
    for (let second = 0; second < 20; second++) {
      await rig.pass(1000)
      wrong()
      right()
      await settle()
    }
    expect(rig.statuses.some(({ outcome }) => outcome === 'passed')).toBe(false)
    await rig.pass(HOLD_MS)
    expect(rig.verdict()).toEqual({ outcome: 'passed' })
  })

  it('begins again when something may have been missed', async () => {
    right()
    await rig.pass(4000)
    rig.cluster.gap()
    await rig.pass(1000)
    expect(rig.verdict()).toEqual(holding(rig.clock.now() - 1000))
    await rig.pass(4000)
    expect(rig.verdict()).toEqual({ outcome: 'passed' })
  })

  it('begins again when it could not be seen', async () => {
    right()
    await rig.pass(4000)
    rig.cluster.goBlind(UNREACHABLE)
    await rig.pass(2000)
    expect(rig.verdict()).toEqual({ outcome: 'unknown', ...UNREACHABLE })
    rig.cluster.see()
    await settle()
    expect(rig.verdict()).toEqual(holding(rig.clock.now()))
  })

  it('does not have to hold again, once it has, because it could not be seen', async () => {
    right()
    await settle()
    await rig.pass(HOLD_MS)
    rig.cluster.goBlind(UNREACHABLE)
    await settle()
    rig.cluster.see()
    await settle()
    expect(rig.statuses.map(({ outcome }) => outcome).slice(-3)).toEqual(['passed', 'unknown', 'passed'])
  })

  it('has to hold again after it failed', async () => {
    right()
    await settle()
    await rig.pass(HOLD_MS)
    wrong()
    await settle()
    right()
    await settle()
    expect(rig.verdict()).toEqual(holding(rig.clock.now()))
  })

  it('has to hold again when it is forgotten', async () => {
    right()
    await settle()
    await rig.pass(HOLD_MS)
    rig.reconciler.forget(['one'])
    await settle()
    expect(rig.verdict()).toEqual(holding(rig.clock.now()))
  })

  it('leaves no timer behind', async () => {
    right()
    await settle()
    rig.reconciler.dispose()
    expect(rig.clock.pending).toBe(0)
  })
})
