import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { labId } from '../../../electron/contract/ids.ts'
import { ProgressStore } from '../../../electron/engine/progress/progress-store.ts'

const lab = labId('deployments')
const command = { commandLine: 'kubectl get pods', exitCode: 0, directory: '/home', endedAtMs: 7 }

describe('ProgressStore', () => {
  let folder: string
  let file: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-progress-'))
    file = join(folder, 'data', 'drydock.db')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const begin = (store: ProgressStore, step = 'one'): void => {
    store.beginLab(lab, { seed: 'abc', version: 'v1', step, nowMs: 5 })
    store.beginStep(lab, step, 6)
  }

  it('keeps everything over a restart', () => {
    const before = new ProgressStore(file)
    begin(before)
    before.markSetUp(lab)
    before.passStep(lab, 'one', 8)
    before.openHint(lab, 'one')
    before.latch(lab, 'one', 'seen')
    before.setAnswer(lab, 'one', 'count', '3')
    before.addCommand(lab, 'one', command)
    before.setOpenLab(lab)
    before.dispose()

    const after = new ProgressStore(file)
    expect({
      lab: after.lab(lab),
      steps: [...after.steps(lab)],
      latches: after.latches(lab),
      answers: [...after.answers(lab, 'one')],
      commands: after.commands(lab, 'one'),
      open: after.openLab(),
    }).toEqual({
      lab: { seed: 'abc', version: 'v1', currentStep: 'one', startedAtMs: 5, setUp: true },
      steps: [['one', { begunAtMs: 6, passedAtMs: 8, shown: false, hints: 1 }]],
      latches: ['one/seen'],
      answers: [['count', '3']],
      commands: [command],
      open: lab,
    })
    after.dispose()
  })

  it('leaves a lab that was begun before as it is', () => {
    const store = new ProgressStore(':memory:')
    begin(store)
    expect(store.beginLab(lab, { seed: 'other', version: 'v2', step: 'two', nowMs: 99 }).seed).toBe('abc')
  })

  it('keeps the time of the first pass', () => {
    const store = new ProgressStore(':memory:')
    begin(store)
    store.passStep(lab, 'one', 8)
    store.passStep(lab, 'one', 80)
    expect(store.steps(lab).get('one')?.passedAtMs).toBe(8)
  })

  it('takes a step back but counts its hints and its shown solution', () => {
    const store = new ProgressStore(':memory:')
    begin(store)
    store.passStep(lab, 'one', 8)
    store.showStep(lab, 'one')
    store.openHint(lab, 'one')
    store.latch(lab, 'one', 'seen')
    store.setAnswer(lab, 'one', 'count', '3')
    store.addCommand(lab, 'one', command)
    store.takeBack(lab, ['one'])
    expect([
      store.steps(lab).get('one'),
      store.latches(lab),
      store.commands(lab, 'one'),
      [...store.answers(lab, 'one')],
    ]).toEqual([{ begunAtMs: undefined, passedAtMs: undefined, shown: true, hints: 1 }, [], [], []])
  })

  it('takes the changes of a lab back to where they were when a step began', () => {
    const store = new ProgressStore(':memory:')
    begin(store)
    store.keepTimeline(lab, 'one')
    store.saveTimeline(lab, '["first"]')
    store.keepTimeline(lab, 'two')
    store.saveTimeline(lab, '["second","first"]')
    const seen = ['two', 'one'].map((step) => {
      store.bringTimelineBack(lab, step)
      return store.timeline(lab)
    })
    expect(seen).toEqual(['["first"]', undefined])
  })

  it('forgets one lab and no other', () => {
    const store = new ProgressStore(':memory:')
    const other = labId('services')
    begin(store)
    store.beginLab(other, { seed: 'x', version: 'v1', step: 'one', nowMs: 1 })
    store.forgetLab(lab)
    expect([store.lab(lab), store.steps(lab).size, store.lab(other)?.seed]).toEqual([undefined, 0, 'x'])
  })

  describe('when the file is not a database', () => {
    it('moves it aside and begins anew', () => {
      new ProgressStore(file).dispose()
      writeFileSync(file, 'this is no database, but somebody may still want it'.repeat(40))
      const store = new ProgressStore(file)
      expect(readFileSync(store.movedAside!, 'utf8')).toContain('somebody may still want it')
      expect(store.openLab()).toBeUndefined()
      store.dispose()
    })
  })

  describe('when the file is of a newer Drydock', () => {
    it('says so and leaves the file alone', () => {
      new ProgressStore(file).dispose()
      const raw = new DatabaseSync(file)
      raw.exec('PRAGMA user_version = 99')
      raw.close()
      expect(() => new ProgressStore(file)).toThrow('is of format 99')
      expect(readdirSync(join(folder, 'data')).filter((name) => name.includes('unreadable'))).toEqual([])
    })
  })

  describe('when the disk is full', () => {
    it('says so and still reads what was saved', () => {
      const store = new ProgressStore(file)
      begin(store)
      store.dispose()
      const full = new ProgressStore(file, { maxPages: 'as now' })
      const fill = (): void => {
        for (let count = 0; count < 2000; count += 1)
          full.addCommand(lab, 'one', { ...command, commandLine: 'x'.repeat(2000) })
      }
      expect(fill).toThrow(expect.objectContaining({ detail: expect.objectContaining({ code: 'disk-full' }) }))
      expect(full.lab(lab)?.seed).toBe('abc')
      full.dispose()
    })
  })

  describe('when the folder cannot be made', () => {
    it('names the file and says what to do', () => {
      writeFileSync(join(folder, 'data'), 'a file in the way')
      expect(() => new ProgressStore(file)).toThrow('cannot be written')
    })
  })
})
