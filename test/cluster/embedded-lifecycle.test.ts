import { access, readdir, readFile, readlink } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

import type { ClusterId } from '../../electron/engine/cluster/provider.ts'
import { processesIn } from '../helpers/processes-in.ts'
import { Bench, COMPONENTS } from './embedded-fixture.ts'

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Addresses on which these processes listen, as the kernel writes them. */
async function listeningAddresses(pids: readonly number[]): Promise<string[]> {
  const inodes = new Set<string>()
  for (const pid of pids) {
    for (const fd of await readdir(`/proc/${pid}/fd`)) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
      if (inode !== undefined) inodes.add(inode)
    }
  }
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')))
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((row) => row.trim().split(/\s+/))
  return rows.filter((row) => row[3] === '0A' && inodes.has(row[9] ?? '')).map((row) => row[1]?.split(':')[0] ?? '')
}

interface Kubeconfig {
  readonly clusters: { readonly name: string; readonly cluster: Record<string, string> }[]
  readonly users: { readonly name: string; readonly user: Record<string, string> }[]
  readonly contexts: { readonly name: string; readonly context: Record<string, string> }[]
  readonly 'current-context': string
}

describe('embedded provider', () => {
  let bench: Bench
  let dev: ClusterId
  const hadKwok = exists(join(homedir(), '.kwok'))

  beforeAll(async () => {
    bench = await Bench.make()
    dev = bench.id('dev')
    await bench.provider.create(dev)
  })
  afterAll(() => bench.end())

  it('says what it did, step by step, with times', () => {
    const { phase, steps, kubernetesVersion, readyAfterMs } = bench.provider.status(dev)
    expect({ phase, kubernetesVersion }).toEqual({ phase: 'ready', kubernetesVersion: 'v1.36.3' })
    expect(steps.map(({ title, state }) => `${state}: ${title}`)).toEqual([
      'done: Choose ports and write the configuration',
      'done: Start etcd',
      'done: Start the API server',
      'done: Start the controllers',
      'done: Wait for the node to be Ready',
    ])
    expect(steps.every(({ tookMs }) => tookMs !== undefined)).toBe(true)
    expect(readyAfterMs).toBeGreaterThan(0)
    expect(bench.phases()).toEqual(['creating', 'ready'])
  })

  it('has one Ready node of an ordinary size', async () => {
    const template =
      '{.metadata.name} {.status.nodeInfo.kubeletVersion} {.status.capacity.cpu} {.status.allocatable.memory}'
    const nodes = await bench.kubectl(dev, 'get', 'nodes', '-o', `jsonpath={range .items[*]}${template}{end}`)
    expect(nodes).toBe('dev-node-1 v1.36.3 4 8Gi')
    expect(await bench.kubectl(dev, 'get', 'nodes', '--no-headers')).toMatch(/^dev-node-1 +Ready /)
  })

  it('gives a kubeconfig that is complete in itself, with a context named like the cluster', async () => {
    const kubeconfig = parse(await bench.provider.kubeconfig(dev)) as Kubeconfig
    const [cluster, user, context] = [kubeconfig.clusters[0]!, kubeconfig.users[0]!, kubeconfig.contexts[0]!]
    expect(kubeconfig['current-context']).toBe('dev')
    expect(context).toEqual({ name: 'dev', context: { cluster: 'dev', user: 'admin@dev' } })
    expect(cluster.cluster['server']).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(Object.keys(cluster.cluster)).toEqual(['server', 'certificate-authority-data'])
    expect(Object.keys(user.user)).toEqual(['client-certificate-data', 'client-key-data'])
  })

  it('listens on loopback only, with every component', async () => {
    const pids = Object.values(await bench.pids(dev))
    expect(pids).toHaveLength(COMPONENTS.length)
    const addresses = await listeningAddresses(pids)
    expect(addresses.length).toBeGreaterThanOrEqual(6)
    expect([...new Set(addresses)]).toEqual(['0100007F'])
  })

  it('leaves the home folder alone', async () => {
    expect(await exists(join(homedir(), '.kwok'))).toBe(await hadKwok)
  })

  it('is there again after stop and start, with its objects and on other ports where its own are taken', async () => {
    await bench.kubectl(dev, 'create', 'namespace', 'kept')
    const before = (parse(await bench.provider.kubeconfig(dev)) as Kubeconfig).clusters[0]!.cluster['server']!
    const busy: Server = createServer()
    bench.phases()
    await bench.provider.stop(dev)
    expect(await processesIn(bench.folder(dev))).toEqual([])
    await new Promise<void>((resolve) => {
      busy.listen(Number(new URL(before).port), '127.0.0.1', resolve)
    })
    await bench.provider.start(dev)
    busy.close()
    const after = (parse(await bench.provider.kubeconfig(dev)) as Kubeconfig).clusters[0]!.cluster['server']!
    expect(after).not.toBe(before)
    expect(await bench.names(dev, 'namespaces')).toContain('kept')
    expect(bench.phases()).toEqual(['stopping', 'stopped', 'starting', 'ready'])
    expect(bench.provider.status(dev).steps.every(({ state }) => state === 'done')).toBe(true)
  })

  it('does nothing when it runs already', async () => {
    const before = await bench.pids(dev)
    await bench.provider.start(dev)
    await bench.provider.create(dev)
    expect(await bench.pids(dev)).toEqual(before)
  })

  it('runs three clusters side by side, the later ones from the prepared state', async () => {
    const others = [bench.id('staging'), bench.id('prod')]
    await Promise.all(others.map((id) => bench.provider.create(id)))
    for (const id of others) {
      expect(await bench.names(id, 'nodes')).toEqual([`${id.cluster}-node-1`])
      expect(await bench.names(id, 'namespaces')).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system'])
      expect(bench.provider.status(id).steps.map(({ title }) => title)).toContain('Unpack the prepared state')
    }
    await bench.kubectl(dev, 'get', 'namespace', 'kept')
    // Each has certificates of its own.
    const authorities = await Promise.all(
      [dev, ...others].map(async (id) => {
        const { clusters } = parse(await bench.provider.kubeconfig(id)) as Kubeconfig
        return clusters[0]!.cluster['certificate-authority-data']
      }),
    )
    expect(new Set(authorities).size).toBe(3)
    await Promise.all(others.map((id) => bench.provider.delete(id)))
  })

  it('knows how long its steps took the last time', async () => {
    await bench.provider.stop(dev)
    await bench.provider.start(dev)
    expect(bench.provider.status(dev).steps.every(({ lastTookMs }) => lastTookMs !== undefined)).toBe(true)
  })

  it('shows what the components printed', async () => {
    const log = await bench.provider.log(dev)
    for (const component of COMPONENTS) expect(log).toContain(`== ${component}\n`)
    expect(log).toContain('Serving securely on 127.0.0.1')
  })

  it('leaves nothing after delete, running or on disk', async () => {
    await bench.provider.delete(dev)
    expect(await processesIn(bench.root)).toEqual([])
    expect(await readdir(join(bench.root, 'clusters'))).toEqual(['durations.json'])
    expect(bench.provider.status(dev).phase).toBe('absent')
    await expect(bench.provider.kubeconfig(dev)).rejects.toMatchObject({ detail: { code: 'not-found' } })
    await bench.provider.delete(dev)
  })

  it('can be cancelled while it comes up', async () => {
    const cancel = new AbortController()
    const creating = bench.provider.create(dev, cancel.signal)
    await bench.reaches(dev, 'creating')
    setTimeout(() => cancel.abort(), 300)
    await expect(creating).rejects.toMatchObject({ detail: { code: 'cancelled' } })
    expect(await processesIn(bench.folder(dev))).toEqual([])
    await bench.provider.create(dev)
    await bench.provider.delete(dev)
  })

  it('lives in a folder with an awkward name', async () => {
    const awkward = await Bench.make({}, `it's 100% "my" #1 $data `)
    const prod = awkward.id('prod')
    await awkward.provider.create(prod)
    await awkward.provider.snapshot(prod, 'begin')
    await awkward.provider.restore(prod, 'begin')
    expect(await awkward.names(prod, 'nodes')).toEqual(['prod-node-1'])
    await awkward.provider.delete(prod)
    expect(await processesIn(awkward.root)).toEqual([])
    await awkward.end()
  })

  it.each(['../../other', '.', '', 'UPPER', 'a/b'])('refuses %j as the name of a cluster', async (name) => {
    await expect(bench.provider.create(bench.id(name))).rejects.toMatchObject({ detail: { code: 'usage' } })
  })
})
