import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerCheck, command, DEPLOYMENT, kubeconfigCheck, ranCheck, resourceCheck, vote } from '../checks/builders.ts'
import { LabRig, settle, step } from './lab-rig.ts'

let rig: LabRig

beforeEach(() => {
  rig = new LabRig()
})

afterEach(() => rig.reconciler.dispose())

const UNREACHABLE = { reason: 'api-unreachable', detail: 'The API server does not answer.' } as const

describe('a lab reconciler and the world outside the cluster', () => {
  describe('what is outside the cluster', () => {
    it('is looked at when it is said to have changed', async () => {
      await rig.start([
        step('one', ranCheck()),
        step('two', answerCheck({ equals: '4' })),
        step('three', kubeconfigCheck({ currentContext: 'prod' })),
      ])
      expect([rig.outcome('one'), rig.outcome('two'), rig.outcome('three')]).toEqual(['failed', 'failed', 'failed'])
      rig.outside = {
        ...rig.outside,
        commands: [command('kubectl get pods')],
        answers: { answer: '4' },
        currentContext: 'prod',
      }
      rig.reconciler.poke()
      await settle()
      expect([rig.outcome('one'), rig.outcome('two'), rig.outcome('three')]).toEqual(['passed', 'passed', 'passed'])
    })

    it('stays run once it was run, but an answer can be changed', async () => {
      rig.outside = {
        ...rig.outside,
        commands: [command('kubectl get pods')],
        answers: { answer: '4' },
        currentContext: 'dev',
      }
      await rig.start([step('one', ranCheck()), step('two', answerCheck({ equals: '4' }))])
      rig.outside = { ...rig.outside, commands: [], answers: { answer: '5' }, currentContext: 'dev' }
      rig.reconciler.poke()
      await settle()
      expect([rig.outcome('one'), rig.outcome('two')]).toEqual(['passed', 'failed'])
    })

    it('is judged against the cluster as it changes', async () => {
      rig.outside = { ...rig.outside, answers: { answer: '4' } }
      rig.cluster.put(vote())
      await rig.start([
        step('one', answerCheck({ from: { object: DEPLOYMENT, value: 'string(object.spec.replicas)' } })),
      ])
      rig.cluster.put(vote({ replicas: 4 }))
      await settle()
      expect(rig.told()).toEqual(['one failed', 'one passed'])
    })
  })

  describe('recheck', () => {
    it('looks again and gives the status', async () => {
      rig.cluster.put(vote())
      await rig.start([step('one', resourceCheck())])
      rig.cluster.looks.length = 0
      expect((await rig.reconciler.recheck('one')).outcome).toBe('passed')
      expect(rig.cluster.looks.length).toBeGreaterThan(0)
    })

    it('tries to see what could not be seen, and waits a moment for it', async () => {
      rig.cluster.put(vote())
      await rig.start([step('one', resourceCheck())])
      rig.cluster.goBlind(UNREACHABLE)
      await settle()
      const rechecked = rig.reconciler.recheck('one')
      await settle()
      expect(rig.cluster.retries).toBe(1)
      rig.cluster.see()
      expect((await rechecked).outcome).toBe('passed')
    })

    it('does not wait longer than that', async () => {
      await rig.start([step('one', resourceCheck())])
      rig.cluster.goBlind(UNREACHABLE)
      const rechecked = rig.reconciler.recheck('one')
      await settle()
      rig.clock.advance(1000)
      expect((await rechecked).outcome).toBe('unknown')
    })
  })
})
