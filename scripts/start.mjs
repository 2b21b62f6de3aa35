/**
 * `npm start`: from a fresh checkout to an open window. Plain JavaScript for any Node ≥ 20; what needs more is in
 * `start/start.ts` and runs once the dependencies, Node 24 among them, are there.
 */
import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { exitOf, installDependencies, nodeForSources } from './install.mjs'
import { checkPrograms } from './prerequisites.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const program = join(root, 'scripts/start/main.ts')

try {
  checkPrograms({
    nodeVersion: process.versions.node,
    run: (file, args) => execFileSync(file, args, { encoding: 'utf8' }),
  })
  await installDependencies(root)
  const node = nodeForSources(root)
  // The channel tells the other process that this one is gone, however it went.
  const stdio = /** @type {const} */ (['inherit', 'inherit', 'inherit', 'ipc'])
  if (node === process.execPath) await import(pathToFileURL(program).href)
  else process.exitCode = await exitOf(node, [program, ...process.argv.slice(2)], { stdio: [...stdio] })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
