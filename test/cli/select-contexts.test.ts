import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { selectContexts } from '../../electron/cli/select-contexts.ts'
import { clusterName } from '../../electron/contract/ids.ts'

const config = (current: string, ...names: readonly string[]): string =>
  JSON.stringify({
    'current-context': current,
    contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
    clusters: [{ name: 'kept' }],
  })

const select = (text: string, ...clusters: readonly string[]) => {
  const selected = selectContexts(text, clusters.map(clusterName))
  return Object.fromEntries(
    [...selected].map(([cluster, yaml]) => [
      cluster,
      (parse(yaml) as { 'current-context': string })['current-context'],
    ]),
  )
}

describe('selectContexts', () => {
  it.each([
    ['the context that is called like the cluster', config('other', 'other', 'dev'), ['dev'], { dev: 'dev' }],
    ['the current one of a lab with one cluster', config('kind-x', 'kind-x', 'y'), ['dev'], { dev: 'kind-x' }],
    ['one for each cluster', config('dev', 'dev', 'prod'), ['dev', 'prod'], { dev: 'dev', prod: 'prod' }],
  ])('takes %s', (_what, text, clusters, expected) => {
    expect(select(text, ...clusters)).toEqual(expected)
  })

  it('keeps the rest of the file', () => {
    const yaml = selectContexts(config('a', 'a', 'dev'), [clusterName('dev')]).get(clusterName('dev')) ?? ''
    expect(parse(yaml)).toMatchObject({ clusters: [{ name: 'kept' }], contexts: [{ name: 'a' }, { name: 'dev' }] })
  })

  it.each([
    [
      'a second cluster has none',
      config('dev', 'dev'),
      ['dev', 'prod'],
      'has no context for the cluster prod; it has dev.',
    ],
    ['the current one is not in it', config('gone', 'a'), ['dev'], 'has no context for the cluster dev; it has a.'],
    ['it is no kubeconfig', '[', ['dev'], 'cannot be read'],
  ])('refuses when %s', (_why, text, clusters, message) => {
    expect(() => select(text, ...clusters)).toThrow(message)
  })
})
