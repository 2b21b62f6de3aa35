import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { ClusterId } from '../../electron/engine/cluster/provider.ts'
import { Bench } from './embedded-fixture.ts'

describe('snapshots of an embedded cluster', () => {
  let bench: Bench
  let dev: ClusterId
  const version = async (): Promise<number> => {
    const list = JSON.parse(await bench.kubectl(dev, 'get', '--raw', '/api/v1/namespaces')) as {
      metadata: { resourceVersion: string }
    }
    return Number(list.metadata.resourceVersion)
  }

  beforeAll(async () => {
    bench = await Bench.make()
    dev = bench.id('dev')
    await bench.provider.create(dev)
  })
  afterAll(() => bench.end())

  it('are none at first', async () => {
    expect(await bench.provider.snapshots(dev)).toEqual([])
    await expect(bench.provider.restore(dev, 'create')).rejects.toMatchObject({
      detail: { code: 'not-found', happened: 'Cluster dev has no kept state "create".', remedy: 'Keep one first.' },
    })
    expect(bench.provider.status(dev).phase).toBe('ready')
  })

  it('bring back the objects of their time, in any order, with controllers that work', async () => {
    await bench.provider.snapshot(dev, 'begin')
    await bench.kubectl(dev, 'create', 'deployment', 'vote', '--image=schoolofdevops/vote:v4')
    await bench.kubectl(dev, 'rollout', 'status', 'deployment/vote', '--timeout=60s')
    await bench.provider.snapshot(dev, 'scale')
    await bench.kubectl(dev, 'scale', 'deployment', 'vote', '--replicas=3')
    await bench.kubectl(dev, 'rollout', 'status', 'deployment/vote', '--timeout=60s')
    bench.phases()

    await bench.provider.restore(dev, 'begin')
    expect(bench.phases()).toEqual(['restoring', 'ready'])
    expect(await bench.names(dev, 'deployments')).toEqual([])
    expect(await bench.names(dev, 'pods')).toEqual([])

    await bench.provider.restore(dev, 'scale')
    expect(await bench.names(dev, 'pods')).toHaveLength(1)
    await bench.kubectl(dev, 'scale', 'deployment', 'vote', '--replicas=2')
    await bench.kubectl(dev, 'rollout', 'status', 'deployment/vote', '--timeout=60s')
    expect(await bench.names(dev, 'pods')).toHaveLength(2)
  })

  it('never let resource versions go back, so that whoever watched before is told to list again', async () => {
    const before = await version()
    await bench.provider.restore(dev, 'begin')
    const between = await version()
    await bench.provider.restore(dev, 'begin')
    expect(between).toBeGreaterThan(before)
    expect(await version()).toBeGreaterThan(between)
    await expect(
      bench.kubectl(dev, 'get', '--raw', `/api/v1/namespaces?watch=true&resourceVersion=${before}&timeoutSeconds=2`),
    ).resolves.toContain('"code":410')
  })

  it('are listed by name, replaced under the same name, and outlive stop and start', async () => {
    await bench.kubectl(dev, 'create', 'namespace', 'later')
    await bench.provider.snapshot(dev, 'begin')
    expect(await bench.provider.snapshots(dev)).toEqual(['begin', 'scale'])
    await bench.provider.stop(dev)
    expect(await bench.provider.snapshots(dev)).toEqual(['begin', 'scale'])
    await expect(bench.provider.snapshot(dev, 'stopped')).rejects.toMatchObject({
      detail: { code: 'cluster-unreachable', remedy: 'Start it first.' },
    })
    await bench.provider.restore(dev, 'begin')
    expect(await bench.names(dev, 'namespaces')).toContain('later')
  })

  it.each(['../escape', 'a/b', '', '.hidden', 'a\0b'])('refuse %j as a name', async (name) => {
    await expect(bench.provider.snapshot(dev, name)).rejects.toMatchObject({ detail: { code: 'usage' } })
    await expect(bench.provider.restore(dev, name)).rejects.toMatchObject({ detail: { code: 'usage' } })
  })

  it('that were being put in place when the engine was killed are in place after the next start', async () => {
    await bench.kubectl(dev, 'create', 'namespace', 'swapped')
    await bench.provider.stop(dev)
    const data = join(bench.workdir(dev), 'etcd')
    await rename(data, `${data}.unpacked`)
    await bench.provider.start(dev)
    expect(await bench.names(dev, 'namespaces')).toContain('swapped')
  })

  it('are the way back when the data are gone, which is said', async () => {
    await bench.provider.snapshot(dev, 'safe')
    await bench.provider.stop(dev)
    await rm(join(bench.workdir(dev), 'etcd'), { recursive: true })
    await expect(bench.provider.start(dev)).rejects.toMatchObject({
      detail: { code: 'cluster-failed', happened: 'The data of cluster dev are gone.' },
    })
    await bench.provider.restore(dev, 'safe')
    expect(await bench.names(dev, 'namespaces')).toContain('swapped')
  })

  it('that are damaged leave the cluster as it is', async () => {
    await bench.provider.snapshot(dev, 'damaged')
    await bench.kubectl(dev, 'create', 'namespace', 'untouched')
    await writeFile(join(bench.folder(dev), 'snapshots', 'damaged.db'), 'not a snapshot')
    await expect(bench.provider.restore(dev, 'damaged')).rejects.toMatchObject({ detail: { code: 'command-failed' } })
    expect(bench.provider.status(dev).phase).toBe('ready')
    expect(await bench.names(dev, 'namespaces')).toContain('untouched')
  })
})
