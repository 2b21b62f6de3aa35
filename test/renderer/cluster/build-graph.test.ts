import { describe, expect, it } from 'vitest'
import { clusterName } from '../../../electron/contract/ids.ts'
import { MOST_OBJECTS, buildGraph, podsWords, shortName } from '../../../renderer/cluster/build-graph.ts'
import { fakeObjects, object } from '../fake-cluster.ts'

describe('buildGraph', () => {
  it('puts the namespace of the terminal first and what has none last', () => {
    const other = object('Service', 'x', '', 'neutral', { namespace: 'alpha' })
    expect(buildGraph([...fakeObjects(), other], 'instavote').map((group) => group.title)).toEqual([
      'instavote',
      'alpha',
      'whole cluster',
    ])
  })

  it('names the cluster when there are several', () => {
    const staging = object('Service', 'x', '', 'neutral', { cluster: clusterName('staging') })
    expect(buildGraph([staging, object('Service', 'x', '', 'neutral')], undefined).map((group) => group.title)).toEqual(
      ['dev · instavote', 'staging · instavote'],
    )
  })

  it('joins owners and what they own, and leaves out owners that are not shown', () => {
    const owner = object('ReplicaSet', 'rs', '', 'well')
    const owned = object('Pod', 'rs-1', '', 'well', { owners: [owner.uid] })
    const orphan = object('Pod', 'x-1', '', 'well', { owners: ['elsewhere'] })
    const [group] = buildGraph([orphan, owned, owner], undefined)
    expect(group?.edges).toEqual([{ from: owner.uid, to: owned.uid }])
    expect(group?.nodes.map((node) => node.id)).toEqual([owner.uid, owned.uid, orphan.uid])
  })

  it('draws the pods of one owner as one when there are too many objects', () => {
    const owner = object('ReplicaSet', 'rs', '', 'well')
    const pods = Array.from({ length: MOST_OBJECTS }, (_, index) =>
      object('Pod', `rs-${index}`, index === 0 ? 'Pending' : 'Running', 'well', { owners: [owner.uid] }),
    )
    const [group] = buildGraph([owner, ...pods], undefined)
    expect(group?.nodes.map((node) => (node.kind === 'pods' ? podsWords(node.pods) : node.object.name))).toEqual([
      'rs',
      '59 Running, 1 Pending',
    ])
    expect(group?.edges).toEqual([{ from: owner.uid, to: `pods of ${owner.uid}` }])
  })
})

describe('shortName', () => {
  it('takes the name of the owner off', () => {
    const pod = object('Pod', 'vote-5bb-5xq5b', '', 'well')
    expect([shortName(pod, 'vote-5bb'), shortName(pod, 'other'), shortName(pod, undefined)]).toEqual([
      '5xq5b',
      'vote-5bb-5xq5b',
      'vote-5bb-5xq5b',
    ])
  })
})
