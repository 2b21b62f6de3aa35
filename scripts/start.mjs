/**
 * `npm start`: from a fresh checkout to an open window. Plain JavaScript for any Node ≥ 20; what needs more is in
 * `start/start.ts` and runs once the dependencies, Node 24 among them, are there.
 */
import { execFileSync } from 'node:child_process'
import module from 'node:module'
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
  // Compiled sources are kept: without it a fifth of a second of every start goes into reading the same files anew.
  const compiled = join(root, 'node_modules/.cache/compiled')
  module.enableCompileCache?.(compiled)
  // The channel tells the other process that this one is gone, however it went.
  const stdio = /** @type {const} */ (['inherit', 'inherit', 'inherit', 'ipc'])
  if (node === process.execPath) await import(pathToFileURL(program).href)
  else
    process.exitCode = await exitOf(node, [program, ...process.argv.slice(2)], {
      stdio: [...stdio],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
