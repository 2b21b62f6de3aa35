import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clusterName } from '../../../electron/contract/ids.ts'
import type { ResourceCheck } from '../../../electron/contract/lab.ts'
import type { KubeObject } from '../../../electron/engine/checks/observation.ts'
import {
  answerCheck,
  countCheck,
  DEPLOYMENT,
  kubeconfigCheck,
  object,
  pod,
  resourceCheck,
  vote,
} from '../checks/builders.ts'
import { HandWatchSet } from './hand-watch-set.ts'
import { LabRig, settle, step } from './lab-rig.ts'

let rig: LabRig

beforeEach(() => {
  rig = new LabRig()
})

afterEach(() => rig.reconciler.dispose())

const images = (image: string): KubeObject => vote({ template: { spec: { containers: [{ name: 'vote', image }] } } })
const V4 = { spec: { template: { spec: { containers: [{ name: 'vote', image: 'v4' }] } } } }
const wantsV4 = (more: Partial<ResourceCheck> = {}): ResourceCheck => resourceCheck({ match: V4, ...more })
const UNREACHABLE = { reason: 'api-unreachable', detail: 'The API server does not answer.' } as const

describe('a lab reconciler', () => {
  it('has not looked at anything before its first look', () => {
    rig.create([step('one', wantsV4())])
    expect(rig.reconciler.status('one')).toEqual({
      step: 'one',
      outcome: 'unknown',
      checks: [
        {
          check: 'resource',
          sinceMs: rig.clock.now(),
          verdict: {
            outcome: 'unknown',
            reason: 'not-observed',
            detail: 'This check has not been looked at yet; this takes a moment.',
          },
        },
      ],
    })
  })

  it('turns green when the state is right, and red again when it no longer is', async () => {
    await rig.start([step('one', wantsV4())])
    rig.cluster.put(images('v5'))
    await settle()
    rig.cluster.put(images('v4'))
    await settle()
    rig.cluster.put(images('v3'))
    await settle()
    rig.cluster.put(images('v4'))
    await settle()
    expect(rig.told()).toEqual(['one failed', 'one failed', 'one passed', 'one failed', 'one passed'])
  })

  it('tells only what has changed', async () => {
    rig.cluster.put(images('v4'))
    await rig.start([step('one', wantsV4()), step('two', countCheck({ atLeast: 1 }))])
    rig.told()
    rig.cluster.put(images('v4'))
    rig.cluster.put(pod('x', 'Running', { app: 'vote' }), pod('y', 'Running', { app: 'vote' }))
    rig.cluster.put(object('ConfigMap', 'other', {}, 'instavote'))
    await settle()
    expect(rig.told()).toEqual(['two passed'])
  })

  it('says since when an outcome is what it is, through other findings', async () => {
    rig.cluster.put(images('v5'))
    await rig.start([step('one', wantsV4())])
    const since = rig.clock.now()
    rig.clock.advance(1000)
    rig.cluster.put(images('v6'))
    await settle()
    expect(rig.statuses.at(-1)).toMatchObject({
      outcome: 'failed',
      checks: [{ sinceMs: since, verdict: { findings: [{ found: 'v6' }] } }],
    })
    rig.clock.advance(1000)
    rig.cluster.put(images('v4'))
    await settle()
    expect(rig.statuses.at(-1)).toMatchObject({ outcome: 'passed', checks: [{ sinceMs: since + 2000 }] })
  })

  it('looks only at checks of the kind that has changed', async () => {
    rig.cluster.put(images('v4'), pod('x', 'Running', { app: 'vote' }))
    await rig.start([step('one', wantsV4(), countCheck({ atLeast: 1 }))])
    rig.cluster.looks.length = 0
    rig.cluster.put(pod('y', 'Running', { app: 'vote' }))
    await settle()
    expect(rig.cluster.looks.filter((look) => look.includes('Deployment'))).toEqual([])
  })

  it('asks for what its checks look at, and for namespaces, and lets go of it in the end', async () => {
    await rig.start([
      step('one', wantsV4()),
      step(
        'two',
        answerCheck({ from: { object: { apiVersion: 'v1', kind: 'Node' }, value: 'size(objects)' } }),
        kubeconfigCheck(),
      ),
    ])
    expect(rig.cluster.wants.get('checks')).toEqual([
      DEPLOYMENT,
      { apiVersion: 'v1', kind: 'Node' },
      { apiVersion: 'v1', kind: 'Namespace' },
    ])
    rig.reconciler.dispose()
    expect([rig.cluster.wants.get('checks'), rig.cluster.listeners, rig.clock.pending]).toEqual([[], 0, 0])
  })

  it('looks in the cluster that a check names', async () => {
    const staging = new HandWatchSet()
    staging.put(images('v4'))
    const checks = [
      wantsV4({ name: 'here' }),
      wantsV4({ name: 'there', cluster: clusterName('staging') }),
      wantsV4({ name: 'nowhere', cluster: clusterName('prod') }),
    ]
    await rig.start([step('one', ...checks)], { otherClusters: { staging } })
    expect(rig.checks().map(({ verdict }) => verdict.outcome)).toEqual(['failed', 'passed', 'unknown'])
  })

  it('does not know steps that it was not given', async () => {
    await rig.start([])
    expect([rig.reconciler.status('x'), await rig.reconciler.recheck('x')]).toEqual([
      { step: 'x', outcome: 'unknown', checks: [] },
      { step: 'x', outcome: 'unknown', checks: [] },
    ])
  })

  it('says that a check is broken, and goes on with the others', async () => {
    rig.cluster.put(images('v4'))
    const oops = (): never => {
      throw new Error('oops')
    }
    const bad = Object.defineProperty(resourceCheck({ name: 'bad' }), 'match', { get: oops })
    await rig.start([step('one', bad, wantsV4())])
    expect(rig.checks().map(({ verdict }) => verdict)).toEqual([
      {
        outcome: 'unknown',
        reason: 'check-broken',
        detail: 'The check cannot be evaluated: oops. This is a mistake in the lab, not yours; tell its author.',
      },
      { outcome: 'passed' },
    ])
  })

  describe('when the cluster cannot be seen', () => {
    it('does not know, keeps the findings, and goes on by itself', async () => {
      rig.cluster.put(images('v5'))
      await rig.start([step('one', wantsV4())])
      rig.cluster.goBlind(UNREACHABLE)
      await settle()
      expect(rig.reconciler.status('one')).toMatchObject({
        outcome: 'unknown',
        checks: [{ verdict: { ...UNREACHABLE, findings: [{ found: 'v5' }] } }],
      })
      rig.cluster.see()
      await settle()
      expect(rig.outcome()).toBe('failed')
    })

    it('does not take back what is latched', async () => {
      rig.cluster.put(images('v4'))
      await rig.start([step('one', wantsV4({ mode: 'latched' }))])
      rig.cluster.goBlind(UNREACHABLE)
      await settle()
      expect(rig.outcome()).toBe('passed')
    })
  })

  describe('a latched check', () => {
    it('stays passed once it was', async () => {
      await rig.start([step('one', wantsV4({ mode: 'latched' }))])
      rig.cluster.put(images('v4'))
      await settle()
      rig.cluster.remove(vote())
      await settle()
      expect(rig.told()).toEqual(['one failed', 'one passed'])
    })

    it('is passed from the start when it was before', async () => {
      await rig.start([step('one', wantsV4({ mode: 'latched' }))], { latched: ['one/resource'] })
      expect([rig.outcome(), rig.told()]).toEqual(['passed', []])
    })

    it('begins again when it is forgotten', async () => {
      await rig.start([step('one', wantsV4({ mode: 'latched' })), step('two', wantsV4({ mode: 'latched' }))], {
        latched: ['one/resource', 'two/resource'],
      })
      rig.reconciler.forget(['one', 'other'])
      await settle()
      expect([rig.outcome('one'), rig.outcome('two')]).toEqual(['failed', 'passed'])
    })
  })
})
