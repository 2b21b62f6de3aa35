import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectQuery } from '../../../electron/contract/lab.ts'
import { deployment, kustomization, service, source, syncedCheck } from '../checks/flux-builders.ts'
import { branch, commit, gitCheck, id, repository } from '../checks/git-builders.ts'
import { LabRig, settle, step } from './lab-rig.ts'

const newer = repository({
  branches: [branch('main', '3')],
  commits: [commit('3', 'Add result', { parents: [id('2')] }), ...repository().commits],
})

describe('a check of a repository', () => {
  let rig: LabRig
  beforeEach(() => {
    rig = new LabRig()
  })
  afterEach(() => rig.reconciler.dispose())

  const show = async (...repositories: readonly ReturnType<typeof repository>[]): Promise<void> => {
    rig.outside = { ...rig.outside, repositories: Object.fromEntries(repositories.map((each) => [each.name, each])) }
    rig.reconciler.poke()
    await settle()
  }

  it('follows what is pushed, and turns red again when it is taken back', async () => {
    await rig.start([step('one', gitCheck({ commit: { subject: 'Add result' } }))])
    expect(rig.outcome('one')).toBe('failed')
    await show(repository())
    expect(rig.outcome('one')).toBe('failed')
    await show(newer)
    expect(rig.outcome('one')).toBe('passed')
    await show(repository())
    expect(rig.outcome('one')).toBe('failed')
  })

  it('stays as it was once seen when it is latched', async () => {
    await rig.start([step('one', gitCheck({ mode: 'latched', commit: { subject: 'Add result' } }))])
    await show(newer)
    await show(repository())
    expect(rig.outcome('one')).toBe('passed')
  })

  describe('and of what Flux made of it', () => {
    const check = syncedCheck({
      repository: 'instavote',
      inventory: [{ apiVersion: 'v1', kind: 'Service', name: 'vote', namespace: 'dev' }],
    })

    it('follows both sides', async () => {
      rig.cluster.put(source(), kustomization(), deployment(), service())
      rig.outside = { ...rig.outside, repositories: { instavote: repository() } }
      await rig.start([step('one', check)])
      expect(rig.outcome('one')).toBe('passed')
      await show(newer)
      expect(rig.outcome('one')).toBe('failed')
      await show(repository())
      expect(rig.outcome('one')).toBe('passed')
      rig.cluster.put(deployment({ availableReplicas: 1 }))
      await settle()
      expect(rig.outcome('one')).toBe('failed')
    })

    it('has everything watched that it looks at', async () => {
      await rig.start([step('one', check)])
      const flux: Omit<ObjectQuery, 'apiVersion' | 'kind'> = { namespace: 'flux-system' }
      expect(rig.cluster.wants.get('checks')).toEqual([
        { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', name: 'instavote', ...flux },
        { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', name: 'vote-dev', ...flux },
        { apiVersion: 'v1', kind: 'Service', name: 'vote', namespace: 'dev' },
        { apiVersion: 'apps/v1', kind: 'Deployment' },
        { apiVersion: 'apps/v1', kind: 'StatefulSet' },
        { apiVersion: 'apps/v1', kind: 'DaemonSet' },
        { apiVersion: 'v1', kind: 'Namespace' },
      ])
    })
  })
})
