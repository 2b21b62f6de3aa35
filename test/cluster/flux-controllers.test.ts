import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { run } from '../../electron/engine/process/run.ts'
import { hostsThatAccept } from '../helpers/hosts-that-accept.ts'
import { eventually, realToolset } from './embedded-fixture.ts'
import { configMap, FluxBench } from './flux-fixture.ts'

const DATA = ['get', 'configmap', 'hello', '-o', 'jsonpath={.data.text}']
const sourcePod = ['get', 'pods', '-n', 'flux-system', '-l', 'app=source-controller']

let flux: FluxBench
beforeAll(async () => {
  flux = await FluxBench.start()
  await flux.push({ 'hello.yaml': configMap('hello', { text: 'one' }) })
  await flux.install()
  await flux.deploy()
})
afterAll(() => flux.end())

const push = async (text: string): Promise<void> => {
  await flux.push({ 'hello.yaml': configMap('hello', { text }) })
}

describe('FluxControllers', () => {
  it('reconcile a repository for real', async () => {
    expect(await flux.kubectl(...DATA)).toBe('one')
    await push('two')
    await flux.flux('reconcile', 'kustomization', 'app', '--with-source')
    expect(await flux.kubectl(...DATA)).toBe('two')
  })

  it('are who their ServiceAccounts are', async () => {
    const kubeconfig = join(flux.bench.folder(flux.id), 'flux', 'kustomize-controller', 'kubeconfig.yaml')
    const args = ['--kubeconfig', kubeconfig, 'auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}']
    const { stdout } = await run(realToolset().path('kubectl'), args)
    expect(stdout).toBe('system:serviceaccount:flux-system:kustomize-controller')
    const environment = (await run('cat', [`/proc/${await flux.pid('kustomize-controller')}/environ`])).stdout
    expect(environment.split('\0')).toContain(`KUBECONFIG=${kubeconfig}`)
  })

  it('may no more than their roles let them', async () => {
    const binding = ['patch', 'clusterrolebinding', 'cluster-reconciler-flux-system', '--type=merge', '-p']
    await flux.kubectl(...binding, NOBODY)
    await flux.push({ 'account.yaml': ACCOUNT })
    await flux.flux('reconcile', 'source', 'git', 'app')
    const message = 'jsonpath={.status.conditions[?(@.type=="Ready")].message}'
    await eventually(async () => (await flux.kubectl('get', ...KUSTOMIZATION, '-o', message)).includes('is forbidden'))
    await flux.kubectl(...binding, SUBJECTS)
    await flux.flux('reconcile', 'kustomization', 'app')
    expect(await flux.kubectl('get', 'serviceaccount', 'account', '-o', 'name')).toBe('serviceaccount/account')
  })

  it('listen on loopback only', async () => {
    const { stdout } = await run('ss', ['-Hltnp'])
    const pids = [await flux.pid('source-controller'), await flux.pid('kustomize-controller')]
    const addresses = stdout
      .split('\n')
      .filter((line) => pids.some((pid) => line.includes(`pid=${pid},`)))
      .map((line) => line.split(/\s+/)[3])
    expect(addresses).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)])
    const kubelet = ['-o', 'jsonpath={.items[0].status.daemonEndpoints.kubeletEndpoint.Port}']
    expect(await hostsThatAccept(Number(await flux.kubectl('get', 'nodes', ...kubelet)))).toEqual(['127.0.0.1'])
  })

  it('show what they print as the logs of their pods', async () => {
    const logs = await flux.kubectl('logs', '-n', 'flux-system', 'deploy/source-controller')
    expect(logs).toContain('"msg":"stored artifact for commit')
    expect(
      (await flux.kubectl('logs', '-n', 'flux-system', 'deploy/kustomize-controller', '--tail=2')).split('\n'),
    ).toEqual([expect.stringMatching(/^\{.*\}$/), expect.stringMatching(/^\{.*\}$/)])
    expect(await flux.flux('logs', '--kind=Kustomization', '--name=app')).toContain('Reconciliation finished')
    await flux.kubectl('create', 'deployment', 'web', '--image=nginx')
    await flux.kubectl('wait', '--for=condition=Available', 'deployment/web')
    expect(await flux.kubectl('logs', 'deploy/web')).toContain('This container is simulated')
  })

  it('let their logs be followed', async () => {
    const args = ['--kubeconfig', join(flux.bench.root, 'lab-dev.kubeconfig'), 'logs', '-n', 'flux-system']
    const follow = spawn(realToolset().path('kubectl'), [...args, 'deploy/source-controller', '-f', '--tail=0'])
    let heard = ''
    follow.stdout.on('data', (piece: Buffer) => (heard += piece.toString()))
    const ended = once(follow, 'close')
    // It has begun when something that comes later is in it.
    await eventually(async () => {
      await flux.flux('reconcile', 'source', 'git', 'app')
      return heard.includes('no changes since last reconciliation')
    })
    await flux.kubectl('delete', ...sourcePod.slice(1))
    expect(await ended).toEqual([0, null])
    await flux.reach('running')
  })

  it('come back after a hard end and go on, and the pod says so', async () => {
    const before = await flux.pid('kustomize-controller')
    process.kill(before, 'SIGKILL')
    await eventually(() => Promise.resolve(flux.restarts('kustomize-controller') === 1))
    await flux.reach('running')
    await push('three')
    await flux.flux('reconcile', 'kustomization', 'app', '--with-source')
    expect(await flux.kubectl(...DATA)).toBe('three')
    const status = 'jsonpath={.items[0].status.containerStatuses[0]}'
    const pods = ['get', 'pods', '-n', 'flux-system', '-l', 'app=kustomize-controller', '-o', status]
    await eventually(async () => JSON.parse(await flux.kubectl(...pods)).restartCount === 1)
    expect(JSON.parse(await flux.kubectl(...pods))).toMatchObject({
      ready: true,
      lastState: { terminated: { exitCode: 137, reason: 'Error' } },
    })
  })

  it('finish what they were applying when they are ended in the middle of it', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `many-${index}`)
    await flux.push({
      'hello.yaml': configMap('hello', { text: 'many' }),
      ...Object.fromEntries(names.map((name) => [`${name}.yaml`, configMap(name, { text: name })])),
    })
    await flux.kubectl('annotate', 'gitrepository', 'app', '-n', 'flux-system', '--overwrite', `${REQUESTED}=many`)
    await eventually(async () => (await flux.bench.names(flux.id, 'configmaps')).length > 5)
    process.kill(await flux.pid('kustomize-controller'), 'SIGKILL')
    await eventually(async () => (await flux.bench.names(flux.id, 'configmaps')).length >= names.length + 2)
    await flux.kubectl('wait', 'kustomization/app', '-n', 'flux-system', '--for=condition=Ready', '--timeout=60s')
    await push('few')
    await flux.flux('reconcile', 'kustomization', 'app', '--with-source')
    expect((await flux.bench.names(flux.id, 'configmaps')).filter((name) => name.startsWith('many'))).toEqual([])
  })

  it('begin anew with a pod that was deleted', async () => {
    const before = await flux.pid('source-controller')
    await flux.kubectl('delete', ...sourcePod.slice(1))
    await eventually(async () => (await flux.pid('source-controller').catch(() => before)) !== before)
    await flux.reach('running')
    expect(flux.restarts('source-controller')).toBe(0)
  })

  it('give up one that cannot run, say why, and begin anew with the next pod', async () => {
    const args = '{"spec":{"template":{"spec":{"containers":[{"name":"manager","args":["--no-such-flag"]}]}}}}'
    await flux.kubectl('patch', 'deployment', 'kustomize-controller', '-n', 'flux-system', '-p', args)
    await flux.reach('failed', 'kustomize-controller')
    const { problem } = flux.controllers.status[1] ?? {}
    expect(problem).toMatchObject({ at: 'deployment/kustomize-controller in flux-system' })
    expect(problem?.output).toContain('unknown flag: --no-such-flag')
    await flux.kubectl('rollout', 'undo', 'deployment/kustomize-controller', '-n', 'flux-system')
    await flux.reach('running')
  })

  it('are gone while they are scaled to 0', async () => {
    await flux.kubectl('scale', 'deployment', '--all', '-n', 'flux-system', '--replicas=0')
    await flux.reach('absent')
    expect(await flux.running()).toEqual([])
    await flux.kubectl('scale', 'deployment', '--all', '-n', 'flux-system', '--replicas=1')
    await flux.reach('running')
  })

  it('stand still while the cluster is taken back, and go on from there', async () => {
    await push('kept')
    await flux.flux('reconcile', 'kustomization', 'app', '--with-source')
    await flux.bench.provider.snapshot(flux.id, 'kept')
    await flux.kubectl('delete', 'kustomization', 'app', '-n', 'flux-system')
    await flux.shows('', 'get', 'configmap', 'hello', '--ignore-not-found')
    await flux.controllers.suspend()
    expect(await flux.running()).toEqual([])
    flux.watchSet.suspend()
    await flux.bench.provider.restore(flux.id, 'kept')
    const kubeconfig = await flux.bench.provider.kubeconfig(flux.id)
    flux.watchSet.reset(kubeconfig)
    flux.controllers.resume(kubeconfig)
    await flux.reach('running')
    await push('after')
    await flux.flux('reconcile', 'kustomization', 'app', '--with-source')
    expect(await flux.kubectl(...DATA)).toBe('after')
    expect(await flux.kubectl('logs', '-n', 'flux-system', 'deploy/source-controller')).toContain('stored artifact')
  })

  it('survive an API server that ends', async () => {
    await flux.bench.kill(flux.id, 'kube-apiserver')
    await flux.bench.reaches(flux.id, 'recovering')
    await flux.bench.reaches(flux.id, 'ready')
    await push('again')
    await eventually(() =>
      flux.flux('reconcile', 'kustomization', 'app', '--with-source').then(
        () => true,
        () => false,
      ),
    )
    expect(await flux.kubectl(...DATA)).toBe('again')
  })

  it('are gone after flux uninstall', async () => {
    await flux.flux('uninstall', '--silent')
    await flux.reach('absent')
    expect(await flux.running()).toEqual([])
  })
})

const KUSTOMIZATION = ['kustomization', 'app', '-n', 'flux-system']
const ACCOUNT = JSON.stringify({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'account', namespace: 'default' },
})
const REQUESTED = 'reconcile.fluxcd.io/requestedAt'
const subject = (name: string): object => ({ kind: 'ServiceAccount', name, namespace: 'flux-system' })
const NOBODY = JSON.stringify({ subjects: [subject('nobody')] })
const SUBJECTS = JSON.stringify({ subjects: [subject('kustomize-controller'), subject('helm-controller')] })
