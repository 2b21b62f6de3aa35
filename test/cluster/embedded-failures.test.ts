import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import type { Toolset, ToolName } from '../../electron/engine/tools/toolset.ts'
import { readToolset } from '../../electron/engine/tools/toolset.ts'
import { processesIn } from '../helpers/processes-in.ts'
import { Bench, realToolset } from './embedded-fixture.ts'

/** The real tools but one, which is this shell script. */
function withScript(tool: ToolName, file: string): Toolset {
  const tools = realToolset()
  return { ...tools, path: (name) => (name === tool ? file : tools.path(name)) }
}

async function script(lines: readonly string[]): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'drydock-tool-'))
  const file = join(folder, 'tool')
  await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 })
  return { file, remove: () => rm(folder, { recursive: true, force: true }) }
}

describe('creating an embedded cluster', () => {
  it.each<[ToolName, string]>([
    ['etcd', 'Etcd of cluster dev ended while the cluster was starting.'],
    ['kube-apiserver', 'The API server of cluster dev ended while the cluster was starting.'],
    ['kube-controller-manager', 'The controller manager of cluster dev ended while the cluster was starting.'],
    ['kwok', 'The simulated kubelet (kwok) of cluster dev ended while the cluster was starting.'],
  ])('with a %s that does not start says its last output and what to do', async (tool, happened) => {
    const { file, remove } = await script(['echo "cannot open shared object file" >&2', 'exit 127'])
    const bench = await Bench.make({ toolset: withScript(tool, file) })
    const dev = bench.id('dev')
    const detail = {
      code: 'cluster-failed',
      happened,
      remedy: 'Its last output says why. Try again; if it ends again, delete the cluster and let it be made anew.',
      output: 'cannot open shared object file',
    }
    await expect(bench.provider.create(dev)).rejects.toMatchObject({ detail })
    expect(bench.provider.status(dev)).toMatchObject({ phase: 'failed', problem: detail })
    expect(bench.provider.status(dev).steps.some(({ state }) => state === 'failed')).toBe(true)
    expect(await processesIn(bench.folder(dev))).toEqual([])
    await bench.end()
    await remove()
  })

  it('with a kwokctl that does not work names the command, its exit code and its output', async () => {
    const { file, remove } = await script(['echo "no such runtime" >&2', 'exit 3'])
    const bench = await Bench.make({ toolset: withScript('kwokctl', file) })
    await expect(bench.provider.create(bench.id('dev'))).rejects.toMatchObject({
      detail: {
        code: 'command-failed',
        happened: expect.stringMatching(/^`.*--name dev create cluster .*` ended with exit code 3\.$/) as string,
        output: 'no such runtime',
      },
    })
    await bench.end()
    await remove()
  })

  it('without tools says which is missing and how to get it', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'drydock-cache-'))
    const bench = await Bench.make({ toolset: readToolset(cache) })
    await expect(bench.provider.create(bench.id('dev'))).rejects.toMatchObject({
      detail: { code: 'tool-missing', remedy: expect.stringContaining('npm start') as string },
    })
    await bench.end()
    await rm(cache, { recursive: true, force: true })
  })

  it.each<[ToolName, string, string]>([
    ['etcd', 'disk-full', 'etcdserver: write wal/0.tmp: no space left on device'],
    ['etcd', 'disk-read-only', 'open member/snap/db: read-only file system'],
    ['kwokctl', 'disk-full', 'write kwok.yaml: no space left on device'],
  ])('on a disk that fails %s says %s', async (tool, code, output) => {
    const { file, remove } = await script([`echo "${output}" >&2`, 'exit 1'])
    const bench = await Bench.make({ toolset: withScript(tool, file) })
    const dev = bench.id('dev')
    await expect(bench.provider.create(dev)).rejects.toMatchObject({ detail: { code, at: bench.folder(dev), output } })
    await bench.end()
    await remove()
  })

  it('in a folder that cannot be written to says so, and works once it can', async () => {
    const bench = await Bench.make()
    // A file where a folder should be stops every user, root included.
    const obstacle = join(bench.root, 'clusters')
    await writeFile(obstacle, '')
    await expect(bench.provider.create(bench.id('dev'))).rejects.toMatchObject({
      detail: {
        code: 'disk-read-only',
        at: bench.folder(bench.id('dev')),
        happened: 'The folder of the cluster cannot be written to.',
      },
    })
    await rm(obstacle)
    await bench.provider.create(bench.id('dev'))
    await bench.end()
  })
})

describe('an embedded cluster whose disk becomes full', () => {
  it('fails with what to do, and has its objects when there is space again', async () => {
    const tools = realToolset()
    const full: { program?: string } = {}
    const toolset: Toolset = {
      ...tools,
      path: (tool) => (tool === 'etcd' ? (full.program ?? tools.path(tool)) : tools.path(tool)),
    }
    const bench = await Bench.make({ toolset })
    const dev = bench.id('dev')
    await bench.provider.create(dev)
    await bench.kubectl(dev, 'create', 'namespace', 'kept')
    const { file, remove } = await script(['echo "write wal: no space left on device" >&2', 'exit 2'])
    full.program = file
    await bench.kill(dev, 'etcd')
    await bench.reaches(dev, 'failed')
    expect(bench.provider.status(dev).problem).toEqual({
      code: 'disk-full',
      at: bench.folder(dev),
      happened: 'The disk that holds the cluster is full.',
      remedy: 'Free some space (a cluster needs about 200 MB), then start the cluster again; its data is kept.',
      output: 'write wal: no space left on device',
    })
    delete full.program
    await bench.provider.start(dev)
    expect(await bench.names(dev, 'namespaces')).toContain('kept')
    await bench.end()
    await remove()
  })
})
