import { describe, expect, it } from 'vitest'
import type { RepositoryView } from '../../../electron/contract/git.ts'
import { clusterName, labId, terminalId } from '../../../electron/contract/ids.ts'
import type { EventName, Events, Notice } from '../../../electron/contract/protocol.ts'
import type { ChangeEntry } from '../../../electron/contract/timeline.ts'
import { applyEvent, fromSnapshot } from '../../../renderer/state/apply-event.ts'
import type { EngineState } from '../../../renderer/state/apply-event.ts'
import { fakeSnapshot } from '../fake-catalogue.ts'
import { clusterStatus, object } from '../fake-cluster.ts'
import { fakeLab } from '../fake-lab.ts'

const notice = <E extends EventName>(event: E, payload: Events[E]) =>
  ({ type: 'notice', sequence: 1, event, payload }) as Notice

const start = (): EngineState => fromSnapshot(fakeSnapshot({ lab: fakeLab(0), clusters: [clusterStatus()] }))

const repository: RepositoryView = {
  name: 'shop',
  url: 'https://localhost:1/learner/shop.git',
  private: false,
  defaultBranch: 'main',
  branches: [],
  pullRequests: [],
}

const entry: ChangeEntry = {
  id: 'one',
  cluster: clusterName('dev'),
  repository: 'shop',
  branch: 'main',
  commit: 'a'.repeat(40),
  subject: 'Ask for more',
  author: 'learner',
  reachedAtMs: { committed: 1 },
  workloads: [],
  superseded: false,
}

const bash = { terminalId: terminalId('a'), title: 'bash', alive: true }
const top = { terminalId: terminalId('b'), title: 'top', alive: true }

describe('applyEvent', () => {
  it('replaces the catalogue, the lab, the context and the toolchain', () => {
    const before = start()
    const catalogue = { labs: [], broken: [] }
    const context = { context: 'prod', namespace: 'default' }
    const status = { state: 'complete', done: 10, total: 10 } as const
    const after = [
      notice('catalogue/changed', { catalogue }),
      notice('lab/changed', { lab: null }),
      notice('context/changed', { context }),
      notice('toolchain/status', { status }),
    ].reduce(applyEvent, before)
    expect(after).toEqual({ ...before, catalogue, lab: null, clusters: [], context, toolchain: status })
  })

  it('forgets the clusters of one lab when another one opens, and keeps them while it is the same', () => {
    const before = start()
    const same = applyEvent(before, notice('lab/changed', { lab: fakeLab(1) }))
    const other = applyEvent(before, notice('lab/changed', { lab: { ...fakeLab(1), id: labId('other') } }))
    expect([same.clusters, other.clusters]).toEqual([before.clusters, []])
  })

  it('replaces repositories and timeline as they are announced, and forgets them with their lab', () => {
    const before = start()
    const after = [
      notice('git/changed', { repositories: [repository] }),
      notice('timeline/changed', { entries: [entry] }),
    ].reduce(applyEvent, before)
    expect(after).toEqual({ ...before, repositories: [repository], timeline: [entry] })
    const closed = applyEvent(after, notice('lab/changed', { lab: null }))
    expect([closed.repositories, closed.timeline]).toEqual([[], []])
  })

  it('puts a step status into its step and leaves the others the same objects', () => {
    const before = start()
    const status = { step: 'ship', outcome: 'failed', checks: [] } as const
    const after = applyEvent(before, notice('step/status', { lab: labId('rollouts'), status }))
    expect(after.lab?.steps[1]).toEqual({ ...before.lab?.steps[1], status })
    expect(after.lab?.steps[2]).toBe(before.lab?.steps[2])
  })

  it('ignores a step status of a lab that is not open', () => {
    const before = start()
    const status = { step: 'ship', outcome: 'failed', checks: [] } as const
    expect(applyEvent(before, notice('step/status', { lab: labId('other'), status }))).toBe(before)
  })

  it('keeps clusters in their order, and adds one it did not know', () => {
    const staging = clusterStatus({ cluster: clusterName('staging') })
    const failed = clusterStatus({ phase: 'failed' })
    const after = [notice('cluster/status', { status: staging }), notice('cluster/status', { status: failed })].reduce(
      applyEvent,
      start(),
    )
    expect(after.clusters).toEqual([failed, staging])
  })

  it('adds, replaces and removes objects by uid, and clears them all', () => {
    const one = object('Pod', 'one', 'Pending', 'progressing')
    const two = object('Pod', 'two', 'Running', 'well')
    const running = { ...one, word: 'Running' }
    const added = applyEvent(start(), notice('objects/changed', { upserted: [one, two], removed: [] }))
    const changed = applyEvent(added, notice('objects/changed', { upserted: [running], removed: [two.uid] }))
    expect([...changed.objects.values()]).toEqual([running])
    expect(applyEvent(changed, notice('objects/cleared', {})).objects).toEqual(new Map())
    expect([...added.objects.values()]).toEqual([one, two])
  })

  it('follows terminals as they come, change and go', () => {
    const ended = { ...bash, alive: false }
    const after = [
      notice('terminal/changed', { terminal: bash }),
      notice('terminal/changed', { terminal: top }),
      notice('terminal/changed', { terminal: ended }),
    ].reduce(applyEvent, start())
    expect(after.terminals).toEqual([ended, top])
    const closed = applyEvent(after, notice('terminal/closed', { terminalId: bash.terminalId }))
    expect(closed.terminals).toEqual([top])
  })

  it('gives the same state back for what is no state', () => {
    const before = start()
    const output = notice('terminal/output', { terminalId: bash.terminalId, data: 'x' })
    const problem = notice('engine/problem', { problem: { code: 'bug', happened: 'x', remedy: 'y' } })
    expect([output, problem].map((one) => applyEvent(before, one))).toEqual([before, before])
    expect(applyEvent(before, output)).toBe(before)
  })
})
