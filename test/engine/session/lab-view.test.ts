import { describe, expect, it } from 'vitest'
import { CAPABILITIES } from '../../../electron/contract/lab.ts'
import { UNTOUCHED, type StepRow } from '../../../electron/engine/progress/progress-store.ts'
import { viewLab, type LabViewInput } from '../../../electron/engine/session/lab-view.ts'
import { answerCheck, lab, status, step } from '../../helpers/lab-builder.ts'

const begun: StepRow = { ...UNTOUCHED, begunAtMs: 1 }

function view(steps: Parameters<typeof lab>[0], more: Partial<LabViewInput> = {}): ReturnType<typeof viewLab> {
  return viewLab({
    lab: lab(steps),
    rows: new Map(),
    statuses: new Map(),
    answers: new Map(),
    currentStep: steps[0]!.name,
    startedAtMs: 1,
    kept: new Set(),
    capabilities: CAPABILITIES,
    ...more,
  })
}

describe('viewLab', () => {
  it('gives nothing away', () => {
    const secret = step('one', {
      solution: 'SECRET',
      hints: [
        { text: 'first', cost: 0 },
        { text: 'SECRET', cost: 1 },
      ],
      mistakes: [{ name: 'SECRET', commands: 'SECRET', fails: [], answers: {} }],
      checks: [answerCheck('pods', { equals: 'SECRET' })],
      answers: { pods: 'SECRET' },
    })
    const seen = view([secret], { rows: new Map([['one', { ...begun, hints: 1 }]]) })
    expect(JSON.stringify(seen)).not.toContain('SECRET')
    expect(seen.steps[0]?.hints).toEqual([{ text: 'first', cost: 0 }, { cost: 1 }])
  })

  it('says nothing about a step that has not begun, even where it would pass', () => {
    const one = step('one')
    const seen = view([one], { statuses: new Map([['one', status(one, 'passed')]]) })
    expect(seen.steps[0]?.status).toMatchObject({
      outcome: 'unknown',
      checks: [{ verdict: { reason: 'not-observed' } }],
    })
  })

  it.each([
    ['locked behind a step that has not passed', {}, begun, 'locked'],
    ['open behind a passed step', {}, { ...begun, passedAtMs: 2 }, 'open'],
    ['open behind a shown step', {}, { ...begun, shown: true }, 'open'],
    ['open behind a step whose author lets everybody through', { gate: 'free' as const }, begun, 'open'],
    ['open behind a step that cannot be done here', { requires: ['containers' as const] }, UNTOUCHED, 'open'],
  ])('keeps the next step %s', (_case, more, row, access) => {
    const seen = view([step('one', more), step('two')], { rows: new Map([['one', row]]), capabilities: ['objects'] })
    expect(seen.steps[1]?.access).toBe(access)
  })

  it('keeps every later step locked behind the first gate', () => {
    const seen = view([step('one'), step('two', { gate: 'free' }), step('three')])
    expect(seen.steps.map((each) => each.access)).toEqual(['open', 'locked', 'locked'])
  })

  it('shows what was answered', () => {
    const seen = view([step('one', { checks: [answerCheck('pods')] })], {
      answers: new Map([['one', new Map([['pods', '4']])]]),
    })
    expect(seen.steps[0]?.checks[0]).toMatchObject({ kind: 'answer', question: 'pods?', answered: '4' })
  })
})
