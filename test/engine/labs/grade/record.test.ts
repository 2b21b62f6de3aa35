import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labId } from '../../../../electron/contract/ids.ts'
import { noRecord, readRecord } from '../../../../electron/engine/labs/grade/record.ts'
import { ProgressStore } from '../../../../electron/engine/progress/progress-store.ts'
import { makeGitPlace, seed } from '../../git/git-place.ts'
import { labsFolder } from '../../../helpers/lab-folders.ts'

const LAB = labId('services')
const RAN = { commandLine: 'kubectl get svc', exitCode: 0, directory: '/home', endedAtMs: 5 }
const KUBECONFIG =
  'apiVersion: v1\nkind: Config\ncurrent-context: dev\ncontexts:\n- name: dev\n  context: { cluster: dev, user: dev, namespace: shop }\n'

describe('record of a learner', () => {
  it('tells what was run, answered, latched and helped', async () => {
    await using folder = await labsFolder({ 'labs/services/home/.kube/config': KUBECONFIG })
    const store = new ProgressStore(join(folder.path, 'drydock.db'))
    store.beginLab(LAB, { seed: 'ada', version: 'v', step: 'one', nowMs: 1 })
    store.beginStep(LAB, 'one', 2)
    store.addCommand(LAB, 'one', RAN)
    store.setAnswer(LAB, 'one', 'ask', '3')
    store.latch(LAB, 'one', 'seen')
    store.openHint(LAB, 'one')
    store.dispose()
    const record = await readRecord(folder.path, LAB)
    expect([
      record.seed,
      record.commands('one'),
      record.commands('two'),
      record.answer('one', 'ask'),
      record.answer('one', 'other'),
    ]).toEqual(['ada', [RAN], [], '3', undefined])
    expect([record.latches, record.help('one').hints, record.help('two').shown]).toEqual([['one/seen'], 1, false])
    expect(record.kubeconfig).toMatchObject({ currentContext: 'dev', contexts: [{ name: 'dev', namespace: 'shop' }] })
    record.dispose()
  })

  it('is absent where the lab was never begun', async () => {
    await using folder = await labsFolder({})
    new ProgressStore(join(folder.path, 'drydock.db')).dispose()
    const record = await readRecord(folder.path, LAB)
    expect([record.seed, record.commands('one'), record.answer('one', 'ask'), record.latches]).toEqual([
      undefined,
      null,
      null,
      [],
    ])
    expect(record.kubeconfig).toMatchObject({ blind: { reason: 'no-record' } })
    record.dispose()
  })

  it('is absent in a folder that holds nothing, and makes nothing there', async () => {
    await using folder = await labsFolder({})
    const record = await readRecord(folder.path, LAB)
    expect([record.seed, record.commands('one')]).toEqual([undefined, null])
    record.dispose()
    await folder.write('drydock.db.not', '')
    expect(() => new ProgressStore(join(folder.path, 'drydock.db')).dispose()).not.toThrow()
  })

  it('reads the repositories of the learner as they lie on disk', async () => {
    const place = await makeGitPlace([seed('fleet')], { 'fleet/README.md': '# Fleet\n' })
    try {
      await place.git.dispose()
      const store = new ProgressStore(join(place.dataRoot, 'drydock.db'))
      const before = await readRecord(place.dataRoot, labId('demo'))
      store.beginLab(labId('demo'), { seed: 'ada', version: 'v', step: 'one', nowMs: 1 })
      const record = await readRecord(place.dataRoot, labId('demo'))
      expect([before.repository('fleet'), record.repository('fleet'), record.repository('other')]).toEqual([
        { blind: expect.objectContaining({ reason: 'no-record' }) },
        { state: expect.objectContaining({ name: 'fleet', defaultBranch: 'main' }) },
        { state: undefined },
      ])
      for (const each of [store, before, record]) each.dispose()
    } finally {
      await place.remove()
    }
  })

  it('takes the kubeconfig of whoever has no record', () => {
    expect(noRecord(KUBECONFIG).kubeconfig).toMatchObject({ currentContext: 'dev' })
    expect(noRecord().kubeconfig).toMatchObject({ blind: { reason: 'no-record' } })
  })
})
