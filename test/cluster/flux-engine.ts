/**
 * An engine to be killed: brings up cluster `dev` with the real Flux controllers in the folder that it is given, and says
 * `running` whenever both work.
 */
import { clusterName, labId } from '../../electron/contract/ids.ts'
import { createEmbeddedProvider } from '../../electron/engine/cluster/embedded.ts'
import { createFluxControllers } from '../../electron/engine/flux/flux-controllers.ts'
import { createWatchSet } from '../../electron/engine/watch/watch-set.ts'
import { realToolset } from './embedded-fixture.ts'

const [dataRoot = '', orphanDelayMs = '30000'] = process.argv.slice(2)
const toolset = realToolset()
const id = { lab: labId('lab'), cluster: clusterName('dev') }
const provider = createEmbeddedProvider({ dataRoot, toolset, orphanDelayMs: Number(orphanDelayMs) })
await provider.create(id)
const kubeconfigYaml = await provider.kubeconfig(id)
const watchSet = createWatchSet({ kubeconfigYaml })
const controllers = createFluxControllers({ dataRoot, id, kubeconfigYaml, watchSet, toolset })
controllers.onChange((status) => {
  if (status.every(({ state }) => state === 'running')) process.stdout.write('running\n')
})
process.stdout.write('ready\n')
process.on('SIGTERM', () => {
  controllers
    .dispose()
    .then(() => watchSet.dispose())
    .then(() => provider.dispose())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    )
})
