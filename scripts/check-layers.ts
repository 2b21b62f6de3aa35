/** `node scripts/check-layers.ts [ROOT]`: the import list of DESIGN as a program. */
import { resolve } from 'node:path'
import { checkLayers } from './layers/check-layers.ts'

const problems = await checkLayers(resolve(process.argv[2] ?? `${import.meta.dirname}/..`))
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
