import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import type { ClusterId } from '../../electron/engine/cluster/provider.ts'
import type { Toolset } from '../../electron/engine/tools/toolset.ts'
import { processesIn } from '../helpers/processes-in.ts'
import { Bench, COMPONENTS, eventually, realToolset } from './embedded-fixture.ts'

describe('embedded cluster', () => {
  let bench: Bench
  let dev: ClusterId

  beforeAll(async () => {
    bench = await Bench.make()
    dev = bench.id('dev')
    await bench.provider.create(dev)
    await bench.kubectl(dev, 'create', 'namespace', 'kept')
  })
  afterAll(() => bench.end())

  /** A Deployment gets its pod: every component has a part in it. */
  async function works(name: string): Promise<void> {
    await bench.kubectl(dev, 'create', 'deployment', name, '--image=nginx')
    await bench.kubectl(dev, 'rollout', 'status', `deployment/${name}`, '--timeout=60s')
  }

  describe.each(COMPONENTS)('when %s is killed', (component) => {
    it('is recovering, then ready, with only that component replaced and nothing lost', async () => {
      const before = await bench.pids(dev)
      bench.phases()
      await bench.kill(dev, component)
      await bench.reaches(dev, 'recovering')
      expect(bench.provider.status(dev).problem).toMatchObject({ code: 'cluster-failed' })
      await bench.reaches(dev, 'ready')
      const after = await bench.pids(dev)
      expect(COMPONENTS.filter((name) => after[name] !== before[name])).toEqual([component])
      expect(bench.phases()).toEqual(['recovering', 'ready'])
      expect(bench.provider.status(dev).problem).toBeUndefined()
      expect(await bench.names(dev, 'namespaces')).toContain('kept')
      await works(`after-${component}`)
      await bench.provider.start(dev)
    })
  })

  describe('when every component is killed at once', () => {
    it('is brought back', async () => {
      await bench.provider.stop(dev)
      await bench.provider.start(dev)
      const before = await bench.pids(dev)
      for (const pid of Object.values(before)) process.kill(pid, 'SIGKILL')
      await bench.reaches(dev, 'recovering')
      await bench.reaches(dev, 'ready')
      expect(await bench.names(dev, 'namespaces')).toContain('kept')
      await works('after-all')
    })
  })

  describe('when everything in it is deleted, its node too', () => {
    it('stays up, and has a node again after the next start', async () => {
      await bench.kubectl(dev, 'delete', 'deployments,pods', '--all', '--timeout=60s')
      await bench.kubectl(dev, 'delete', 'nodes', '--all')
      await bench.kubectl(dev, 'delete', 'namespace', 'kept')
      await bench.kill(dev, 'kube-apiserver')
      await bench.reaches(dev, 'recovering')
      await bench.reaches(dev, 'ready')
      expect(await bench.names(dev, 'nodes')).toEqual(['dev-node-1'])
      await works('after-deletion')
    })
  })

  describe('when a second engine wants it', () => {
    it('is refused, with the process that has it', async () => {
      const second = bench.beside()
      const refusal = {
        detail: { code: 'engine-busy', happened: expect.stringContaining(String(process.pid)) as string },
      }
      await expect(second.start(dev)).rejects.toMatchObject(refusal)
      await expect(second.create(dev)).rejects.toMatchObject(refusal)
      await expect(second.delete(dev)).rejects.toMatchObject(refusal)
      await second.dispose()
      expect(bench.provider.status(dev).phase).toBe('ready')
    })
  })

  describe('when it is let go of', () => {
    it('goes on, and is found by the next engine', async () => {
      const before = await bench.pids(dev)
      await bench.provider.letGo(dev)
      await bench.provider.dispose()
      const next = bench.beside()
      expect(next.status(dev).phase).toBe('ready')
      await next.start(dev)
      expect(await bench.pids(dev)).toEqual(before)
      await next.dispose()
      expect(await processesIn(bench.root)).toEqual([])
    })
  })
})

describe('embedded cluster that cannot be kept alive', () => {
  it('is given up after a bounded number of restarts, with what the component printed last', async () => {
    const tools = realToolset()
    const broken: { program?: string } = {}
    const toolset: Toolset = {
      ...tools,
      path: (tool) => (tool === 'kube-scheduler' && broken.program !== undefined ? broken.program : tools.path(tool)),
    }
    const bench = await Bench.make({ toolset })
    const dev = bench.id('dev')
    await bench.provider.create(dev)
    broken.program = join(bench.root, 'kube-scheduler')
    await writeFile(broken.program, '#!/bin/sh\necho out of luck >&2\nexit 1\n', { mode: 0o755 })
    await bench.kill(dev, 'kube-scheduler')
    await bench.reaches(dev, 'failed')
    const { problem } = bench.provider.status(dev)
    expect(problem).toMatchObject({
      code: 'cluster-failed',
      happened: 'The scheduler of cluster dev ended 6 times in a short time and was given up.',
      remedy: 'Its last output says why. Try again; if it ends again, go back to an earlier step or reset the lab.',
    })
    expect(problem!.output).toMatch(/out of luck$/)
    expect(await processesIn(bench.folder(dev))).toEqual([])

    delete broken.program
    await bench.provider.start(dev)
    expect(bench.provider.status(dev).phase).toBe('ready')
    await bench.end()
  })
})

describe('embedded cluster of an engine that is killed', () => {
  const engines: ChildProcess[] = []
  afterEach(() => {
    for (const engine of engines.splice(0)) engine.kill('SIGKILL')
  })

  async function engineOn(root: string, orphanDelayMs: number): Promise<ChildProcess> {
    const file = fileURLToPath(new URL('embedded-engine.ts', import.meta.url))
    const engine = spawn(process.execPath, [file, root, String(orphanDelayMs)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    engines.push(engine)
    await once(engine.stdout, 'data')
    return engine
  }
  async function kill(engine: ChildProcess): Promise<void> {
    const gone = once(engine, 'exit')
    engine.kill('SIGKILL')
    await gone
  }

  it('is found and taken over by the next, which brings back what died meanwhile', async () => {
    const bench = await Bench.make()
    const dev = bench.id('dev')
    const first = await engineOn(bench.root, 3000)
    const before = await bench.pids(dev)
    await expect(bench.provider.start(dev)).rejects.toMatchObject({
      detail: { code: 'engine-busy', remedy: expect.stringContaining(`kill ${first.pid}`) as string },
    })
    await kill(first)
    await bench.provider.start(dev)
    expect(await bench.pids(dev)).toEqual(before)
    // The guard of the first engine wakes up now, and leaves the cluster to us.
    await new Promise((resolve) => setTimeout(resolve, 4000))
    expect(await bench.pids(dev)).toEqual(before)
    await bench.kill(dev, 'etcd')
    await bench.reaches(dev, 'recovering')
    await bench.reaches(dev, 'ready')

    await bench.provider.letGo(dev)
    await bench.kill(dev, 'kwok-controller')
    await bench.provider.start(dev)
    const { 'kwok-controller': kwok, ...others } = await bench.pids(dev)
    const { 'kwok-controller': oldKwok, etcd: _oldEtcd, ...oldOthers } = before
    expect(others).toMatchObject(oldOthers)
    expect(kwok).not.toBe(oldKwok)
    await bench.end()
    expect(await processesIn(bench.root)).toEqual([])
  })

  it('ends by itself when nobody takes it over', async () => {
    const bench = await Bench.make()
    await mkdir(bench.root, { recursive: true })
    await kill(await engineOn(bench.root, 1000))
    expect(await processesIn(bench.root)).not.toEqual([])
    await eventually(async () => (await processesIn(bench.root)).length === 0, 20_000)
    await bench.provider.start(bench.id('dev'))
    await bench.end()
  })
})
