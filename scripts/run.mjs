/** `node scripts/run.mjs FILE.ts …`: runs a source file on Node 24, after installing the dependencies if need be. */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exitOf, installDependencies, nodeForSources } from './install.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
try {
  await installDependencies(root)
  process.exitCode = await exitOf(nodeForSources(root), process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
