import { describe, expect, it } from 'vitest'
import { parseAllDocuments, stringify } from 'yaml'

import { clusterFiles } from '../../../../electron/engine/cluster/embedded/cluster-files.ts'
import {
  creationConfiguration,
  startConfiguration,
} from '../../../../electron/engine/cluster/embedded/configuration.ts'
import type { Toolset } from '../../../../electron/engine/tools/toolset.ts'

const toolset: Toolset = {
  cacheRoot: '/cache',
  has: () => true,
  path: (tool) => `/tools/${tool}`,
  version: () => 'v1.36.3',
  digest: (tool) => tool,
}
const files = clusterFiles('/data/my clusters/lab/dev', 'dev')
const ports = {
  apiServer: 20_001,
  etcd: 20_002,
  etcdPeer: 25_000,
  controllerManager: 20_004,
  scheduler: 20_005,
  kwok: 20_006,
}
const documents = (text: string): Record<string, unknown>[] =>
  parseAllDocuments(text).map((document) => document.toJS() as Record<string, unknown>)

describe('creationConfiguration', () => {
  const [options, ...simulation] = documents(creationConfiguration({ toolset, files, ports, bootId: 'boot-1' }))

  it('names every program and every port', () => {
    expect(options).toMatchObject({
      kind: 'KwokctlConfiguration',
      options: {
        runtime: 'binary',
        bindAddress: '127.0.0.1',
        kubeVersion: 'v1.36.3',
        etcdBinary: 'bin/etcd',
        kwokControllerBinary: 'bin/kwok-controller',
        kubectlBinary: '/tools/kubectl',
        kubeApiserverPort: 20_001,
        etcdPeerPort: 25_000,
        kwokControllerPort: 20_006,
      },
    })
  })

  it('has rules for nodes, pods and logs', () => {
    const names = simulation.map(({ kind, metadata }) => `${String(kind)}/${(metadata as { name: string }).name}`)
    expect(names).toEqual(
      expect.arrayContaining(['Stage/node-initialize', 'Stage/pod-create', 'ClusterLogs/simulated']),
    )
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('startConfiguration', () => {
  const installed = stringify({
    kind: 'KwokctlConfiguration',
    components: [
      {
        name: 'etcd',
        args: ['--listen-peer-urls=http://127.0.0.1:25000', '--data-dir=/data/20002/etcd', '--quota=20002'],
        metric: { host: '127.0.0.1:20002' },
        ports: [{ name: 'http', port: 20_002 }],
      },
      { name: 'kube-scheduler', args: ['--secure-port=20005'] },
    ],
    options: { kubeControllerManagerNodeMonitorPeriodMilliseconds: 25_000, etcdPeerPort: 25_000, etcdPort: 20_002 },
  })
  const after = { ...ports, etcd: 30_002, etcdPeer: 30_003 }
  const text = startConfiguration(`${installed}\n---\nkind: Stage\nold: true\n`, ports, {
    toolset,
    files,
    ports: after,
    bootId: 'boot-2',
  })
  const [options, ...simulation] = documents(text)

  it('changes numbers that are ports, and no other numbers', () => {
    expect(options).toEqual({
      kind: 'KwokctlConfiguration',
      components: [
        {
          name: 'etcd',
          args: ['--listen-peer-urls=http://127.0.0.1:30003', '--data-dir=/data/20002/etcd', '--quota=20002'],
          metric: { host: '127.0.0.1:30002' },
          ports: [{ name: 'http', port: 30_002 }],
        },
        { name: 'kube-scheduler', args: ['--secure-port=20005'] },
      ],
      options: { kubeControllerManagerNodeMonitorPeriodMilliseconds: 25_000, etcdPeerPort: 30_003, etcdPort: 30_002 },
    })
  })

  it('puts the rules of today in the place of the old ones', () => {
    expect(simulation.some((document) => 'old' in document)).toBe(false)
    expect(text).toContain('boot-2')
  })
})
