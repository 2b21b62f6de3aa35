import { describe, expect, it } from 'vitest'
import type { ObjectQuery, SyncedCheck } from '../../../electron/contract/lab.ts'
import { evaluate } from '../../../electron/engine/checks/evaluate.ts'
import type { Blind, KubeObject, Observation, Sight } from '../../../electron/engine/checks/observation.ts'
import { absentCheck, countCheck, observation, resourceCheck } from './builders.ts'
import { deployment, judgeSynced as judge, kustomization, service, source, syncedCheck } from './flux-builders.ts'
import { findingsOf, messagesOf, repository } from './git-builders.ts'

const PASSED = { outcome: 'passed' }
const ALL = [source(), kustomization(), deployment(), service()]
const IN_GIT = { repositories: { instavote: repository() } }

/** Where these kinds cannot be seen, for that reason. */
function blindTo(kinds: readonly string[], blind: Blind, last?: readonly KubeObject[]): Observation {
  const seen = observation({ objects: ALL, ...IN_GIT })
  const sight = (query: ObjectQuery): Sight => {
    if (!kinds.includes(query.kind)) return seen.sight(query, undefined)
    return { blind, ...(last === undefined ? {} : { last: last.filter(({ kind }) => kind === query.kind) }) }
  }
  return { ...seen, sight }
}

describe('synced', () => {
  it.each<[string, Partial<SyncedCheck>]>([
    ['of what the source is at', {}],
    ['of the head of the lab repository', { repository: 'instavote' }],
    ['of the source alone', { repository: 'instavote', branch: 'main' }],
    [
      'with what is wanted in the inventory',
      {
        inventory: [
          { apiVersion: 'apps/v1', kind: 'Deployment', name: 'vote', namespace: 'dev' },
          { apiVersion: 'v1', kind: 'Service', name: 'vote', namespace: 'dev' },
        ],
      },
    ],
  ])('passes when all of the way is done, %s', (_, check) => {
    expect(judge(ALL, check)).toEqual(PASSED)
  })

  it('wants nothing applied when no Kustomization is named', () => {
    const { kustomization: _kustomization, ...check } = syncedCheck({ repository: 'instavote' })
    expect(evaluate(check, observation({ objects: [source()], ...IN_GIT }))).toEqual(PASSED)
  })

  it('says that Flux is not installed where the cluster knows none of its kinds', () => {
    const unknown = { reason: 'kind-unknown', detail: 'No such kind.' } as const
    const kinds = ['GitRepository', 'Kustomization']
    expect(findingsOf(evaluate(syncedCheck(), blindTo(kinds, unknown)))).toEqual([
      {
        object: 'the cluster',
        path: '',
        expected: 'Flux',
        found: 'nothing',
        message: 'Flux is not installed in the cluster: it knows no GitRepository yet.',
        show: 'flux check',
      },
    ])
    const half = evaluate(
      syncedCheck({ cluster: 'prod' as SyncedCheck['cluster'] & string }),
      blindTo(['Kustomization'], unknown),
    )
    expect(findingsOf(half)).toMatchObject([
      {
        message: 'Flux is not installed in cluster prod: it knows no Kustomization yet.',
        show: 'flux check --context prod',
      },
    ])
  })

  it('cannot tell while something cannot be seen, and keeps what it found before', () => {
    const blind = { reason: 'api-unreachable', detail: 'Gone.' } as const
    expect(evaluate(syncedCheck(), blindTo(['Deployment'], blind))).toEqual({ outcome: 'unknown', ...blind })
    expect(evaluate(syncedCheck(), blindTo(['Deployment'], blind, [deployment()]))).toEqual({
      outcome: 'unknown',
      ...blind,
    })
    const before = evaluate(syncedCheck(), blindTo(['Deployment'], blind, [deployment({ availableReplicas: 0 })]))
    expect(before).toMatchObject({ outcome: 'unknown', findings: [{ path: 'status.availableReplicas' }] })
  })

  it('cannot tell while the Git server cannot be seen', () => {
    const gitBlind = { reason: 'not-observed', detail: 'Not up.' } as const
    const seen = observation({ objects: ALL, gitBlind })
    expect(evaluate(syncedCheck({ repository: 'instavote' }), seen)).toEqual({ outcome: 'unknown', ...gitBlind })
    expect(evaluate(syncedCheck(), seen)).toEqual(PASSED)
  })

  it('begins with Git when the repository or branch is not there', () => {
    const check = { repository: 'instavote', branch: 'production' }
    expect(messagesOf(judge(ALL, check))).toEqual(['There is no branch production in instavote. It has main.'])
    expect(messagesOf(evaluate(syncedCheck(check), observation({ objects: [] })))).toEqual([
      "There is no repository instavote on the lab's Git server yet.",
      'There is no gitrepository/instavote in namespace flux-system.',
      'There is no kustomization/vote-dev in namespace flux-system.',
    ])
  })
})

describe('other checks of objects of Flux', () => {
  const blind = { reason: 'kind-unknown', detail: 'No such kind.' } as const
  const object: ObjectQuery = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    namespace: 'flux-system',
  }
  const message = 'Flux is not installed in the cluster: it knows no Kustomization yet.'

  it('fail before Flux is installed', () => {
    expect(messagesOf(evaluate(resourceCheck({ object }), observation({ blind })))).toEqual([message])
    expect(messagesOf(evaluate(countCheck({ object, atLeast: 1 }), observation({ blind })))).toEqual([message])
  })

  it('cannot tell when they would pass without it, or when the kind is not one of Flux', () => {
    const unknown = { outcome: 'unknown', ...blind }
    expect(evaluate(countCheck({ object, atMost: 1 }), observation({ blind }))).toEqual(unknown)
    expect(evaluate(absentCheck({ object }), observation({ blind }))).toEqual(unknown)
    const other = { ...object, apiVersion: 'example.com/v1' }
    expect(evaluate(resourceCheck({ object: other }), observation({ blind }))).toEqual(unknown)
  })
})
