import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ProvisionSteps, StepDurations } from '../../../../electron/engine/cluster/embedded/provision-steps.ts'

describe('provision steps', () => {
  let folder: string
  let file: string
  let nowMs = 1000
  const clock = { now: () => nowMs, after: () => () => undefined }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drydock-steps-'))
    file = join(folder, 'deep', 'durations.json')
    nowMs = 1000
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const make = (changed: () => void = () => undefined): ProvisionSteps =>
    new ProvisionSteps(
      { name: 'create', titles: ['one', 'two'] },
      { clock, durations: new StepDurations(file), changed },
    )

  it('says what waits, runs and is done, and how long it took', async () => {
    let changes = 0
    const steps = make(() => {
      changes += 1
    })
    expect(steps.all).toEqual([
      { title: 'one', state: 'waiting' },
      { title: 'two', state: 'waiting' },
    ])
    await steps.run('one', async () => {
      expect(steps.current).toBe('one')
      nowMs += 20
    })
    expect(steps.all[0]).toEqual({ title: 'one', state: 'done', startedAtMs: 1000, tookMs: 20 })
    expect(changes).toBe(2)
  })

  it('marks the one that failed', async () => {
    const steps = make()
    await expect(steps.run('two', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(steps.all[1]).toMatchObject({ state: 'failed' })
    expect(steps.current).toBe('two')
  })

  it('knows the next time how long each took', async () => {
    const steps = make()
    await steps.run('one', async () => {
      nowMs += 20
    })
    steps.keep()
    expect(make().all).toEqual([
      { title: 'one', state: 'waiting', lastTookMs: 20 },
      { title: 'two', state: 'waiting' },
    ])
  })

  it('does without what it cannot read or write', async () => {
    await writeFile(join(folder, 'deep'), 'a file where the folder should be')
    const steps = make()
    await steps.run('one', () => Promise.resolve())
    steps.keep()
    expect(make().all[0]).toEqual({ title: 'one', state: 'waiting' })
  })
})
