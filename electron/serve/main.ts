import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { defaultFolders } from '../engine/lib/folders.ts'

// Before anything large is loaded: the second start then finds it compiled.
enableCompileCache(join(defaultFolders().cache, 'compiled'))
// Whoever reads our output may be gone before us; that must not keep us from stopping in good order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const { run } = await import('./run.ts')
const code = await run(process.argv.slice(2), async (options) => {
  const { createEngine } = await import('../engine/engine.ts')
  return createEngine(options)
})
process.exit(code)
