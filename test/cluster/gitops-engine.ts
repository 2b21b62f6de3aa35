/** An engine to be killed: opens the lab that was open in the data folder that it is given, says so, and stays. */
import { createEngine } from '../../electron/engine/engine.ts'
import { defaultFolders } from '../../electron/engine/lib/folders.ts'

const [dataRoot = '', labsRoot = '', lab = ''] = process.argv.slice(2)
const engine = await createEngine({ dataRoot, cacheRoot: defaultFolders().cache, labsRoot, appVersion: 'test' })
const { steps } = await engine.handlers['lab/open']({ lab: lab as never })
engine.onNotice(({ event, payload }) => {
  if (event === 'step/status' && payload.status.step === steps[0]?.name && payload.status.outcome === 'passed')
    process.stdout.write('ready\n')
})
