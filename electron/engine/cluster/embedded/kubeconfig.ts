import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'

import type { ClusterFiles } from './cluster-files.ts'
import { LOOPBACK } from './ports.ts'

/** The administrator's kubeconfig, complete in itself: it works wherever it is copied. */
export async function adminKubeconfig(files: ClusterFiles, apiServerPort: number): Promise<string> {
  const base64 = async (name: string): Promise<string> => (await readFile(join(files.pki, name))).toString('base64')
  const [authority, certificate, key] = await Promise.all([base64('ca.crt'), base64('admin.crt'), base64('admin.key')])
  const user = `admin@${files.name}`
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: files.name,
          cluster: { server: `https://${LOOPBACK}:${apiServerPort}`, 'certificate-authority-data': authority },
        },
      ],
      users: [{ name: user, user: { 'client-certificate-data': certificate, 'client-key-data': key } }],
      contexts: [{ name: files.name, context: { cluster: files.name, user } }],
      'current-context': files.name,
    },
    { lineWidth: 0 },
  )
}
