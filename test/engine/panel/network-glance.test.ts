import { describe, expect, it } from 'vitest'
import type { ObjectState } from '../../../electron/contract/cluster.ts'
import { look, object } from './glance-builder.ts'
import type { Rest } from './glance-builder.ts'

describe('network glance', () => {
  it.each<[string, Rest, number | undefined, [ObjectState, string, ...string[]]]>([
    [
      'with endpoints',
      { clusterIP: '10.0.0.12', ports: [{ port: 80 }], selector: { app: 'vote' } },
      3,
      ['well', 'ClusterIP 10.0.0.12:80 → 3 endpoints', 'app=vote'],
    ],
    [
      'that nothing stands behind',
      { clusterIP: '10.0.0.12', ports: [{ port: 80 }], selector: { app: 'vote' } },
      0,
      ['unwell', 'ClusterIP 10.0.0.12:80 → no endpoints', 'app=vote'],
    ],
    [
      'with a node port',
      {
        type: 'NodePort',
        clusterIP: '10.0.0.12',
        ports: [
          { port: 80, nodePort: 30000 },
          { port: 443, nodePort: 30001 },
        ],
        selector: { app: 'vote' },
      },
      1,
      ['well', 'NodePort 10.0.0.12:80,443 → 1 endpoint', 'app=vote', 'node port 30000, 30001'],
    ],
    [
      'without an address',
      { clusterIP: 'None', ports: [{ port: 6379 }], selector: { app: 'db' } },
      undefined,
      ['well', 'ClusterIP headless:6379', 'app=db'],
    ],
    [
      'without a selector',
      { clusterIP: '10.0.0.12', ports: [] },
      0,
      ['well', 'ClusterIP 10.0.0.12 → no endpoints', 'no selector'],
    ],
    [
      'for another name',
      { type: 'ExternalName', externalName: 'db.example' },
      undefined,
      ['neutral', 'ExternalName db.example'],
    ],
  ])('a Service %s', (_what, spec, endpoints, expected) => {
    expect(look(object('v1 Service', { spec }), endpoints)).toEqual(expected)
  })
})
