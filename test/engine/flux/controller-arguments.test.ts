import { describe, expect, it } from 'vitest'

import { controllerArguments } from '../../../electron/engine/flux/controller-arguments.ts'

const place = { storagePath: '/data/storage', storageAddress: '127.0.0.1:20001' }
const QUICKER = '--requeue-dependency=2s'
const HERE = ['--events-addr=', '--metrics-addr=0', '--health-addr=0', '--enable-leader-election=false']

describe('controllerArguments', () => {
  it('keeps what Flux itself gives to source-controller, but for addresses, storage and election', () => {
    const given = [
      '--events-addr=http://notification-controller.flux-system.svc.cluster.local./',
      '--watch-all-namespaces=true',
      '--log-level=info',
      '--log-encoding=json',
      '--enable-leader-election',
      '--storage-path=/data',
      '--storage-adv-addr=source-controller.$(RUNTIME_NAMESPACE).svc.cluster.local.',
    ]
    expect(controllerArguments('source-controller', given, place)).toEqual([
      '--watch-all-namespaces=true',
      '--log-level=info',
      '--log-encoding=json',
      ...HERE,
      '--storage-path=/data/storage',
      '--storage-addr=127.0.0.1:20001',
      '--storage-adv-addr=127.0.0.1:20001',
    ])
  })

  it('gives kustomize-controller no storage, and lets the pod overrule how soon it looks again', () => {
    const given = ['--concurrent=8', '--requeue-dependency=5s', '--no-cross-namespace-refs']
    expect(controllerArguments('kustomize-controller', given, place)).toEqual([QUICKER, ...given, ...HERE])
  })

  it('takes the value along when it stands in an argument of its own', () => {
    const given = ['--storage-path', '/data', '--enable-leader-election', '--concurrent', '2', '-metrics-addr', ':8080']
    expect(controllerArguments('kustomize-controller', given, place)).toEqual([QUICKER, '--concurrent', '2', ...HERE])
  })

  it('leaves a flag that nobody knows to the controller, which says so', () => {
    const given = ['--no-such-flag']
    expect(controllerArguments('kustomize-controller', given, place)).toEqual([QUICKER, ...given, ...HERE])
  })
})
