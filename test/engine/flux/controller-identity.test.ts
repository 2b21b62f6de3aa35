import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'

import type { AdminApi } from '../../../electron/engine/flux/admin-api.ts'
import { takeIdentity } from '../../../electron/engine/flux/controller-identity.ts'
import { silentLog } from '../../../electron/engine/lib/log.ts'
import { FakeClock } from '../../helpers/fake-clock.ts'

const pod = {
  namespace: 'flux-system',
  name: 'one',
  uid: 'u',
  serviceAccount: 'kustomize-controller',
  container: 'manager',
  args: [],
}
const cluster = { server: 'https://127.0.0.1:20001', 'certificate-authority-data': 'Q0E=' }
const admin = stringify({
  clusters: [
    { name: 'other', cluster: {} },
    { name: 'dev', cluster },
  ],
  users: [{ name: 'admin', user: { 'client-key-data': 'secret' } }],
  contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'admin' } }],
  'current-context': 'dev',
})
const TOKEN_LIFE_MS = 3607 * 1000

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-identity-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('takeIdentity', () => {
  it('writes the kubeconfig of the ServiceAccount, and renews its token in time', async () => {
    const asked: unknown[] = []
    const api: AdminApi = {
      send: (method, path, body) => {
        asked.push([method, path, (body as { spec: unknown }).spec])
        return Promise.resolve({ status: { token: `token-${asked.length}` } })
      },
      dispose: () => undefined,
    }
    const [kubeconfig, token] = [join(folder, 'k', 'kubeconfig.yaml'), join(folder, 'k', 'token')]
    const clock = new FakeClock()
    const deps = { api, kubeconfigYaml: admin, kubeconfig, token, clock, log: silentLog }
    const identity = await takeIdentity(pod, deps)
    const user = 'system:serviceaccount:flux-system:kustomize-controller'
    expect(parse(await readFile(kubeconfig, 'utf8'))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'dev', cluster }],
      users: [{ name: user, user: { tokenFile: token } }],
      contexts: [{ name: user, context: { cluster: 'dev', user, namespace: 'flux-system' } }],
      'current-context': user,
    })
    expect(await readFile(token, 'utf8')).toBe('token-1')
    expect((await stat(token)).mode & 0o777).toBe(0o600)
    clock.advance(TOKEN_LIFE_MS * 0.9)
    await expect.poll(() => readFile(token, 'utf8')).toBe('token-2')
    expect(asked[0]).toEqual([
      'POST',
      '/api/v1/namespaces/flux-system/serviceaccounts/kustomize-controller/token',
      { expirationSeconds: 3607 },
    ])
    identity.dispose()
    clock.advance(TOKEN_LIFE_MS * 2)
    expect(asked).toHaveLength(2)
  })
})
