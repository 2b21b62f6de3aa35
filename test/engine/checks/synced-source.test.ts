import { describe, expect, it } from 'vitest'
import { clusterName } from '../../../electron/contract/ids.ts'
import { deployment, kustomization, ready, source, judgeSynced as judge } from './flux-builders.ts'
import { branch, commit, findingsOf, id, messagesOf, repository } from './git-builders.ts'

const ALL = [source(), kustomization(), deployment()]

describe('what a source has fetched', () => {
  const newer = repository({
    branches: [branch('main', '3')],
    commits: [commit('3', 'Scale again', { parents: [id('2')] }), ...repository().commits],
  })
  const wanted = { repository: 'instavote' }

  it('is behind as long as the commit was only pushed; nothing is said of what follows from it', () => {
    expect(findingsOf(judge(ALL, wanted, newer))).toEqual([
      {
        object: 'gitrepository/instavote in flux-system',
        path: 'status.artifact.revision',
        expected: 'main@3000000',
        found: 'main@2000000',
        message:
          'Commit 3000000 "Scale again" is pushed to main, but not fetched yet: gitrepository/instavote has main@2000000. Flux looks every 1m0s; not to wait: flux reconcile source git instavote -n flux-system',
        show: 'flux get sources git instavote -n flux-system',
      },
    ])
  })

  it('is fetched, or goes on, by commands for the cluster that is meant', () => {
    const check = { ...wanted, cluster: clusterName('prod') }
    const [finding] = [findingsOf(judge(ALL, check, newer))].flat()
    expect(finding).toMatchObject({
      message: expect.stringMatching(/flux reconcile source git instavote -n flux-system --context prod$/),
      show: 'flux get sources git instavote -n flux-system --context prod',
    })
    const held = source({ spec: { suspend: true } })
    expect(messagesOf(judge([held, kustomization(), deployment()], check))).toEqual([
      expect.stringMatching(/flux resume source git instavote -n flux-system --context prod$/),
    ])
  })

  it('is nothing at first', () => {
    const empty = source({ status: { artifact: undefined, conditions: [] } })
    expect(messagesOf(judge([empty, kustomization(), deployment()], {}))).toEqual([
      'Flux is not done with gitrepository/instavote yet.',
      'gitrepository/instavote has fetched nothing yet.',
    ])
  })

  it('comes from another repository or branch', () => {
    const other = source({ spec: { url: 'https://localhost:4443/learner/flux-infra', ref: { branch: 'dev' } } })
    expect(findingsOf(judge([other, kustomization(), deployment()], wanted, newer))).toMatchObject([
      {
        path: 'spec.url',
        message:
          'gitrepository/instavote fetches from https://localhost:4443/learner/flux-infra; it should fetch from the repository instavote.',
      },
      { path: 'spec.ref.branch', message: 'gitrepository/instavote follows branch dev; it should follow main.' },
    ])
  })

  it('does not change while the source is suspended', () => {
    const held = source({ spec: { suspend: true } })
    expect(messagesOf(judge([held, kustomization(), deployment()], wanted))).toEqual([
      'gitrepository/instavote is suspended, so Flux fetches nothing for it. It goes on after: flux resume source git instavote -n flux-system',
    ])
  })

  it('is not known when the source was changed since', () => {
    const changed = source({ metadata: { generation: 2 } })
    expect(messagesOf(judge([changed, kustomization(), deployment()], wanted))).toEqual([
      'gitrepository/instavote has been changed, and Flux has not looked at it since.',
    ])
  })

  it.each([
    [
      'GitOperationFailed',
      'failed to checkout and determine revision: unable to clone: authentication required',
      'gitrepository/instavote may not read its repository; look at its credentials (spec.secretRef). Flux says: failed to checkout and determine revision: unable to clone: authentication required',
    ],
    [
      'GitOperationFailed',
      'failed to checkout:\n couldn\'t find remote ref "refs/heads/mian"',
      'gitrepository/instavote cannot fetch from its repository. Flux says: failed to checkout: couldn\'t find remote ref "refs/heads/mian"',
    ],
    [
      'AuthenticationFailed',
      'no such secret',
      'gitrepository/instavote may not read its repository; look at its credentials (spec.secretRef). Flux says: no such secret',
    ],
    ['SomethingElse', '', 'gitrepository/instavote is not ready.'],
  ])('cannot be had: %s', (reason, words, message) => {
    const failing = source({ status: { conditions: [ready('False', reason, words)] } })
    expect(findingsOf(judge([failing, kustomization(), deployment()]))).toEqual([
      {
        object: 'gitrepository/instavote in flux-system',
        path: 'status.conditions',
        expected: 'Ready',
        found: reason,
        message,
        show: 'flux get sources git instavote -n flux-system',
      },
    ])
  })
})
