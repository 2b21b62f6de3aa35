/**
 * A cluster for trying things by hand, without a lab.
 *
 *   node scripts/dev-cluster.ts up NAME       starts it, prints where its kubeconfig is
 *   node scripts/dev-cluster.ts down NAME     ends it and removes all of it
 *   node scripts/dev-cluster.ts status NAME
 *   node scripts/dev-cluster.ts log NAME
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { clusterName, labId } from '../electron/contract/ids.ts'
import { toWire } from '../electron/contract/errors.ts'
import { createEmbeddedProvider } from '../electron/engine/cluster/embedded.ts'
import { defaultFolders } from '../electron/engine/lib/folders.ts'
import { readToolset } from '../electron/engine/tools/toolset.ts'

const USAGE = 'node scripts/dev-cluster.ts up|down|status|log NAME'

async function main(command: string, name: string): Promise<void> {
  const { data, cache } = defaultFolders()
  const root = join(data, 'dev-clusters')
  const provider = createEmbeddedProvider({ dataRoot: root, toolset: readToolset(cache) })
  const id = { lab: labId('dev-cluster'), cluster: clusterName(name) }
  const kubeconfig = join(root, `${name}.kubeconfig`)
  switch (command) {
    case 'up': {
      await provider.create(id)
      await mkdir(root, { recursive: true })
      await provider.letGo(id)
      await writeFile(kubeconfig, await provider.kubeconfig(id), { mode: 0o600 })
      console.log(kubeconfig)
      return
    }
    case 'down':
      await provider.delete(id)
      return rm(kubeconfig, { force: true })
    case 'status':
      console.log(JSON.stringify(provider.status(id), null, 2))
      return
    case 'log':
      console.log(await provider.log(id))
      return
    default:
      throw new Error(USAGE)
  }
}

const [command, name] = process.argv.slice(2)
if (command === undefined || name === undefined) {
  console.error(USAGE)
  process.exit(2)
}
try {
  await main(command, name)
} catch (error) {
  const { happened, remedy, output } = toWire(error)
  console.error([happened, remedy, output].filter(Boolean).join('\n'))
  process.exit(1)
}
