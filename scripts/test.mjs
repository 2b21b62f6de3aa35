/** `npm test`: its own set-up, then every suite. Plain JavaScript for any Node ≥ 20, like `start.mjs`. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exitOf, installDependencies, nodeForSources } from './install.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
try {
  await installDependencies(root)
  process.exitCode = await exitOf(nodeForSources(root), [join(root, 'scripts/test/main.ts'), ...process.argv.slice(2)])
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
