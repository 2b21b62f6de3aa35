import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readApiAccess } from '../../../electron/engine/watch/api-access.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const kubeconfig = (cluster: object, user: object): string =>
  JSON.stringify({
    'current-context': 'dev',
    contexts: [{ name: 'dev', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:6443', ...cluster } }],
    users: [{ name: 'u', user }],
  })

describe('readApiAccess', () => {
  it('reads address and certificates', async () => {
    const access = readApiAccess(
      kubeconfig(
        { 'certificate-authority-data': base64('CA'), 'tls-server-name': 'kube' },
        { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
      ),
    )
    expect([access.server.href, await access.options()]).toEqual([
      'https://127.0.0.1:6443/',
      { ca: Buffer.from('CA'), cert: Buffer.from('CERT'), key: Buffer.from('KEY'), servername: 'kube' },
    ])
  })

  it('reads certificates from files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drydock-access-'))
    const path = join(folder, 'ca.crt')
    await writeFile(path, 'CA')
    expect(await readApiAccess(kubeconfig({ 'certificate-authority': path }, {})).options()).toEqual({
      ca: Buffer.from('CA'),
    })
    await rm(folder, { recursive: true })
  })

  it.each([
    [{ token: 'abc' }, { headers: { Authorization: 'Bearer abc' } }],
    [{ username: 'ann', password: 'pw' }, { auth: 'ann:pw' }],
    [{}, {}],
  ])('reads how user %j proves who it is', async (user, options) => {
    expect(await readApiAccess(kubeconfig({}, user)).options()).toEqual(options)
  })

  it('trusts any server only when told to', async () => {
    expect(await readApiAccess(kubeconfig({ 'insecure-skip-tls-verify': true }, {})).options()).toEqual({
      rejectUnauthorized: false,
    })
  })

  it('asks a helper program where the user has one', async () => {
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'from-helper' },
    }
    const exec = {
      apiVersion: credential.apiVersion,
      command: process.execPath,
      args: ['-e', `console.log(${JSON.stringify(JSON.stringify(credential))})`],
      interactiveMode: 'Never',
    }
    const { headers } = await readApiAccess(kubeconfig({}, { exec })).options()
    expect(headers).toMatchObject({ Authorization: 'Bearer from-helper' })
  })

  it.each([
    ['{', 'It is not YAML.'],
    ['', 'It names no current context.'],
    ['current-context: dev', 'Its current context dev is not in it.'],
    [
      'current-context: dev\ncontexts: [{ name: dev, context: { cluster: c } }]',
      'The cluster of its context dev is not in it.',
    ],
    [kubeconfig({ server: 'nowhere' }, {}), 'Its cluster has no usable server address.'],
  ])('says what is wrong with %j', (yaml, why) => {
    expect(() => readApiAccess(yaml)).toThrow(
      `The kubeconfig of the cluster cannot be used. ${why} Reset the lab, or give a kubeconfig that kubectl accepts.`,
    )
  })
})
