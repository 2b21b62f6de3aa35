import { describe, expect, it } from 'vitest'
import { labId } from '../../../electron/contract/ids.ts'
import {
  capabilityWords,
  clusterLine,
  labToContinue,
  progressWords,
  toolchainLine,
} from '../../../renderer/catalogue/catalogue-words.ts'
import { fakeLabs, labSummary, untouched } from '../fake-catalogue.ts'
import { clusterStatus } from '../fake-cluster.ts'

const lab = (progress: Partial<typeof untouched>) =>
  labSummary({ id: labId('x'), title: 'X', order: 1, progress: { ...untouched, ...progress } })

describe('progressWords', () => {
  it.each([
    [{}, 'not started'],
    [{ state: 'started', passedSteps: 2 }, '2 of 6 steps passed'],
    [{ state: 'done', earned: 11, hintsUsed: 1 }, 'done · 11 of 12 points · 1 hint'],
    [{ state: 'done', earned: 8, hintsUsed: 2, shownSteps: 1 }, 'done · 8 of 12 points · 2 hints, 1 step shown'],
  ] as const)('%j', (progress, words) => {
    expect(progressWords(lab(progress))).toBe(words)
  })
})

describe('labToContinue', () => {
  const begun = (name: string) => ({ ...lab({ state: 'started' }), id: labId(name) })

  it('is the open one, else the one of last time, else the first that was begun, else none', () => {
    expect(labToContinue(fakeLabs, 'contexts', 'rollouts')?.id).toBe('contexts')
    expect(labToContinue([begun('a'), begun('b')], undefined, 'b')?.id).toBe('b')
    expect(labToContinue(fakeLabs, undefined, 'first-look')?.id).toBe('rollouts')
    expect(labToContinue([lab({})], undefined, null)).toBeUndefined()
  })
})

describe('lines', () => {
  it('say what a cluster is and what tools still come', () => {
    expect(clusterLine(clusterStatus())).toBe(
      'dev: embedded · Kubernetes 1.36.3, simulated containers · ready in 3.1 s',
    )
    expect(toolchainLine({ state: 'working', tool: 'flux', phase: 'build', done: 7, total: 10 })).toBe(
      'Getting the rest of the tools in the background: flux, building (7 of 10)',
    )
    expect([['exec'], ['containers', 'dns', 'flux']].map((list) => capabilityWords(list as never))).toEqual([
      'exec into containers',
      'real containers, cluster DNS and Flux',
    ])
  })
})
