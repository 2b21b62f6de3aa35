/** An engine to be killed: brings up cluster `dev` in the folder that it is given, says so, and stays. */
import { clusterName, labId } from '../../electron/contract/ids.ts'
import { createEmbeddedProvider } from '../../electron/engine/cluster/embedded.ts'
import { realToolset } from './embedded-fixture.ts'

const [dataRoot = '', orphanDelayMs = '30000'] = process.argv.slice(2)
const provider = createEmbeddedProvider({
  dataRoot,
  toolset: realToolset(),
  orphanDelayMs: Number(orphanDelayMs),
})
await provider.create({ lab: labId('lab'), cluster: clusterName('dev') })
process.stdout.write('ready\n')
