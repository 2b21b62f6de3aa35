import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { ClusterId } from '../../electron/engine/cluster/provider.ts'
import { Bench, eventually } from './embedded-fixture.ts'

interface ContainerStatus {
  readonly name: string
  readonly image: string
  readonly ready: boolean
  readonly restartCount: number
  readonly state: Record<string, { readonly reason?: string; readonly exitCode?: number; readonly startedAt?: string }>
  readonly lastState: Record<string, { readonly exitCode?: number }>
}
interface Pod {
  readonly metadata: { readonly name: string }
  readonly status: {
    readonly phase: string
    readonly podIP?: string
    readonly conditions?: { readonly type: string; readonly status: string; readonly lastTransitionTime: string }[]
    readonly containerStatuses?: ContainerStatus[]
    readonly initContainerStatuses?: ContainerStatus[]
  }
}

describe('simulated containers', () => {
  let bench: Bench
  let dev: ClusterId
  const kubectl = (...args: readonly string[]): Promise<string> => bench.kubectl(dev, ...args)
  const pods = async (...selector: readonly string[]): Promise<Pod[]> =>
    (JSON.parse(await kubectl('get', 'pods', '-o', 'json', ...selector)) as { items: Pod[] }).items
  const pod = async (name: string): Promise<Pod> => JSON.parse(await kubectl('get', 'pod', name, '-o', 'json')) as Pod

  /** The pod's column STATUS, as people see it. */
  const word = async (selector: string): Promise<string | undefined> => {
    const line = await kubectl('get', 'pods', '-l', selector, '--no-headers')
    return line.trim().split(/\s+/)[2]
  }
  const comesTo = (selector: string, wanted: string): Promise<boolean> =>
    eventually(async () => (await word(selector)) === wanted)
  const events = async (name: string): Promise<string> =>
    kubectl(
      'get',
      'events',
      '--field-selector',
      `involvedObject.name=${name}`,
      '-o',
      'custom-columns=R:.reason,M:.message',
    )
  const apply = async (name: string, spec: object): Promise<void> => {
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } }, spec }
    await kubectl('create', '-f', await bench.file(`${name}.json`, JSON.stringify(object)))
  }

  beforeAll(async () => {
    bench = await Bench.make()
    dev = bench.id('dev')
    await bench.provider.create(dev)
  })
  afterAll(() => bench.end())

  it('run, with addresses, conditions and events, and are reached by Services', async () => {
    await kubectl('create', 'deployment', 'vote', '--image=schoolofdevops/vote:v4', '--replicas=2')
    await kubectl('expose', 'deployment', 'vote', '--port=80')
    await kubectl('rollout', 'status', 'deployment/vote', '--timeout=60s')
    const [first, second] = await pods('-l', 'app=vote')
    expect(first!.status.phase).toBe('Running')
    expect(first!.status.podIP).toMatch(/^10\.244\.0\.\d+$/)
    expect(first!.status.podIP).not.toBe(second!.status.podIP)
    expect(first!.status.conditions!.map(({ type, status }) => `${type}=${status}`).toSorted()).toEqual([
      'ContainersReady=True',
      'Initialized=True',
      'PodScheduled=True',
      'Ready=True',
    ])
    const [container] = first!.status.containerStatuses!
    expect(container).toMatchObject({ name: 'vote', image: 'schoolofdevops/vote:v4', ready: true, restartCount: 0 })
    expect(await events(first!.metadata.name)).toMatch(/Created +Created container: vote/)
    const addresses = await kubectl('get', 'endpointslices', '-l', 'kubernetes.io/service-name=vote', '-o', 'json')
    expect(addresses).toContain(first!.status.podIP)
  })

  it('come back when a pod is deleted', async () => {
    const [victim] = await pods('-l', 'app=vote')
    await kubectl('delete', 'pod', victim!.metadata.name)
    await kubectl('rollout', 'status', 'deployment/vote', '--timeout=60s')
    const names = (await pods('-l', 'app=vote')).map(({ metadata }) => metadata.name)
    expect(names).toHaveLength(2)
    expect(names).not.toContain(victim!.metadata.name)
  })

  it('stay behind with an image that does not exist, and recover when the rollout is undone', async () => {
    await kubectl('set', 'image', 'deployment/vote', 'vote=schoolofdevops/vote:v9')
    const broken = await eventually(async () =>
      (await pods('-l', 'app=vote')).find(
        ({ status }) => status.containerStatuses?.[0]?.state['waiting']?.reason === 'ImagePullBackOff',
      ),
    )
    expect(broken.status.phase).toBe('Pending')
    expect(await events(broken.metadata.name)).toContain('Failed to pull image "schoolofdevops/vote:v9"')
    expect(await events(broken.metadata.name)).toContain('Error: ErrImagePull')
    const available = await kubectl('get', 'deployment', 'vote', '-o', 'jsonpath={.status.availableReplicas}')
    expect(available).toBe('2')
    await kubectl('rollout', 'undo', 'deployment/vote')
    await kubectl('rollout', 'status', 'deployment/vote', '--timeout=60s')
  })

  it('start when the image of a waiting pod is put right, and restart when it is changed', async () => {
    await kubectl('run', 'typo', '--image=ngnix', '--labels=app=typo')
    await comesTo('app=typo', 'ImagePullBackOff')
    await kubectl('set', 'image', 'pod/typo', 'typo=nginx:1.27')
    await comesTo('app=typo', 'Running')
    await kubectl('set', 'image', 'pod/typo', 'typo=nginx:1.28')
    const changed = await eventually(async () => {
      const [status] = (await pod('typo')).status.containerStatuses ?? []
      return status?.image === 'nginx:1.28' && status
    })
    expect(changed).toMatchObject({ restartCount: 1, ready: true })
  })

  it.each([
    ['crash-image', ['--image=nginx:crash']],
    ['crash-command', ['--image=busybox', '--command', '--', 'sh', '-c', 'echo no; exit 3']],
  ])('crash again and again: %s', async (name, args) => {
    await kubectl('run', name, `--labels=app=${name}`, ...args)
    await comesTo(`app=${name}`, 'CrashLoopBackOff')
    const [status] = (await pod(name)).status.containerStatuses!
    expect(status).toMatchObject({ ready: false, restartCount: 1 })
    expect(status!.lastState['terminated']!.exitCode).toBe(name === 'crash-command' ? 3 : 1)
    expect(await events(name)).toContain('Back-off restarting failed container')
    await eventually(async () => (await pod(name)).status.containerStatuses![0]!.restartCount === 2)
  })

  it('complete as Jobs, after as long as they sleep', async () => {
    await kubectl('create', 'job', 'pi', '--image=perl:5.34.0', '--', 'perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)')
    await kubectl('create', 'job', 'nap', '--image=busybox', '--', 'sleep', '3')
    const startedAt = performance.now()
    await kubectl('wait', '--for=condition=complete', 'job/pi', '--timeout=60s')
    await kubectl('wait', '--for=condition=complete', 'job/nap', '--timeout=60s')
    expect(performance.now() - startedAt).toBeGreaterThan(2500)
    const [done] = await pods('-l', 'job-name=pi')
    expect(done!.status).toMatchObject({ phase: 'Succeeded' })
    await kubectl('delete', 'job', 'pi', 'nap')
    await eventually(async () => (await pods('-l', 'job-name=pi')).length === 0)
  })

  it('fail as Jobs whose command fails', async () => {
    await kubectl('create', 'job', 'fails', '--image=busybox', '--', 'false')
    const failed = await eventually(async () =>
      (await pods('-l', 'job-name=fails')).find(({ status }) => status.phase === 'Failed'),
    )
    expect(failed.status.containerStatuses![0]!.state['terminated']).toMatchObject({ exitCode: 1, reason: 'Error' })
    await kubectl('delete', 'job', 'fails')
    await eventually(async () => (await pods('-l', 'job-name=fails')).length === 0)
  })

  it('leave while they run as a Job is deleted', async () => {
    await kubectl('create', 'job', 'long', '--image=busybox', '--', 'sleep', '3000')
    await comesTo('job-name=long', 'Running')
    await kubectl('delete', 'job', 'long', '--timeout=30s')
    await eventually(async () => (await pods('-l', 'job-name=long')).length === 0)
    expect(await bench.names(dev, 'jobs')).not.toContain('long')
  })

  it('become Ready when their probe has waited, or never when it cannot succeed', async () => {
    const container = (name: string, probe: object): object => ({
      containers: [{ name, image: 'nginx', readinessProbe: probe }],
    })
    await apply('probed', container('probed', { httpGet: { path: '/', port: 80 }, initialDelaySeconds: 2 }))
    await apply('hopeless', container('hopeless', { exec: { command: ['false'] } }))
    await eventually(async () => (await pod('probed')).status.containerStatuses?.[0]?.ready === true)
    const { conditions, containerStatuses } = (await pod('probed')).status
    const ready = conditions!.find(({ type }) => type === 'Ready')!
    const started = containerStatuses![0]!.state['running']!.startedAt!
    expect(Date.parse(ready.lastTransitionTime) - Date.parse(started)).toBeGreaterThanOrEqual(2000)
    expect((await pod('hopeless')).status.containerStatuses![0]).toMatchObject({ ready: false, restartCount: 0 })
    await eventually(async () => (await events('hopeless')).includes('Readiness probe failed'))
  })

  it('wait for their init containers', async () => {
    const spec = (image: string): object => ({
      initContainers: [{ name: 'first', image, command: ['sh', '-c', 'sleep 2'] }],
      containers: [{ name: 'main', image: 'nginx' }],
    })
    await apply('waits', spec('busybox'))
    await apply('waits-for-ever', spec('busybox:missing'))
    await comesTo('app=waits', 'Init:0/1')
    await comesTo('app=waits', 'Running')
    expect((await pod('waits')).status.initContainerStatuses![0]!.state['terminated']).toMatchObject({ exitCode: 0 })
    await comesTo('app=waits-for-ever', 'Init:ImagePullBackOff')
  })

  it('run beside one that cannot be pulled', async () => {
    await apply('half', {
      containers: [
        { name: 'good', image: 'nginx' },
        { name: 'bad', image: 'nginx:missing' },
      ],
    })
    await comesTo('app=half', 'ImagePullBackOff')
    const { status } = await pod('half')
    expect(status.containerStatuses!.map(({ name, ready }) => `${name}=${ready}`)).toEqual(['good=true', 'bad=false'])
  })

  it('say that they are simulated, when asked for logs or to run something', async () => {
    const [{ metadata }] = (await pods('-l', 'app=vote')) as [Pod]
    expect(await kubectl('logs', metadata.name)).toContain('This container is simulated')
    expect(await kubectl('logs', '--previous', 'deployment/vote')).toContain('This container is simulated')
    const mark = join(bench.root, 'ran-on-the-host')
    for (const args of [
      ['exec', metadata.name, '--', '/bin/sh', '-c', `echo >${mark}`],
      ['attach', metadata.name],
      ['port-forward', metadata.name, ':80'],
      ['get', '--raw', '/api/v1/namespaces/default/services/vote/proxy/'],
    ]) {
      await expect(kubectl(...args)).rejects.toMatchObject({
        detail: { output: expect.stringContaining('This container is simulated') as string },
      })
    }
    await expect(access(mark)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('run no command on this machine even when nobody refuses it', async () => {
    await kubectl('delete', 'validatingadmissionpolicybinding', 'simulated-containers')
    const [{ metadata }] = (await pods('-l', 'app=vote')) as [Pod]
    const mark = join(bench.root, 'ran-on-the-host')
    await eventually(async () =>
      kubectl('exec', metadata.name, '--', '/bin/sh', '-c', `echo >${mark}`).then(
        () => true,
        (error: { detail?: { output?: string } }) => error.detail?.output?.includes('no exec found'),
      ),
    )
    await expect(access(mark)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('ask for more than the node has, and wait', async () => {
    await kubectl(
      'run',
      'huge',
      '--image=nginx',
      '--labels=app=huge',
      '--overrides={"spec":{"containers":[{"name":"huge","image":"nginx","resources":{"requests":{"cpu":"5"}}}]}}',
    )
    await eventually(async () => (await events('huge')).includes('Insufficient cpu'))
    expect((await pod('huge')).status.phase).toBe('Pending')
  })
})
