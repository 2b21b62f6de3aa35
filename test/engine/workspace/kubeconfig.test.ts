import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { contextOf, mergeKubeconfig, viewKubeconfig } from '../../../electron/engine/workspace/kubeconfig.ts'
import { clusterYaml } from './place.ts'

describe('kubeconfig view', () => {
  it('lists contexts and the current one', () => {
    const text = mergeKubeconfig(undefined, [clusterYaml('dev', 1), clusterYaml('prod', 2)], 'instavote')
    expect(viewKubeconfig(text)).toEqual({
      currentContext: 'dev',
      contexts: [
        { name: 'dev', cluster: 'dev', user: 'dev', namespace: 'instavote' },
        { name: 'prod', cluster: 'prod', user: 'prod', namespace: 'instavote' },
      ],
    })
  })

  it.each([
    [undefined, 'The kubeconfig of the lab is not there.'],
    ['', 'The kubeconfig of the lab cannot be read: it is empty.'],
    ['- a\n', 'The kubeconfig of the lab cannot be read: it is not a YAML mapping.'],
    ['a: [', 'The kubeconfig of the lab cannot be read: Flow sequence in block collection'],
    ['x'.repeat(5_000_000), 'The kubeconfig of the lab cannot be read: it is too large.'],
  ])('is blind for %.20j', (text, happened) => {
    const view = viewKubeconfig(text)
    expect(view).toMatchObject({
      blind: { reason: 'not-observed', detail: expect.stringContaining(happened) as string },
    })
  })

  it('passes over what is no context', () => {
    const text = JSON.stringify({ contexts: [null, 'x', { name: 7 }, { name: 'bare' }, { name: 'odd', context: 'x' }] })
    const empty = { cluster: '', user: '' }
    expect(viewKubeconfig(text)).toEqual({
      currentContext: undefined,
      contexts: [
        { name: 'bare', ...empty },
        { name: 'odd', ...empty },
      ],
    })
  })

  it.each([
    [undefined, null],
    ['current-context: ""\n', null],
    ['current-context: gone\n', { context: 'gone', namespace: 'default' }],
    [mergeKubeconfig(undefined, [clusterYaml('dev', 1)], 'shop'), { context: 'dev', namespace: 'shop' }],
  ])('points where the file points', (text, context) => {
    expect(contextOf(viewKubeconfig(text))).toEqual(context)
  })
})

describe('merging clusters into a kubeconfig', () => {
  it('writes as kubectl does', () => {
    expect(mergeKubeconfig(undefined, [clusterYaml('dev', 6443)], 'instavote')).toBe(`apiVersion: v1
clusters:
- cluster:
    server: https://127.0.0.1:6443
  name: dev
contexts:
- context:
    cluster: dev
    namespace: instavote
    user: dev
  name: dev
current-context: dev
kind: Config
users:
- name: dev
  user:
    token: secret
`)
  })

  it('puts only address and credentials right for a cluster that is known', () => {
    const learners = parse(mergeKubeconfig(undefined, [clusterYaml('dev', 1), clusterYaml('prod', 2)], 'a')) as {
      contexts: { name: string; context: object }[]
    }
    learners.contexts = [
      { name: 'mine', context: { cluster: 'prod', user: 'robot', namespace: 'b' } },
      { name: 'prod', context: { cluster: 'prod', user: 'prod', namespace: 'changed' } },
    ]
    const own = { ...learners, 'current-context': 'mine', preferences: { colors: true } }
    const merged = mergeKubeconfig(JSON.stringify(own), [clusterYaml('dev', 11, 'new'), clusterYaml('prod', 12)], 'a')
    expect(parse(merged)).toEqual({
      ...own,
      clusters: [
        { name: 'dev', cluster: { server: 'https://127.0.0.1:11' } },
        { name: 'prod', cluster: { server: 'https://127.0.0.1:12' } },
      ],
      users: [
        { name: 'dev', user: { token: 'new' } },
        { name: 'prod', user: { token: 'secret' } },
      ],
    })
  })

  it('changes nothing the second time', () => {
    const once = mergeKubeconfig(undefined, [clusterYaml('dev', 1)], 'a')
    expect(mergeKubeconfig(once, [clusterYaml('dev', 1)], 'b')).toBe(once)
  })

  it.each([undefined, '', 'a: [', '- 1\n'])('begins afresh from %j', (known) => {
    expect(viewKubeconfig(mergeKubeconfig(known, [clusterYaml('dev', 1)], 'a'))).toMatchObject({
      currentContext: 'dev',
    })
  })

  it('says when a provider hands over nothing to use', () => {
    expect(() => mergeKubeconfig(undefined, ['contexts: []'], 'a')).toThrow(
      'The kubeconfig of a new cluster has no complete context. Reset the lab, so that the cluster is made again.',
    )
  })
})
