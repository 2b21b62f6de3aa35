import { describe, expect, it } from 'vitest'
import { labId } from '../../../electron/contract/ids.ts'
import { createChangeAnnouncer } from '../../../renderer/state/change-announcer.ts'
import { change } from '../fake-timeline.ts'

const FLUX = labId('flux')
const NOW = 100_000

function start() {
  const said: string[] = []
  const announcer = createChangeAnnouncer({ say: (text) => said.push(text), now: () => NOW })
  announcer.update(FLUX, [])
  return { announcer, said }
}

const applied = change('a', { subject: 'More votes', reachedAtMs: { committed: NOW - 4_200, applied: NOW - 1_000 } })
const ready = { ...applied, reachedAtMs: { ...applied.reachedAtMs, ready: NOW } }

describe('createChangeAnnouncer', () => {
  it('says once that a change is ready, and nothing of its stations', () => {
    const { announcer, said } = start()
    for (const entries of [[applied], [ready], [ready]]) announcer.update(FLUX, entries)
    expect(said).toEqual(['Change aaaaaaa, More votes: ready in dev, 4.2 s after the commit.'])
  })

  it('says together what became ready together', () => {
    const { announcer, said } = start()
    announcer.update(FLUX, [ready, change('b', { reachedAtMs: { ready: NOW } })])
    expect(said).toEqual([
      'Change aaaaaaa, More votes: ready in dev, 4.2 s after the commit. Change bbbbbbb, Commit b: ready in dev.',
    ])
  })

  it('is silent about what is there when a lab opens, and about what became ready long ago', () => {
    const { announcer, said } = start()
    announcer.update(labId('other'), [ready])
    announcer.update(labId('other'), [ready, change('b', { reachedAtMs: { ready: NOW - 60_000 } })])
    expect(said).toEqual([])
  })
})
